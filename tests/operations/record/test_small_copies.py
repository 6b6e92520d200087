"""Explanations of a few records come from SQLite, where it can do it, and are what DuckDB gives of all data."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tamis.engine import DuckDBEngine, Engine, SQLiteEngine
from tamis.engine.sqlite import TooMuch
from tamis.operations.explain_records import Asked, explain_on_a_copy, explain_records, record_numbers
from tamis.operations.published import published_in
from tamis.operations.rescore import micros_of
from tamis.store.warehouse import small_copy
from tamis.store.warehouse.small_copy import on_a_copy


@pytest.fixture
def explained(company) -> Callable[..., object]:
    """What `look` makes of the score, the question, the warehouse and the numbers of records."""

    def told(look: Callable[..., object]) -> object:
        published = published_in(company.workspace)
        score = published.score("lead")
        with company.workspace.opened() as warehouse:
            catalog = warehouse.catalog()
            scores = published.of_object("contact", {"lead"})
            asked = Asked(scores, published.segments, catalog, warehouse.engine, micros_of(company.now()))
            numbers = record_numbers(catalog, warehouse.engine, "contact", ["ann", "bob", "cleo"])
            return look(score, asked, warehouse, numbers)

    return told


def by_all_data(score, asked, warehouse, numbers):
    return explain_records(score, asked, numbers)


def one_by_one(score, asked, warehouse, numbers):
    """On copies that follow one another in one engine."""
    trees = [tree for n in numbers for tree in explain_on_a_copy(score, asked, warehouse, [n])]
    return sorted(trees, key=lambda tree: tree.id)


def which_engine(score, asked, warehouse, numbers):
    return on_a_copy(warehouse, asked.catalog, asked.scores, asked.segments, numbers, type)


def test_copies_tell_what_all_data_tell(explained) -> None:
    expected = explained(by_all_data)
    assert len({tree.points for tree in expected}) == 3
    assert explained(explain_on_a_copy) == expected
    assert explained(one_by_one) == expected
    assert explained(which_engine) is SQLiteEngine


@pytest.mark.parametrize(("limit", "number"), [("_MOST_ROWS", 1), ("_MOST_RECORDS", 2)])
def test_much_is_left_to_duckdb(explained, monkeypatch, limit: str, number: int) -> None:
    expected = explained(by_all_data)
    monkeypatch.setattr(small_copy, limit, number)
    assert explained(which_engine) is DuckDBEngine
    assert explained(explain_on_a_copy) == expected


def test_what_sqlite_cannot_do_is_done_anew_by_duckdb(explained) -> None:
    tried: list[type] = []

    def work(engine: Engine) -> str:
        tried.append(type(engine))
        if isinstance(engine, SQLiteEngine):
            raise TooMuch
        return "done"

    def look(score, asked, warehouse, numbers):
        return on_a_copy(warehouse, asked.catalog, asked.scores, asked.segments, numbers, work)

    assert explained(look) == "done"
    assert tried == [SQLiteEngine, DuckDBEngine]


def test_a_mistake_of_ours_is_not_hidden(explained) -> None:
    def look(score, asked, warehouse, numbers):
        return on_a_copy(warehouse, asked.catalog, asked.scores, asked.segments, numbers, lambda _: 1 // 0)

    with pytest.raises(ZeroDivisionError):
        explained(look)
