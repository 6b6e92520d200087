"""The families of features: what each tells, and in which unit. `docs/features.md` is made of this."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Family:
    """What the features of one family tell; `needs` is what the data must have for them."""

    key: str
    meaning: str
    units: str
    needs: str


FAMILIES: tuple[Family, ...] = (
    Family(
        "page views",
        "Pages viewed, visits (views with less than 30 minutes between them), views a visit, different pages, and how"
        " long ago the last view was",
        "events, visits, pages, views a visit, days",
        "events of page views",
    ),
    Family(
        "clicks",
        "Clicks of all kinds, on ads and in social networks (each network by itself), and how long ago the last was",
        "events, days",
        "events of clicks; for networks, a property of them such as `channel`",
    ),
    Family(
        "e-mails",
        "E-mails sent, delivered, bounced, opened, clicked and replied to, and how long ago the last of each was;"
        " unsubscribes and complaints; e-mails sent since the last answer to any; different campaigns",
        "events, campaigns, days",
        "events of e-mails",
    ),
    Family(
        "conversions",
        "Forms submitted, different forms, each of the commonest forms by itself, and how long ago the last was",
        "events, forms, days",
        "events of forms",
    ),
    Family(
        "notes", "Notes written about the contact, and how long ago the last was", "events, days", "events of notes"
    ),
    Family(
        "meetings",
        "Meetings booked, and how long ago the last was; days until the next thing that is planned",
        "events, days",
        "events of meetings; for what is planned, a property of events such as `starts_at`",
    ),
    Family(
        "contacted",
        "Calls, chats and meetings held, and how long ago the contact was last contacted",
        "events, days",
        "events of calls, chats or meetings",
    ),
    Family(
        "activity",
        "Everything that the contact did itself, and how long ago the last was",
        "events, days",
        "any events",
    ),
    Family(
        "events",
        "Events of each other type, and how long ago the last was; the 60 commonest types",
        "events, days",
        "any events",
    ),
    Family(
        "event values",
        "Events of one type by the value of a property, such as forms of one name or pages of one kind: the 12"
        " commonest values of the two properties with the fewest",
        "events",
        "properties of events that are texts or choices with at most 100 values",
    ),
    Family(
        "record",
        "Age of the record, how long ago and how often its properties changed, whether an address, a telephone and a"
        " mobile number are known, whether the e-mail address is one that anybody can have",
        "days, changes, yes or no",
        "`created_at`; property changes; properties of these names",
    ),
    Family(
        "properties",
        "Every property of the record as it was: numbers, truths, choices, the 20 commonest items of multiple choices,"
        " days since a date; texts of up to 50 values as choices, of others whether they are known; days since it"
        " last changed, where that is told",
        "as the property, days, yes or no",
        "any properties",
    ),
    Family(
        "company",
        "Every property of the record's primary company, in the same way: revenue, employees, technologies; its age",
        "as the property, days, yes or no",
        "companies, and associations with them",
    ),
    Family(
        "colleagues",
        "Other contacts of the primary company: how many there are, and what they did",
        "contacts, events",
        "companies, and associations with them",
    ),
    Family(
        "associated",
        "How many records of other objects are associated, and how long ago the last of them was created; how many had"
        " each value of a property then, such as deals at a stage, and how long ago any of that changed: of up to 4"
        " properties with at most 12 values whose changes are known",
        "records, days",
        "associations with records that have `created_at`; for values, property changes of these",
    ),
    Family("scores", "What each rule score was worth on that day", "points", "definitions of scores"),
)

#: What the figures of one thing that happened are: the ending of a feature's name, and what it says.
COUNTS: tuple[tuple[str, str], ...] = (
    ("ever", "ever"),
    ("7d", "in the last 7 days"),
    ("30d", "in the last 30 days"),
    ("90d", "in the last 90 days"),
    ("365d", "in the last 365 days"),
)
TREND = "in the last 30 days, compared with a usual month before"
