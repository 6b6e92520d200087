"""What differs between two versions, in words."""

from __future__ import annotations

import pytest

from tamis.definitions import Score, Segment
from tamis.definitions.differences import differences

from .written import read, score_of

DEMO = "{label: Requested a demo, event: demo_requested, points: 20}"
WEBINAR = "{label: Webinar, event: webinar_attended, points: 15}"
LARGE = "{of: company, when: {property: employees, at_least: 50}, points: 5}"


def defined(text: str) -> Score | Segment:
    found = read(text)
    assert found.issues == ()
    return (*found.scores, *found.segments)[0]


def told(old: str, new: str) -> list[str]:
    return [str(each) for each in differences(defined(old), defined(new))]


def between(old: str, new: str, **more: str) -> list[str]:
    """What is told of two lists of rules, each rule on a line."""
    return told(*(score_of("\n".join(f"- {rule}" for rule in rules.split("\n")), **more) for rules in (old, new)))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (DEMO, DEMO.replace("20", "25"), ["20 points become 25"]),
        (DEMO, DEMO.replace("20", "1"), ["20 points become 1"]),
        (DEMO.replace("20", "-1"), DEMO.replace("20", "2.5"), ["-1 point becomes 2.5"]),
        (DEMO, DEMO.replace("20", "20, limit: 40"), ["limit 40 added"]),
        (DEMO.replace("20", "20, floor: -5"), DEMO.replace("20", "20, floor: 1"), ["floor -5 becomes 1"]),
        (DEMO, DEMO.replace("20", "20, enabled: false"), ["disabled"]),
        (DEMO.replace("20", "20, enabled: false"), DEMO, ["enabled"]),
        (DEMO, DEMO.replace("20", "20, machine: include"), ["events made by machines count now"]),
        (DEMO, DEMO.replace("20", "20, within: {last: 30 days}"), ['window "in the last 30 days" added']),
        (
            DEMO.replace("20", "20, within: {last: 30 days}"),
            DEMO.replace("20", "20, within: {last: 60 days}"),
            ['window "in the last 30 days" becomes "in the last 60 days"'],
        ),
        (
            DEMO.replace("20", "20, within: {last: 1 month}"),
            DEMO.replace("20", "20, within: {last: 1 months}"),
            ['window {"last": "1 month"} becomes {"last": "1 months"}'],
        ),
        (
            DEMO,
            DEMO.replace("demo_requested", "[demo_requested, trial_started]"),
            ['event "demo requested" becomes "demo requested or trial started"'],
        ),
        (
            DEMO,
            DEMO.replace("20", "20, where: {property: product, is: Tamis}"),
            ['condition on the event "product is Tamis" added'],
        ),
        (
            DEMO.replace("20", "20, when: {property: land, is: France}"),
            DEMO.replace("20", "20, when: {property: land, is_any_of: [France]}"),
            ['condition {"property": "land", "is": "France"} becomes {"property": "land", "is_any_of": ["France"]}'],
        ),
        (
            DEMO.replace("20", "20, when: {property: customer, is: true}"),
            DEMO.replace("20", "20, when: {property: customer, is: 1}"),
            ['condition "customer is true" becomes "customer is 1"'],
        ),
        (
            DEMO.replace("20", "20, when: {event: email_opened}"),
            DEMO.replace("20", "20, when: {event: email_opened, machine: include}"),
            ['condition "email opened" becomes "email opened, machine events too"'],
        ),
        (
            DEMO,
            DEMO.replace("points: 20", "times: [{from: 4, points: 10}]"),
            ["20 points become at least 4 times 10 points"],
        ),
        (
            DEMO.replace("20", "20, decay: none"),
            DEMO.replace("20", "20, decay: {percent: 50, every: 1 month}"),
            ['decay none becomes "50% lost every month"'],
        ),
    ],
)
def test_a_rule_that_was_changed_says_how(old, new, words):
    assert between(old, new) == [f"Rule Requested a demo: {word}" for word in words]


def test_a_rule_of_associated_records_says_how_it_looks_at_them():
    more = LARGE.replace("company,", "company, association: any, combine: sum,")
    name = "Rule Company: employees is at least 50"
    assert between(LARGE, more) == [f'{name}: association "any" added', f"{name}: combine max becomes sum"]
    assert between(LARGE, LARGE.replace("company", "deal")) == [f"{name}: associated object company becomes deal"]


def test_contacts_of_a_company_are_told():
    rule = "{label: Visits, event: page_viewed, points: 1}"
    narrowed = rule.replace("}", ", combine: max, contacts: {association: Buyer, where: {property: a, is: b}}}")
    assert between(rule, narrowed, object_name="company") == [
        'Rule Visits: association of contacts "Buyer" added',
        'Rule Visits: condition on contacts "a is b" added',
        "Rule Visits: combine max added",
    ]


