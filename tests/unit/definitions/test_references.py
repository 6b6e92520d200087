"""Definitions that name each other."""

from __future__ import annotations

import pytest

from tamis.definitions import needs, read_definitions

from .written import read, score_of


def segment(key: str, when: str, kind: str = "contact") -> str:
    return f"key: {key}\nobject: {kind}\nwhen: {when}"


@pytest.mark.parametrize(
    ("texts", "messages"),
    [
        ([segment("a", "{in_segment: a}")], ["Segment a depends on itself: segment a → segment a."]),
        (
            [segment("a", "{any: [{in_segment: b}]}"), segment("b", "{none: [{in_segment: a}]}")],
            ["Segment a depends on itself: segment a → segment b → segment a."],
        ),
        (
            [
                score_of("- {event: x, points: 1}", head="population: {exclude: [cold]}"),
                segment("cold", "{in_segment: low}"),
                segment("low", "{score: interest, less_than: 5}"),
            ],
            ["Score interest depends on itself: score interest → segment cold → segment low → score interest."],
        ),
        (
            [
                score_of("- {event: x, points: 1, when: {in_segment: hot}}"),
                segment("hot", "{tier: interest, is: High}"),
            ],
            ["Score interest depends on itself: score interest → segment hot → score interest."],
        ),
        (
            [segment(key, f"{{in_segment: {other}}}") for key, other in ("ab", "ba", "cd", "dc", "xa")],
            [
                "Segment a depends on itself: segment a → segment b → segment a.",
                "Segment c depends on itself: segment c → segment d → segment c.",
            ],
        ),
    ],
)
def test_a_cycle_is_told_whole_and_once(texts, messages):
    issues = read(*texts).issues
    assert sorted(issue.message for issue in issues) == messages
    assert {issue.code for issue in issues} == {"cycle"}


def test_a_cycle_is_told_where_it_begins():
    (issue,) = read(segment("a", "{any: [{property: x, is: y}, {in_segment: a}]}")).issues
    assert (issue.line, issue.column, issue.path) == (3, 49, "when.any[1].in_segment")


def test_a_long_chain_of_segments_is_no_cycle():
    chain = [(f"{n}.yaml", segment(f"s{n}", f"{{in_segment: s{n + 1}}}")) for n in range(600)]
    assert read_definitions(chain[:49]).issues == ()
    assert [issue.code for issue in read_definitions(chain).issues] == ["too-deep"]


@pytest.mark.parametrize(
    ("rule", "is_wrong"),
    [
        ("{when: {in_segment: big}, points: 1}", True),
        ("{when: {of: company, in_segment: big}, points: 1}", False),
        ("{of: company, when: {in_segment: big}, points: 1}", False),
        ("{of: company, when: {of: contact, in_segment: big}, points: 1}", True),
        ("{event: a, points: 1, when: {any: [{in_segment: big}]}}", True),
        ("{when: {in_segment: unheard_of}, points: 1}", False),
    ],
)
def test_a_segment_is_asked_for_records_of_its_own_object(rule, is_wrong):
    issues = read(score_of(f"- {rule}"), segment("big", "{property: employees, at_least: 500}", "company")).issues
    assert [issue.code for issue in issues] == (["wrong-object"] if is_wrong else [])


def test_the_population_is_of_the_scored_object():
    score = score_of("- {event: a, points: 1}", head="population: {include: [big]}")
    (issue,) = read(score, segment("big", "{property: employees, at_least: 500}", "company")).issues
    assert (issue.line, issue.column, issue.message) == (
        *(2, 24),
        "Score interest: segment big is of company records, and is asked here for a contact.",
    )


def test_segments_that_no_score_reaches_may_be_left_unchecked():
    files = [("a.yaml", score_of("- {event: x, points: 1}")), ("b.yaml", segment("a", "{in_segment: a}"))]
    assert [issue.code for issue in read_definitions(files).issues] == ["cycle"]
    assert read_definitions(files, check_unreached=False).issues == ()


def test_needs_are_what_the_definitions_look_at_and_no_more():
    definitions = read(
        score_of(
            """
            - {when: {of: company, property: employees, at_least: 5}, points: 1}
            - {of: deal, cases: [{when: {property: amount, at_least: 5}, points: 1}]}
            - {event: [form_sent, form_seen], where: {property: form, is: Demo}, points: 1, when: {in_segment: warm}}
            - {when: {in_segment: listed}, points: 1}
            """,
            head="population: {exclude: [staff]}",
        ),
        segment("warm", "{all: [{event: opened, where: {property: link, is: x}}, {in_segment: warmer}]}"),
        segment("warmer", "{property: lifecycle_stage, is: sql}"),
        segment("idle", "{property: never_looked_at, is: x}"),
        "key: staff",
    )
    found = needs(definitions.scores, definitions.segments)
    assert {name: set(properties) for name, properties in found.objects.items()} == {
        "contact": {"lifecycle_stage"},
        "company": {"employees"},
        "deal": {"amount"},
    }
    assert {name: set(properties) for name, properties in found.events.items()} == {
        "form_sent": {"form"},
        "form_seen": {"form"},
        "opened": {"link"},
    }
    assert found.segments == {"warm", "warmer", "listed", "staff"}
    assert found.static_segments == {"listed", "staff"}
    assert found.links == {("contact", "company"), ("contact", "deal")}


def test_events_of_a_company_are_those_of_its_contacts():
    rule = "- {event: opened, points: 1, contacts: {where: {property: title, is: CEO}}}"
    found = needs(read(score_of(rule, object_name="company")).scores, ())
    assert (found.links, found.objects["contact"]) == ({("company", "contact")}, {"title"})


def test_a_call_without_scores_needs_what_its_segments_need():
    found = needs((), read(segment("a", "{property: x, is: y}", "deal")).segments)
    assert (dict(found.objects), found.segments) == ({"deal": frozenset({"x"})}, {"a"})
