"""Values are kept as they were computed, and each change leaves one row."""

import duckdb
import pytest
from tests.unit.store.warehouse.values.values import NONE, Value

from tamis.store.warehouse.values import HistoryRow, forget_values


def test_the_first_value_of_a_lead_comes_from_none(leads):
    leads.compute({"a": Value(20, "B")})
    assert leads.keep(at=7, version=3, cause="publish") == 1
    assert leads.kept() == {"a": Value(20, "B")}
    assert leads.history("a") == [HistoryRow(7, "heat", 3, None, 20_000_000, None, "B", "publish", "")]


def test_a_lead_that_stays_as_it_is_leaves_no_row(leads):
    leads.compute({"a": Value(20), "b": Value(5)})
    leads.keep()
    leads.compute({"a": Value(20), "b": Value(6)})
    assert leads.keep() == 1
    assert leads.path("a") == [(None, 20)]
    assert leads.path("b") == [(None, 5), (5, 6)]


@pytest.mark.parametrize("b", [5, 6])
def test_every_value_tells_when_it_was_computed_and_by_which_version(leads, b):
    leads.compute({"a": Value(20), "b": Value(5)})
    leads.keep(at=1, version=1)
    leads.compute({"a": Value(20), "b": Value(b)})
    leads.keep(at=2, version=4)
    assert leads.rows('SELECT DISTINCT version, "at" FROM warehouse.score_values') == [(4, 2)]


def test_a_tier_that_moves_alone_is_a_change(leads):
    leads.compute({"a": Value(20, "B")})
    leads.keep()
    leads.compute({"a": Value(20, "A")})
    assert leads.keep() == 1
    row = leads.history("a")[-1]
    assert (row.before, row.after, row.tier_before, row.tier_after) == (20_000_000, 20_000_000, "B", "A")


def test_categories_that_make_up_for_one_another_are_kept_and_are_no_change(leads):
    leads.compute({"a": Value(20, fit=5)})
    leads.keep()
    leads.compute({"a": Value(20, fit=15)})
    assert leads.keep() == 0
    assert leads.kept() == {"a": Value(20, fit=15)}
    assert leads.path("a") == [(None, 20)]


def test_leaving_the_population_and_coming_back_are_changes(leads):
    for value in (Value(20, "B"), NONE, NONE, Value(20, "B")):
        leads.compute({"a": value})
        leads.keep()
        assert leads.kept() == {"a": value}
    assert leads.path("a") == [(None, 20), (20, None), (None, 20)]


def test_who_was_never_in_the_population_has_no_history(leads):
    leads.compute({"a": NONE})
    assert leads.keep() == 0
    assert leads.kept() == {"a": NONE}
    assert leads.history("a") == []


def test_a_lead_that_is_no_longer_computed_loses_its_value(leads):
    leads.compute({"a": Value(20, "B"), "b": Value(1)})
    leads.keep()
    leads.compute({"b": Value(1)})
    assert leads.keep() == 1
    assert leads.keep() == 0
    assert leads.kept() == {"a": NONE, "b": Value(1)}
    assert leads.path("a") == [(None, 20), (20, None)]


def test_nothing_is_lost_where_nothing_was_computed(leads):
    leads.compute({"a": Value(20)})
    leads.keep()
    leads.compute({})
    with pytest.raises(ValueError, match="heat was not computed"):
        leads.keep()
    assert leads.kept() == {"a": Value(20)}


def test_an_object_without_records_has_no_values(leads):
    leads.compute({})
    assert leads.keep() == 0


def test_scores_do_not_touch_each_other(leads):
    leads.compute({"a": Value(20)})
    leads.compute({"a": Value(3)}, score="cold")
    leads.keep()
    assert leads.kept(score="cold") == {}
    leads.keep(score="cold")
    leads.compute({"a": Value(4)}, score="cold")
    leads.keep(score="cold")
    assert leads.kept() == {"a": Value(20)}
    assert [row.score for row in leads.history("a")] == ["heat", "cold", "cold"]
    assert [row.after for row in leads.history("a", score="cold")] == [3_000_000, 4_000_000]


def test_a_score_that_is_of_companies_now_has_no_value_for_contacts(leads):
    leads.compute({"a": Value(20), "b": Value(5)})
    leads.keep()
    leads.compute({"A": Value(20)}, object="company")
    assert leads.keep() == 3
    assert leads.kept() == {"a": NONE, "b": NONE}
    assert leads.kept(object="company") == {"a": Value(20)}
    assert leads.path("b") == [(None, 5), (5, None)]
    assert [row.after for row in leads.history("A", object="company")] == [20_000_000]


def test_all_of_it_is_kept_or_nothing(leads):
    leads.compute({"a": Value(20)})
    leads.keep()
    leads.compute({"a": Value(30)})
    # So that the history can be written, and the values cannot.
    leads.engine.sql("ALTER TABLE warehouse.score_values ADD COLUMN more INTEGER")
    with pytest.raises(duckdb.Error):
        leads.keep()
    leads.engine.sql("ALTER TABLE warehouse.score_values DROP COLUMN more")
    assert leads.kept() == {"a": Value(20)}
    assert leads.path("a") == [(None, 20)]


def test_history_is_told_as_it_was_written_even_if_a_clock_was_set_back(leads):
    for at, points in ((5, 1), (3, 2), (4, 3)):
        leads.compute({"a": Value(points)})
        leads.keep(at=at)
    assert leads.path("a") == [(None, 1), (1, 2), (2, 3)]


def test_who_is_not_there_has_no_history(leads):
    assert leads.history("nobody") == []


def test_a_forgotten_score_keeps_its_history_and_begins_anew(leads):
    leads.compute({"a": Value(20)})
    leads.keep()
    forget_values(leads, "heat")
    assert leads.kept() == {}
    leads.keep()
    assert leads.path("a") == [(None, 20), (None, 20)]
