"""Which event types play which part, by the names that they usually have; a type of another name is counted as itself.

The first name of each line is that of the demo company; the others are Segment's (`Email Link Clicked` comes in as
`email_link_clicked`), HubSpot's and what people write. To teach Tamis another name, add it to its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Role:
    """A part that event types play: `noun` is what several of its events are called."""

    key: str
    family: str
    noun: str
    types: frozenset[str]


def _role(key: str, family: str, noun: str, types: str) -> Role:
    return Role(key, family, noun, frozenset(types.split()))


VISIT, SENT, CONVERSION = "views", "sent", "conversions"

ROLES: tuple[Role, ...] = (
    _role(
        VISIT,
        "page views",
        "page views",
        "page_viewed screen_viewed page_view pageview page screen viewed_page page_visited visited_page",
    ),
    _role(
        "clicks",
        "clicks",
        "clicks",
        "cta_clicked social_clicked ad_clicked email_clicked email_link_clicked link_clicked clicked click"
        " button_clicked banner_clicked social_click ad_click",
    ),
    _role(
        "social",
        "clicks",
        "clicks in social networks",
        "social_clicked social_click social_link_clicked social_post_clicked social_interaction",
    ),
    _role("ads", "clicks", "clicks on ads", "ad_clicked ad_click advert_clicked advertisement_clicked"),
    _role(
        SENT,
        "e-mails",
        "e-mails sent",
        "email_sent mail_sent email_send marketing_email_sent campaign_sent newsletter_sent",
    ),
    _role("delivered", "e-mails", "e-mails delivered", "email_delivered mail_delivered delivered"),
    _role(
        "bounced",
        "e-mails",
        "e-mails bounced",
        "email_bounced mail_bounced bounced email_bounce hard_bounced soft_bounced",
    ),
    _role("opened", "e-mails", "e-mails opened", "email_opened mail_opened opened email_open"),
    _role(
        "clicked",
        "e-mails",
        "e-mails clicked",
        "email_clicked email_link_clicked mail_clicked email_click newsletter_clicked",
    ),
    _role("replied", "e-mails", "e-mails replied to", "email_replied mail_replied replied email_reply email_answered"),
    _role(
        "unsubscribed",
        "e-mails",
        "unsubscribes",
        "unsubscribed email_unsubscribed opted_out unsubscribe email_opted_out",
    ),
    _role(
        "complaints",
        "e-mails",
        "complaints of spam",
        "spam_complaint email_marked_as_spam spam_reported marked_as_spam complained",
    ),
    _role(
        CONVERSION,
        "conversions",
        "conversions",
        "form_submitted form_submission form_completed submitted_form signed_up form_filled lead_form_submitted",
    ),
    _role("notes", "notes", "notes", "note_added note_created note_logged note note_taken"),
    _role(
        "meetings",
        "meetings",
        "meetings booked",
        "meeting_booked meeting_scheduled demo_booked appointment_booked call_booked calendar_booked",
    ),
    _role(
        "contacted",
        "contacted",
        "times contacted",
        "call_started meeting_completed call_made call_completed call_logged meeting_held meeting_logged"
        " sales_email_sent one_to_one_email_sent sms_sent chat_started call note_added",
    ),
)

#: What one of several is called.
SINGLE: Mapping[str, str] = {
    "page views": "page view",
    "clicks": "click",
    "clicks in social networks": "click in a social network",
    "clicks on ads": "click on an ad",
    "e-mails sent": "e-mail sent",
    "e-mails delivered": "e-mail delivered",
    "e-mails bounced": "e-mail that bounced",
    "e-mails opened": "e-mail opened",
    "e-mails clicked": "e-mail clicked",
    "e-mails replied to": "e-mail replied to",
    "unsubscribes": "unsubscribing",
    "complaints of spam": "complaint of spam",
    "conversions": "conversion",
    "notes": "note",
    "meetings booked": "meeting booked",
    "times contacted": "time they were contacted",
    "things done": "thing they did",
}

#: Done to a contact, not by it: no sign of interest.
PASSIVE = ("sent", "delivered", "bounced", "notes")
#: An answer to an e-mail.
ANSWERS = ("opened", "clicked", "replied")

#: What is counted once however often it is seen: which part the events play, and the properties that tell, best first.
DISTINCT: tuple[tuple[str, str, str, str, tuple[str, ...]], ...] = (
    ("pages", "page views", "different pages viewed", VISIT, ("url", "path", "page", "page_url", "name", "title")),
    ("campaigns", "e-mails", "different campaigns received", SENT, ("campaign", "campaign_id", "campaign_name")),
    (
        "forms",
        "conversions",
        "different forms submitted",
        CONVERSION,
        ("form_name", "form", "form_id", "form_title", "name"),
    ),
)
#: Properties of events whose values come and go: what one page or one mailing did says little of the next.
PASSING = frozenset(
    ("url", "path", "page_url", "title", "campaign", "campaign_id", "campaign_name", "referrer", "subject")
)
#: Properties of events that tell when something is due.
DUE = ("starts_at", "start_time", "scheduled_at", "scheduled_for", "meeting_at", "due_at", "due_date")

#: Properties of people that name them: never compared with each other, only known or not.
_NAMES = """
    id name first_name last_name firstname lastname full_name fullname email e_mail email_address mail phone telephone
    mobile mobilephone phone_number mobile_phone mobile_number address street linkedin linkedin_url website domain
    company company_name
"""
NAMING = frozenset(_NAMES.split())
PHONES, MOBILES = ("phone", "phone_number", "telephone"), ("mobile", "mobile_phone", "mobile_number", "mobilephone")


def roles_of(types: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """The event types there are that play each part; parts that nothing plays are left out.

    >>> roles_of(["Page Viewed", "email_opened"])
    {'views': ('Page Viewed',), 'opened': ('email_opened',)}
    """
    named = {type: plain(type) for type in types}
    found = {role.key: tuple(sorted(t for t, name in named.items() if name in role.types)) for role in ROLES}
    return {key: types for key, types in found.items() if types}


def plain(name: str) -> str:
    """A name in lower case, with underscores for whatever is no letter or digit."""
    return re.sub(r"[\W_]+", "_", name.casefold()).strip("_")
