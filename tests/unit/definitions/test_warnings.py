"""Warnings are told only where it is certain that a score cannot do what it seems to."""

from __future__ import annotations

import pytest

from tamis.definitions.check import warnings

from .written import read, score_of


def warned(text: str) -> list[str]:
    definitions = read(text)
    assert not [issue for issue in definitions.issues if issue.code == "missing-key"]
    (score,) = definitions.scores
    found = warnings(score, definitions.source_of(score))
    assert {issue.severity for issue in found} <= {"warning"}
    return [f"{issue.line}:{issue.column} {issue.code}" for issue in found]


TIERS = "thresholds: {engagement: [{tier: High, from: 70}, {tier: Middle, from: 10}, {tier: Low}]}"


@pytest.mark.parametrize(
    ("rules", "head", "group", "found"),
    [
        ("- {event: a, points: 5}", "", "", []),
        ("- {event: a, points: 5}", "limit: 60", "", ["9:27 unreachable-tier"]),
        ("- {event: a, points: 5}", "limit: null", "limit: 69.999999", ["10:27 unreachable-tier"]),
        ("- {event: a, points: 5}", "", "limit: 70", []),
        ("- {event: a, points: 5, limit: 9}", "", "", ["8:27 unreachable-tier", "8:51 unreachable-tier"]),
        (
            "- {event: a, times: [{from: 1, points: 9}, {from: 0, to: 0, points: 20}]}",
            "",
            "",
            ["8:27 unreachable-tier"],
        ),
        ("- {event: a, points: 5}", "floor: 10", "", ["9:77 unreachable-tier"]),
        ("- {event: a, points: 5}", "floor: 9.999999", "", []),
        ("- {event: a, points: 5, enabled: false}", "", "", ["8:27 unreachable-tier", "8:51 unreachable-tier"]),
        ("- {of: deal, when: {property: a, is: b}, points: 9, combine: sum}", "", "", []),
        ("- {of: deal, when: {property: a, is: b}, points: 69}", "", "", ["8:27 unreachable-tier"]),
        ("- {when: {property: a, is: b}, points: 1, floor: 70}", "", "", []),
        ("- {event: a, cases: [{where: {property: b, is: c}, points: 1}]}", "", "", []),
    ],
)
def test_a_tier_that_no_value_reaches_is_told(rules, head, group, found):
    assert warned(score_of(rules, head=head, group=group, tail=TIERS)) == found


def test_a_tier_that_is_named_twice_is_told():
    tiers = "thresholds: {engagement: [{tier: High, from: 9}, {tier: Low, from: 5}, {tier: High}]}"
    assert warned(score_of("- {event: a, points: 5}", tail=tiers)) == ["8:79 repeated-tier"]


def test_an_object_in_the_plural_is_told_once():
    assert warned(score_of("- {event: a, points: 5}", object_name="contacts")) == ["2:9 plural-object"]
    assert warned(score_of("- {event: a, points: 5}", object_name="partners")) == []


def test_the_greatest_points_of_all_rules_together_count():
    rules = "\n".join("- {when: {property: a, is: b}, points: 35}" for _ in range(2))
    assert warned(score_of(rules, tail=TIERS)) == []


