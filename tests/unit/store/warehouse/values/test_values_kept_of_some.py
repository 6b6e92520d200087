"""Of a few records, of many, or of all: what is kept is the same."""

import pytest
from tests.unit.store.warehouse.values.values import NONE, Value

from tamis.store.warehouse.values import FEW

FEW_AND_MANY = pytest.mark.parametrize("among", [0, FEW])


@FEW_AND_MANY
def test_only_those_that_were_computed_are_kept_anew(leads, among):
    leads.compute({"a": Value(20, "B"), "b": Value(5), "c": Value(7)})
    leads.keep(at=1)
    leads.compute({"a": Value(30, "A"), "b": Value(5)})
    assert leads.keep_some("ab", among=among, at=2) == {"heat": 1}
    assert leads.kept() == {"a": Value(30, "A"), "b": Value(5), "c": Value(7)}
    assert leads.path("a") == [(None, 20), (20, 30)]
    assert leads.rows('SELECT n, "at" FROM warehouse.score_values ORDER BY n') == [(0, 2), (1, 2), (2, 1)]


@FEW_AND_MANY
def test_a_lead_that_is_gone_has_no_value_also_where_nothing_else_was_computed(leads, among):
    leads.compute({"a": Value(20, "B"), "b": Value(5)})
    leads.keep()
    leads.compute({})
    assert leads.keep_some("a", among=among) == {"heat": 1}
    assert leads.kept() == {"a": NONE, "b": Value(5)}
    assert leads.path("a") == [(None, 20), (20, None)]


@FEW_AND_MANY
def test_a_lead_that_is_new_among_them_comes_from_none(leads, among):
    leads.compute({"a": Value(20)})
    leads.keep()
    leads.compute({"b": Value(5)})
    assert leads.keep_some("b", among=among) == {"heat": 1}
    assert leads.kept() == {"a": Value(20), "b": Value(5)}
    assert leads.path("b") == [(None, 5)]


@FEW_AND_MANY
def test_several_scores_are_kept_at_once_as_one_after_the_other(leads, among):
    def computed(*orders):
        leads.forget_everything()
        for score in ("heat", "warmth"):
            leads.compute({"a": Value(20, "B"), "b": Value(5), "c": Value(7)}, score=score)
            leads.keep(score=score)
        leads.compute({"a": Value(30, "A"), "b": Value(5), "d": Value(1)})
        leads.compute({"a": Value(20, "B"), "b": Value(6), "d": NONE}, score="warmth")
        counted = {}
        for scores in orders:
            counted |= leads.keep_some("abcd", scores=scores, among=among, at=2)
        values = leads.rows("FROM warehouse.score_values ORDER BY ALL")
        return counted, values, [leads.history(id, score=score) for id in "abcd" for score in ("heat", "warmth")]

    at_once = computed(("heat", "warmth"))
    assert at_once == computed(("heat",), ("warmth",))
    assert at_once[0] == {"heat": 3, "warmth": 2}
    assert {(row.score, row.version) for rows in at_once[2] for row in rows if row.at == 2} == {
        ("heat", 1),
        ("warmth", 7),
    }
