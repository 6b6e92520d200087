"""An explanation adds up: from events to rules, groups, categories and the very value that scoring gives."""

import math

import pytest

from tamis.compile.explanation import ExplainedGroup, ExplainedRule, ExplainedScore

SCORES = ["lead_score", "newsletter_reader", "product_interest", "sales_readiness", "target_account"]


@pytest.mark.parametrize("key", SCORES)
def test_every_value_of_a_contact_is_explained(contacts, key):
    rows = contacts.rows()
    trees = contacts.trees(key)
    assert len({tree.points for tree in trees}) > 5
    for tree in trees:
        _check_value(tree, rows[tree.id])
        _check_sums(tree)


def test_every_value_of_a_company_is_explained(companies):
    rows = companies.rows()
    trees = companies.trees("account")
    assert len({tree.points for tree in trees}) > 3
    for tree in trees:
        _check_value(tree, rows[tree.id])
        _check_sums(tree)


def test_the_points_of_events_are_those_of_their_rule(contacts):
    rules = [rule for tree in contacts.trees("lead_score") for rule in _rules(tree) if rule.events]
    adding = [rule for rule in rules if rule.count is None]
    assert len(adding) > 50
    for rule in adding:
        assert math.isclose(sum(event.points or 0 for event in rule.events), rule.earned, abs_tol=1e-9)


def test_the_events_of_a_counting_rule_are_as_many_as_it_counted(contacts):
    counting = [rule for tree in contacts.trees("lead_score") for rule in _rules(tree) if rule.count]
    assert counting
    assert all(len(rule.events) == rule.count for rule in counting)


def test_associated_records_add_up_by_the_rules_combination(companies):
    joins = {"sum": sum, "max": max, "min": min, "average": lambda points: sum(points) / len(points)}
    rules = [rule for tree in companies.trees("account") for rule in _rules(tree) if rule.records]
    assert {rule.combine for rule in rules} == {"sum", "max", "average"}
    for rule in rules:
        if rule.gate is not False:
            points = [record.points for record in rule.records]
            assert math.isclose(joins[rule.combine](points), rule.earned, abs_tol=1e-9)


def test_a_brief_explanation_is_without_the_rules_that_gave_nothing(contacts):
    whole, brief = contacts.trees("lead_score"), contacts.trees("lead_score", is_brief=True)
    assert [[rule for rule in _rules(tree) if rule.points] for tree in whole] == [_rules(tree) for tree in brief]
    assert any(rule.points == 0 for tree in whole for rule in _rules(tree))


def test_a_bound_is_named_where_it_cut(contacts):
    categories = [category for tree in contacts.trees("lead_score") for category in tree.categories]
    groups = [group for category in categories for group in category.groups]
    cut = [part for part in (*categories, *groups) if part.cut_by]
    assert {part.cut_by for part in cut} == {"limit", "floor"}
    assert all(part.points != part.earned for part in cut)


def test_a_contact_outside_the_population_says_which_segment_keeps_it_out(contacts):
    reasons = {tree.why_none for tree in contacts.trees("lead_score") if tree.points is None}
    assert reasons <= {
        "outside the population: in the excluded segment staff",
        "outside the population: in the excluded segment competitors",
        "created after the instant the score is computed for",
    }
    assert reasons


def _check_value(tree: ExplainedScore, row: dict[str, object]) -> None:
    micros = row[tree.score]
    assert tree.points == (None if micros is None else micros / 1e6)
    assert tree.tier == row.get(f"{tree.score}_tier")


def _check_sums(tree: ExplainedScore) -> None:
    for category in tree.categories:
        assert math.isclose(sum(group.points for group in category.groups), category.earned, abs_tol=1e-9)
        if category.cut_by is None:
            assert math.isclose(category.points, category.earned, abs_tol=1e-6)
        for group in category.groups:
            _check_group(group)
    if tree.points is not None:
        assert math.isclose(sum(category.points for category in tree.categories), tree.points, abs_tol=1e-9)


def _check_group(group: ExplainedGroup) -> None:
    assert math.isclose(sum(rule.points for rule in group.rules), group.earned, abs_tol=1e-9)
    if group.cut_by is None:
        assert math.isclose(group.points, group.earned, abs_tol=1e-9)


def _rules(tree: ExplainedScore) -> list[ExplainedRule]:
    return [rule for category in tree.categories for group in category.groups for rule in group.rules]
