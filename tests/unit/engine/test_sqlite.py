"""The engine of a few records: what it says is what DuckDB says, and what it cannot do it leaves to it."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from tamis.engine import SQLiteEngine
from tamis.engine.instants import ANY_INSTANT
from tamis.engine.query import Query
from tamis.engine.sqlite import TooMuch


@pytest.fixture
def small() -> Iterator[SQLiteEngine]:
    with SQLiteEngine() as engine:
        yield engine


def ask(engine: SQLiteEngine, text: str, **kinds: type) -> list[object]:
    return [tuple(row.values()) for row in engine.dicts(Query(text, kinds), 7)]


def test_case_is_ignored_as_duckdb_ignores_it_for_every_letter(small: SQLiteEngine) -> None:
    letters = [chr(code) for code in range(1, 0x110000) if not 0xD800 <= code < 0xE000]
    # Letters that Unicode lowers by what stands beside them are among whole words.
    texts = [*letters, "ΟΔΟΣ", "İSTANBUL", "STRASSE", "ǅ"]
    with duckdb.connect() as connection:
        found = connection.execute("SELECT lower(t) FROM (SELECT unnest(?::VARCHAR[]) AS t)", [texts]).fetchall()
    small.keep("texts", ["place", "t"], enumerate(texts))
    assert ask(small, "SELECT lower(t) FROM texts ORDER BY place") == found


def test_values_are_of_the_kinds_that_duckdb_gives(small: SQLiteEngine) -> None:
    text = "SELECT 1 < 2 AS holds, 3 AS points, round(4) AS times, NULL AS unknown"
    [row] = ask(small, text, holds=bool, points=float, times=int, unknown=bool)
    assert [repr(value) for value in row] == ["True", "3.0", "4", "None"]


def test_the_instant_is_that_which_is_asked_for(small: SQLiteEngine) -> None:
    query = Query(f"SELECT {ANY_INSTANT} + 1 AS later", {})
    assert [small.dicts(query, as_of) for as_of in (5, 8)] == [[{"later": 6}], [{"later": 9}]]


def test_a_table_that_is_made_again_holds_nothing_of_before(small: SQLiteEngine) -> None:
    for columns, rows in ((["n"], [(1,), (2,)]), (["n"], [(3,)]), (["n", 'a "b"'], [(4, "x")])):
        small.keep("records", columns, rows)
        assert ask(small, "SELECT * FROM records") == rows
    small.clear()
    assert ask(small, "SELECT * FROM records") == []


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * FROM nowhere",
        "SELECT sum(n) FROM numbers",
        f"SELECT {'(' * 200}1{')' * 200}",
    ],
    ids=["no such table", "too large a sum", "too deep"],
)
def test_what_sqlite_cannot_do_is_told_as_too_much(small: SQLiteEngine, text: str) -> None:
    small.keep("numbers", ["n"], [(2**62,), (2**62,)])
    with pytest.raises(TooMuch):
        ask(small, text)


def test_a_number_that_sqlite_has_no_place_for_is_too_much(small: SQLiteEngine) -> None:
    with pytest.raises(TooMuch):
        small.keep("numbers", ["n"], [(2**64,)])
