"""The schema that editors complete with: it takes what Tamis takes, and refuses what a schema can refuse."""

from __future__ import annotations

import pytest
from jsonschema import Draft202012Validator

from tamis.definitions.json_schema import json_schema
from tamis.definitions.nodes import compose

from .test_structure import WRONG_RULES, WRONG_SCORES, score_with
from .written import read, score_of

# What only shows between values, or in how a number is written, is beyond a schema.
BEYOND_A_SCHEMA = {
    *("crossed-bounds", "empty-range", "overlapping-ranges", "empty-window", "wrong-association", "wrong-instant"),
    *("too-many-decimals", "rising-thresholds", "misplaced-thresholds", "non-finite-number"),
}


@pytest.fixture(scope="module")
def schema():
    return Draft202012Validator(json_schema())


def accepts(schema: Draft202012Validator, text: str) -> bool:
    return schema.is_valid(compose(text).root.value)


def test_it_is_a_schema_of_draft_2020_12():
    Draft202012Validator.check_schema(json_schema())


@pytest.mark.parametrize(
    "rule",
    [
        "{when: {property: a, is: b}, points: 1}",
        "{when: {all: [{property: a, is_known: true}, {of: b, association: any, property: c, is: 5}]}, points: 1}",
        "{label: x, enabled: false, limit: null, cases: [{label: y, when: {in_segment: a}, points: 1.5}]}",
        "{of: company, association: primary, combine: sum, when: {property: a, between: [1, 2]}, points: 1}",
        "{event: [a, b], where: {none: [{property: a, in_the_last: 3 days}]}, within: {last: 1 month}, points: 1}",
        "{event: a, times: [{from: 0, to: 0, points: -1}], machine: include, decay: none}",
        "{event: a, points: 1, decay: {percent: 50, every: 1 week, mode: step}}",
        "{event: a, points: 1, within: {between: [2026-01-01, 2026-02-01]}}",
        "{event: a, points: 1, when: {event: b, times: {from: 2}, within: {after: 2026-01-01}}}",
    ],
)
def test_it_accepts_what_is_right(schema, rule):
    text = score_of(f"- {rule}", tail="thresholds: {engagement: [{tier: A, from: 5, color: red}, {tier: B}]}")
    assert read(text).issues == ()
    assert accepts(schema, text)


@pytest.mark.parametrize(("rule", "column", "code", "words"), WRONG_RULES)
def test_it_refuses_a_wrong_rule(schema, rule, column, code, words):
    is_object_mistake = "rule of a contact score" in words or words == '"contacts" stands in an event rule'
    assert accepts(schema, score_of(f"- {rule}")) <= (code in BEYOND_A_SCHEMA or is_object_mistake)


@pytest.mark.parametrize(("parts", "place", "words"), WRONG_SCORES)
def test_it_refuses_a_wrong_score(schema, parts, place, words):
    is_tier_mistake = "last" in words
    assert accepts(schema, score_with(parts)) <= (place.split()[1] in BEYOND_A_SCHEMA or is_tier_mistake)


def test_segments_are_told_from_scores(schema):
    assert accepts(schema, "key: warm\nwhen: {any: [{score: a, at_least: 5}, {tier: a, is_any_of: [A, B]}]}")
    assert accepts(schema, "key: staff")
    assert not accepts(schema, "key: warm\nwhen: {score: a, contains: b}")
    assert not accepts(schema, "key: warm\nwhen: {tier: a, is: 1}")


def _described(shape: dict) -> list[str]:
    return [
        key for key, field in shape.get("properties", {}).items() if field is not False and "description" not in field
    ]


def test_every_key_but_the_operators_is_described():
    shapes = json_schema()["$defs"]
    named = {name: _described(shape) for name, shape in shapes.items() if "oneOf" not in shape or name[-4:] == "Rule"}
    assert {name: keys for name, keys in named.items() if keys} == {}
