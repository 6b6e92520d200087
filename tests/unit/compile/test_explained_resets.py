"""An explanation adds up where engagement was reset, too, and shows no event of the time before."""

import math
from dataclasses import replace

import pytest
from tests.unit.compile.conftest import Company
from tests.unit.compile.test_explanations import _check_sums, _check_value, _rules

from tamis.compile.explanation import ExplainedScore
from tamis.definitions import read_instant

RESET_AT = read_instant("2026-05-15T12:00:00Z")


def half_reset(company: Company) -> Company:
    """The same, but every other record was reset."""
    catalog = company.loaded.catalog
    shape = catalog.objects[company.call.scores[0].object]
    company.engine.sql(
        f"CREATE OR REPLACE TABLE resets AS SELECT '{shape.name}' AS object, n, {RESET_AT}::BIGINT AS reset_at"
        f" FROM {shape.table} WHERE n % 2 = 0"
    )
    objects = {**catalog.objects, shape.name: replace(shape, resets="resets")}
    loaded = replace(company.loaded, catalog=replace(catalog, objects=objects))
    return Company(company.call, loaded, company.engine)


@pytest.mark.parametrize(("fixture", "key"), [("contacts", "lead_score"), ("companies", "account")])
def test_every_value_is_explained(request: pytest.FixtureRequest, fixture: str, key: str) -> None:
    before: Company = request.getfixturevalue(fixture)
    company = half_reset(before)
    rows, trees = company.rows(), company.trees(key)
    assert {tree.reset_at for tree in trees} == {None, RESET_AT}
    for tree in trees:
        _check_value(tree, rows[tree.id])
        _check_sums(tree)
        _check_events(tree)
    moved = [tree.reset_at for tree, old in zip(trees, before.trees(key), strict=True) if tree.points != old.points]
    assert moved.count(RESET_AT) == len(moved) > 5


def _check_events(tree: ExplainedScore) -> None:
    for rule in _rules(tree):
        parts = rule.records or [rule]
        for part in parts:
            points = part.points if rule.records else rule.earned
            if part.events and part.count is None:
                assert math.isclose(sum(event.points for event in part.events), points, abs_tol=1e-9)
            if part.count is not None and rule.gate is not False:
                assert len(part.events) == part.count
    engagement = [category for category in tree.categories if category.category == "engagement"]
    rules = [rule for category in engagement for group in category.groups for rule in group.rules]
    events = [event for rule in rules for part in (rule, *rule.records) for event in part.events]
    assert all(event.occurred_at > (tree.reset_at or 0) for event in events)
