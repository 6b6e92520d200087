"""Before values are kept, one is told what would change."""

from tests.unit.store.warehouse.values.values import NONE, Value

from tamis.store.warehouse.values import Bin, Move, moves

_POINT = 1_000_000


def test_what_moves_is_told_and_nothing_is_kept(leads):
    leads.compute({"a": Value(20, "B"), "b": Value(5, "C"), "c": Value(1, "C")})
    leads.keep()
    leads.compute({"a": Value(30, "A"), "b": Value(5, "C"), "c": Value(0, "C")})
    told = moves(leads, "heat")
    assert (told.records, told.changed) == (3, 2)
    assert told.tiers == {("B", "A"): 1}
    assert told.largest == (
        Move("a", 20 * _POINT, 30 * _POINT, "B", "A"),
        Move("c", 1 * _POINT, 0, "C", "C"),
    )
    assert leads.kept()["a"] == Value(20, "B")
    assert len(leads.history("a")) == 1


def test_moves_that_nobody_can_see_are_counted_apart(leads):
    leads.compute({"a": Value(20, "B"), "b": Value(5, "C"), "c": Value(1, "C"), "d": NONE})
    leads.keep()
    leads.compute({"a": Value(19.95, "C"), "b": Value(4.95, "C"), "c": Value(0.9, "C"), "d": Value(0, None)})
    told = moves(leads, "heat")
    assert (told.changed, told.slight) == (4, 1)


def test_a_first_publication_moves_everyone_from_none(leads):
    leads.compute({"a": Value(20, "A"), "b": Value(5, "C"), "c": NONE})
    told = moves(leads, "heat")
    assert (told.records, told.changed) == (3, 2)
    assert told.tiers == {(None, "A"): 1, (None, "C"): 1}
    assert [move.id for move in told.largest] == ["a", "b"]
    assert sum(bin.before for bin in told.distribution) == 0
    assert sum(bin.after for bin in told.distribution) == 2


def test_a_fall_is_as_large_as_a_rise_and_none_counts_as_nothing(leads):
    leads.compute({"a": Value(10), "b": Value(0), "c": Value(7), "d": NONE, "e": Value(0)})
    leads.keep()
    leads.compute({"a": Value(-10), "b": Value(15), "c": NONE, "d": Value(8), "e": NONE})
    assert [move.id for move in moves(leads, "heat").largest] == ["a", "b", "d", "c", "e"]


def test_the_largest_moves_are_twenty_and_those_alike_stand_as_they_came(leads):
    leads.engine.sql("CREATE OR REPLACE TABLE contacts AS SELECT n::INTEGER AS n, 'id ' || n AS id FROM range(50) t(n)")
    leads.engine.sql("INSERT INTO temp.computed SELECT 'heat', 'contact', n, 5, NULL, NULL, NULL FROM contacts")
    assert [move.id for move in moves(leads, "heat").largest] == [f"id {n}" for n in range(20)]


def test_the_distribution_counts_each_value_once_before_and_after(leads):
    leads.compute({"a": Value(0), "b": Value(4), "c": Value(5), "d": Value(100), "e": NONE})
    leads.keep()
    leads.compute({"a": Value(99), "b": Value(4), "c": Value(5), "d": Value(100), "e": NONE})
    told = moves(leads, "heat").distribution
    assert [(bin.start, bin.end) for bin in told] == [(p * _POINT, (p + 5) * _POINT) for p in range(0, 100, 5)]
    assert told[0] == Bin(0, 5 * _POINT, before=2, after=1)
    assert told[1] == Bin(5 * _POINT, 10 * _POINT, before=1, after=1)
    assert told[-1] == Bin(95 * _POINT, 100 * _POINT, before=1, after=2)


def test_a_bin_begins_at_its_lower_edge_below_zero_too(leads):
    leads.compute({"a": Value(-20), "b": Value(-19), "c": Value(-1), "d": Value(0), "e": Value(20)})
    told = [bin for bin in moves(leads, "heat").distribution if bin.after]
    assert [(bin.start // _POINT, bin.end // _POINT, bin.after) for bin in told] == [
        (-20, -18, 2),
        (-2, 0, 1),
        (0, 2, 1),
        (18, 20, 1),
    ]


def test_without_any_value_there_is_no_distribution(leads):
    leads.compute({"a": NONE})
    assert moves(leads, "heat").distribution == ()


def test_moves_of_a_score_that_is_of_companies_now_name_both(leads):
    leads.compute({"a": Value(20)})
    leads.keep()
    leads.compute({"A": Value(5)}, object="company")
    told = moves(leads, "heat")
    assert [(move.id, move.before, move.after) for move in told.largest] == [
        ("a", 20 * _POINT, None),
        ("A", None, 5 * _POINT),
    ]
    assert told.changed == 2