def test_counts_of_several_contacts_add_up():
    rules = "- {event: a, times: [{from: 1, points: 9}]}"
    assert warned(score_of(rules, tail=TIERS, object_name="company")) == []


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ("{event: a, points: 0}", ["7:9 rule-never-earns"]),
        ("{event: a, points: 0, enabled: false}", []),
        ("{event: a, points: 0, floor: 5}", []),
        ("{event: a, points: 5, limit: 0}", ["7:9 rule-never-earns"]),
        ("{event: a, points: 5, limit: -1}", []),
        ("{event: a, points: -5, floor: 0}", ["7:9 rule-never-earns"]),
        ("{when: {property: a, between: [2026-01-02, 2026-01-02]}, points: 1}", ["7:16 rule-never-earns"]),
        ("{when: {property: a, between: [5, 5]}, points: 1}", []),
        ("{when: {property: a, between: [2026-01-02, 2026-01-02], matches_unknown: true}, points: 1}", []),
        ("{when: {property: a, between: [2026-01-02, 2026-01-01T20:00]}, points: 1}", []),
        ("{when: {none: [{property: a, between: [2026-01-02, 2026-01-02]}]}, points: 1}", []),
        ("{when: {any: [{property: a, between: [2026-01-02, 2026-01-02]}, {property: b, is: c}]}, points: 1}", []),
        (
            "{when: {all: [{property: a, at_least: 5}, {property: a, less_than: 5}]}, points: 1}",
            ["7:16 rule-never-earns"],
        ),
        ("{when: {all: [{property: a, at_least: 5}, {property: a, at_most: 5}]}, points: 1}", []),
        ("{when: {all: [{property: a, at_least: 5}, {property: b, less_than: 5}]}, points: 1}", []),
        ("{when: {any: [{property: a, at_least: 5}, {property: a, less_than: 5}]}, points: 1}", []),
        ("{when: {all: [{property: a, is: b}, {property: a, is: c}]}, points: 1}", []),
        ("{when: {of: company, property: a, between: [2026-01-02, 2026-01-02]}, points: 1}", ["7:16 rule-never-earns"]),
        (
            "{when: {all: [{of: deal, property: a, is: 5}, {of: deal, property: a, is: 6}]}, points: 1}",
            [],
        ),
        ("{event: x, where: {property: a, between: [2026-01-02, 2026-01-02]}, points: 1}", ["7:27 rule-never-earns"]),
        ("{event: x, where: {property: a, between: [2026-01-02, 2026-01-02]}, times: [{from: 0, points: 1}]}", []),
        (
            (
                "{event: x, times: [{from: 3, points: 2}, {from: 0, to: 0, points: 1}], "
                "where: {property: a, between: [2026-01-02, 2026-01-02]}}"
            ),
            ["7:28 unreachable-case"],
        ),
        (
            (
                "{cases: [{when: {property: a, is: b}, points: 1}, "
                "{when: {property: a, between: [2026-01-02, 2026-01-02]}, points: 1}]}"
            ),
            ["7:66 unreachable-case"],
        ),
    ],
)
def test_a_rule_or_case_that_can_never_earn_is_told(rule, found):
    assert warned(score_of(f"- {rule}")) == found


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ("between: [1e2, 5.50]", "between 1e2 and 5.50 lies nothing: the lesser must come first. between: [5.50, 1e2]"),
        ("not_between: [5, 1]", "between 5 and 1 lies nothing: the lesser must come first. not_between: [1, 5]"),
        (
            "between: [2026-03-01, 2026-01-01]",
            (
                "between 2026-03-01 and 2026-01-01 lies nothing: the earlier must come first. "
                "between: [2026-01-01, 2026-03-01]"
            ),
        ),
    ],
)
@pytest.mark.parametrize("around", ["{}", "{{any: [{}, {{property: b, is: c}}]}}", "{{of: company, none: [{}]}}"])
def test_bounds_the_wrong_way_round_are_told_as_they_were_written_and_how_to_write_them(condition, found, around):
    when = around.format(f"{{property: a, {condition}}}")
    for text in (score_of(f"- {{when: {when}, points: 1}}"), f"key: few\nwhen: {when}"):
        definitions = read(text)
        (definition,) = (*definitions.scores, *definitions.segments)
        (issue,) = warnings(definition, definitions.source_of(definition))
        told = f"{issue.message.partition(': ')[2]} {issue.hint.removeprefix('write ')}"
        assert (issue.code, told) == ("reversed-bounds", found)


def test_a_group_limit_below_one_rules_points_is_fine():
    assert warned(score_of("- {when: {property: a, is: b}, points: 20}", group="limit: 5")) == []


def test_a_population_that_excludes_all_it_includes_is_told():
    text = score_of("- {event: a, points: 1}", head="population: {include: [a], exclude: [b, a]}")
    assert warned(text) == ["2:13 empty-population"]


def test_a_score_with_mistakes_gets_no_warnings():
    assert warned(score_of("- {event: a, points: ten}")) == []