def test_rules_are_added_and_removed():
    assert between(DEMO, f"{DEMO}\n{WEBINAR}") == ["Rule Webinar added: 15 points"]
    assert between(f"{DEMO}\n{WEBINAR}", DEMO) == ["Rule Webinar removed: 15 points"]
    assert between(DEMO, WEBINAR) == ["Rule Requested a demo removed: 20 points", "Rule Webinar added: 15 points"]


def test_a_rule_that_is_added_says_that_it_is_disabled():
    assert between(DEMO, f"{DEMO}\n{WEBINAR[:-1]}, enabled: false}}") == ["Rule Webinar added: 15 points, disabled"]


def test_a_rule_that_is_named_anew_is_followed():
    assert between(f"{DEMO}\n{WEBINAR}", f"{DEMO.replace('Requested', 'Wanted')}\n{WEBINAR}") == [
        'Rule Requested a demo: label "Requested a demo" becomes "Wanted a demo"'
    ]


def test_a_rule_without_a_label_is_followed_by_what_it_says():
    name = "Rule Company: employees is at least 50"
    assert between(f"{DEMO}\n{LARGE}", f"{LARGE.replace('50', '60')}\n{DEMO}") == [
        f'{name}: condition "employees is at least 50" becomes "employees is at least 60"',
        "Group sales: rules in another order",
    ]


def test_rules_alike_about_other_things_are_not_taken_for_one():
    old, new = ("{event: EVENT, within: {last: 30 days}, limit: 40, points: 20}".replace("EVENT", e) for e in "ab")
    assert between(old, new) == [
        "Rule A in the last 30 days removed: 20 points",
        "Rule B in the last 30 days added: 20 points",
    ]


def test_a_rule_that_looks_at_something_else_altogether_is_another():
    record = "{label: Requested a demo, when: {property: demo, is: true}, points: 20}"
    assert between(DEMO, record) == [
        "Rule Requested a demo removed: 20 points",
        "Rule Requested a demo added: 20 points",
    ]


def test_an_order_alone_is_told():
    assert between(f"{DEMO}\n{WEBINAR}", f"{WEBINAR}\n{DEMO}") == ["Group sales: rules in another order"]


def test_one_of_two_equal_rules_is_missed_when_it_goes():
    assert between(f"{DEMO}\n{DEMO}", DEMO) == ["Rule Requested a demo removed: 20 points"]


def test_cases_are_told_one_by_one():
    old = """{label: Country, cases: [{label: North, when: {property: a, is: n}, points: 5},
        {when: {property: a, is: s}, points: 6}, {label: West, when: {property: a, is: w}, points: 7}]}"""
    new = """{label: Country, cases: [{label: North, when: {property: a, is: n}, points: 8},
        {when: {property: a, is: e}, points: 6}, {label: East, when: {property: a, is: x}, points: 9}]}"""
    assert between(old.replace("\n", " "), new.replace("\n", " ")) == [
        "Rule Country, case North: 5 points become 8",
        'Rule Country, case A is s: condition "a is s" becomes "a is e"',
        "Rule Country, case West removed: 7 points",
        "Rule Country, case East added: 9 points",
    ]


def test_counts_are_told_one_by_one():
    old = "{label: Mails, event: m, times: [{from: 1, to: 3, points: 1}, {from: 4, points: 10}]}"
    new = "{label: Mails, event: m, times: [{from: 1, to: 3, points: 2}, {from: 5, points: 10}]}"
    assert between(old, new) == [
        "Rule Mails, 1 to 3 times: 1 point becomes 2",
        "Rule Mails: at least 4 times becomes at least 5 times",
    ]


def test_a_decay_of_ones_own_is_told_apart_from_that_of_the_group():
    group = "decay: {percent: 50, every: 1 month}"
    none, same = (DEMO.replace("20", f"20, {decay}") for decay in ("decay: none", group))
    assert between(DEMO, none, group=group) == [
        "Rule Requested a demo: decay none of its own, no longer that of its group"
    ]
    assert between(same, DEMO, group=group) == [
        'Rule Requested a demo: decay of its group, no longer its own ("50% lost every month")'
    ]
    # Where the group has none, it makes no difference.
    assert between(DEMO, none) == []


