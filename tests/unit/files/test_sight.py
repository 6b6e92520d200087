"""Events that no definition can see as of the instant are checked, but not brought into shape."""

import pytest

from tamis.definitions import Decay, Last, read_instant
from tamis.definitions.walk import Look, Needs

CONTACTS = {"contacts__csv": "id\n1\n2\n"}
NOW = read_instant("2024-12-31")
LAST_MONTH = Look(Last(last="30 days"))
# 20 events of each type, one every 15 days since 16 March, the last on 26 December 2024.
ROWS = (
    "SELECT 1 AS contact_id, type, TIMESTAMP '2024-03-16' + to_days((15 * i)::INTEGER) AS occurred_at, i AS size"
    " FROM range(20) AS r(i), (VALUES ('a'), ('b')) AS t(type)"
)


def needs(**looks):
    return Needs(
        objects={"contact": frozenset()},
        events={type: frozenset({"size"}) for type in looks},
        segments=frozenset(),
        static_segments=frozenset(),
        links=frozenset(),
        scores=frozenset(),
        looks={type: frozenset(seen) for type, seen in looks.items()},
    )


@pytest.fixture
def seen(load, folder, sql):
    """How many events of each type are kept, and the rejects, of events that a query gives."""

    def seen(query, needs, as_of=NOW):
        folder.mkdir()
        sql(f"COPY ({query}) TO '{folder}/events.parquet'")
        loaded = load(needs, as_of=as_of, **CONTACTS)
        types = [event[1] for event in loaded.events()]
        return {type: types.count(type) for type in sorted(set(types))}, loaded.rejects

    return seen


def test_events_before_every_window_are_left_out(seen):
    assert seen(ROWS, needs(a=[LAST_MONTH], b=[LAST_MONTH])) == ({"a": 2, "b": 2}, [])


def test_the_farthest_look_counts(seen):
    assert seen(ROWS, needs(a=[LAST_MONTH, Look(Last(last="60 days"))])) == ({"a": 4}, [])


def test_events_that_have_faded_away_are_left_out(seen):
    assert seen(ROWS, needs(a=[Look(decay=Decay(percent=50, every="15 days"))])) == ({"a": 2}, [])


def test_later_events_are_left_out(seen):
    kept = {"a": 7}
    assert seen(ROWS, needs(a=[Look()]), read_instant("2024-06-15")) == (kept, [])


def test_a_type_that_is_looked_at_for_ever_is_kept_whole(seen):
    many = f"{ROWS} UNION ALL SELECT 2, 'c', TIMESTAMP '2024-03-16', i FROM range(3) AS r(i)"
    assert seen(many, needs(a=[LAST_MONTH], b=[LAST_MONTH], c=[LAST_MONTH, Look()])) == ({"a": 2, "b": 2, "c": 3}, [])


def test_where_most_events_are_in_sight_all_are_kept(seen):
    assert seen(ROWS, needs(a=[Look(Last(last="200 days"))])) == ({"a": 20}, [])


@pytest.mark.parametrize(
    ("column", "value"),
    [("contact_id", "9"), ("type", "NULL"), ("occurred_at", "NULL"), ("occurred_at", "TIMESTAMP 'infinity'")],
)
def test_events_out_of_sight_are_rejected_all_the_same(seen, column, value):
    row = {"contact_id": "1", "type": "'a'", "occurred_at": "TIMESTAMP '2024-03-16'", "size": "1", column: value}
    kept, rejects = seen(f"{ROWS} UNION ALL SELECT {', '.join(row.values())}", needs(a=[LAST_MONTH]))
    assert [column for *_, column in rejects] == [column]
    # Where the file cannot vouch for its times, all are kept.
    assert kept["a"] == (20 if column == "occurred_at" else 2)


def test_cells_out_of_sight_are_listed_all_the_same(load, folder, sql):
    rows = ROWS.replace("i AS size", "CASE WHEN i = 3 THEN 'x' ELSE i::VARCHAR END AS size")
    folder.mkdir()
    (folder / "schema.yaml").write_text("events: {a: {size: number}}")
    sql(f"COPY ({rows} ORDER BY type, i) TO '{folder}/events.parquet'")
    loaded = load(needs(a=[LAST_MONTH]), as_of=NOW, **CONTACTS)
    assert loaded.rejects == [("events.parquet", 4, "size")]
    assert len(loaded.events()) == 2
