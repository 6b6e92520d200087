"""Sessions share one catalog: each sees what is written, and what is not committed yet only who wrote it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tamis.store.warehouse import Warehouse, create_warehouse, open_warehouse
from tamis.store.warehouse.shapes import changes_records, changes_shapes

NEW = "INSERT INTO warehouse.properties VALUES ('contact', 'city', 'text', [], 'p0', false)"


@pytest.fixture
def held(tmp_path: Path) -> Iterator[Warehouse]:
    create_warehouse(tmp_path / "warehouse.duckdb", time_zone="UTC")
    with open_warehouse(tmp_path / "warehouse.duckdb", is_current=False) as warehouse:
        yield warehouse


def knows_city(warehouse: Warehouse) -> bool:
    return "city" in warehouse.catalog().objects["contact"].properties


def test_what_one_session_commits_all_others_see_at_once(held: Warehouse) -> None:
    with held.session() as writer, held.session() as reader:
        assert not knows_city(reader)
        with writer.transaction():
            writer.engine.sql(NEW)
            assert (knows_city(writer), knows_city(reader)) == (True, False)
        assert knows_city(writer)
        assert knows_city(reader)
        assert knows_city(held)


def test_what_was_taken_back_nobody_sees(held: Warehouse) -> None:
    with held.session() as writer, held.session() as reader:
        with pytest.raises(RuntimeError), writer.transaction():
            writer.engine.sql(NEW)
            assert knows_city(writer)
            raise RuntimeError
        assert not knows_city(writer)
        assert not knows_city(reader)


def test_a_statement_by_itself_is_seen_at_once(held: Warehouse) -> None:
    with held.session() as writer, held.session() as reader:
        assert not knows_city(reader)
        writer.engine.sql(NEW)
        assert knows_city(reader)


def test_a_catalog_is_read_once_as_long_as_nothing_changes(held: Warehouse) -> None:
    with held.session() as one, held.session() as other:
        one.engine.sql("INSERT INTO warehouse.settings VALUES ('changed_at', '1')")
        assert one.catalog() is other.catalog()


@pytest.mark.parametrize(
    ("statement", "changes"),
    [
        ("\n    INSERT INTO warehouse.resets\n SELECT 1", True),
        ("update properties SET type = 'text'", True),
        ("WITH a AS (SELECT 1) INSERT INTO warehouse.pairs FROM a", True),
        ("CREATE OR REPLACE TABLE warehouse.static_segments AS SELECT 1", True),
        ("DELETE FROM warehouse.members", False),
        ("UPDATE warehouse.settings SET value = '1'", False),
        ("INSERT INTO warehouse.records_0 SELECT * FROM warehouse.properties", False),
        ("SELECT 1 FROM warehouse.resets", False),
    ],
)
def test_only_what_a_catalog_is_read_from_counts(statement: str, changes: bool) -> None:
    assert changes_shapes(statement) is changes


@pytest.mark.parametrize(
    ("statement", "changes"),
    [
        ("UPDATE warehouse.records_0 SET p1 = t.value FROM t", True),
        ("ALTER TABLE warehouse.records_12 DROP COLUMN p1", True),
        ("UPDATE records_0 AS r SET p1 = s.value FROM s", False),
        ("CREATE TABLE copy_1.records_0 AS FROM warehouse.records_0 LIMIT 0", False),
        ("CREATE OR REPLACE TABLE warehouse.merged_records AS SELECT * FROM warehouse.records_0", False),
        ("SELECT 1 FROM warehouse.records_0", False),
    ],
)
def test_only_tables_of_records_themselves_count(statement: str, changes: bool) -> None:
    assert changes_records(statement) is changes


def test_records_have_another_version_once_others_can_see_the_change(held: Warehouse) -> None:
    with held.session() as one, held.session() as other:
        before = other.records_version
        with one.transaction():
            one.engine.sql("INSERT INTO warehouse.records_0 (n, id) VALUES (900, 'new')")
            assert other.records_version == before
        assert other.records_version != before
        after = other.records_version
        with pytest.raises(ZeroDivisionError), one.transaction():
            one.engine.sql("DELETE FROM warehouse.records_0 WHERE n = 900")
            raise ZeroDivisionError
        one.engine.sql("INSERT INTO warehouse.settings VALUES ('changed_at', '1')")
        assert other.records_version == after