GROUPS = """
key: interest
object: contact
groups:
  - key: page
    label: Pages
    category: engagement
    limit: 60
    rules:
      - {label: Pricing, event: page_viewed, points: 6}
      - {label: Webinar, event: webinar_attended, points: 15}
  - key: form
    category: engagement
    rules:
      - {label: Contact us, event: form_submitted, points: 8}
thresholds:
  engagement: [{tier: A, from: 60, color: green}, {tier: B, from: 30}, {tier: C}]
"""
MOVED = "      - {label: Webinar, event: webinar_attended, points: 15}\n"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("limit: 60", "limit: 40", ["Group Pages: limit 60 becomes 40"]),
        ("    limit: 60\n", "", ["Group Pages: limit 60 removed"]),
        ("limit: 60", "limit: 60\n    floor: 0", ["Group Pages: floor 0 added"]),
        (
            "limit: 60",
            "limit: 60\n    decay: {percent: 50, every: 1 month}",
            ['Group Pages: decay "50% lost every month" added'],
        ),
        ("label: Pages", "label: Views", ['Group Pages: label "Pages" becomes "Views"']),
        ("key: page", "key: views", ["Group Pages: key page becomes views"]),
        ("key: form", "key: forms", ["Group form: key form becomes forms"]),
        ("object: contact", "object: contact\nlimit: 60", ["Score interest: limit 100 becomes 60"]),
        ("object: contact", "object: contact\nlimit: null", ["Score interest: limit 100 removed"]),
        ("object: contact", "object: contact\nfloor: -10", ["Score interest: floor 0 becomes -10"]),
        ("object: contact", "object: company", ["Score interest: object contact becomes company"]),
        ("key: interest", "key: interest\nlabel: Interest", ['Score interest: label "Interest" added']),
        ("key: interest", "key: interest\ndescription: Who?", ['Score interest: description "Who?" added']),
        (
            "object: contact",
            "object: contact\npopulation: {include: [customers], exclude: [staff]}",
            ["Population: segment customers is included now", "Population: segment staff is excluded now"],
        ),
        ("from: 60", "from: 70", ["Tier A: from 60 becomes 70"]),
        ("color: green", "color: blue", ["Tier A: color green becomes blue"]),
        ("tier: A", "tier: Hot", ["Tier A: name A becomes Hot"]),
        ("{tier: C}", "{tier: Cold}", ["Tier C: name C becomes Cold"]),
        ("{tier: B, from: 30}, ", "", ["Tier B removed: from 30"]),
        (
            "{tier: C}",
            "{tier: C, from: 10}, {tier: D}",
            ["Tier D added: all the rest", "Tier C: all the rest becomes from 10"],
        ),
    ],
)
def test_what_is_around_the_rules_is_told(old, new, words):
    assert GROUPS.count(old) == 1
    assert told(GROUPS, GROUPS.replace(old, new)) == words


def test_a_rule_that_was_moved_is_followed_to_its_group():
    moved = GROUPS.replace(MOVED, "").replace("thresholds", f"{MOVED}thresholds")
    assert told(GROUPS, moved) == ["Rule Webinar moved to group form"]
    assert told(GROUPS, moved.replace("points: 15", "points: 20")) == [
        "Rule Webinar moved to group form",
        "Rule Webinar: 15 points become 20",
    ]


def test_a_group_that_is_added_says_its_bounds_and_its_rules():
    group = "  - {key: deals, category: fit, limit: 10, rules: [{when: {property: a, is: b}, points: 1}]}\n"
    new = GROUPS.replace("thresholds:\n", f"{group}thresholds:\n  fit: [{{tier: A, from: 1}}, {{tier: D}}]\n")
    assert told(GROUPS, new) == [
        "Group deals added: fit, limit 10",
        "Rule A is b added: 1 point",
        "Tier A of fit added: from 1",
        "Tier D added: all the rest",
    ]
    assert told(new, GROUPS)[0] == "Group deals removed: fit, limit 10"


def test_a_population_is_told_segment_by_segment():
    old, new = (
        GROUPS.replace("object: contact", f"object: contact\npopulation: {{exclude: [{keys}]}}")
        for keys in ("staff, competitors", "competitors, bots")
    )
    assert told(old, new) == [
        "Population: segment staff is excluded no longer",
        "Population: segment bots is excluded now",
    ]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("when: {property: a, is: b}", "when: {property: a, is: c}", ['condition "a is b" becomes "a is c"']),
        (
            "when: {property: a, is: b}",
            "label: L",
            ['label "L" added', 'the condition "a is b" becomes a list of members'],
        ),
        ("label: L", "label: L\nwhen: {property: a, is: b}", ['a list of members becomes the condition "a is b"']),
        ("object: contact", "object: company", ["object contact becomes company"]),
    ],
)
def test_segments_are_told(old, new, words):
    name = "L" if old == "label: L" else "s"
    assert told(f"key: s\n{old}", f"key: s\n{new}") == [f"Segment {name}: {word}" for word in words]


def test_a_key_that_changed_its_kind_is_told():
    assert told("key: interest\nwhen: {property: a, is: b}", GROUPS) == ["Segment interest: a segment becomes a score"]


def test_another_layout_of_the_same_definition_is_no_difference():
    assert (
        told(GROUPS, "# A comment\n" + GROUPS.replace("points: 6", "points: 6.0").replace("{tier: C}", '{tier: "C"}'))
        == []
    )
