"""Texts that hardly two records share are not packed by a dictionary; those that many share are."""

from pathlib import Path

import duckdb
import pytest
from tests.unit.store.warehouse.test_migration_killed import FIRST

from tamis.store.warehouse import Warehouse, create_warehouse, open_warehouse
from tamis.store.warehouse.various_texts import unpack_kept, unpack_various

READ = {"email": "a", "country": "b", "rating": "c"}
RECORDS = "SELECT range AS n, 'c' || range AS id, range || '@example.com' AS a, 'x' || range % 5 AS b, range AS c"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Of contacts with two texts and a number, none of whom is there."""
    file = tmp_path / "warehouse.duckdb"
    create_warehouse(file, time_zone="UTC")
    with duckdb.connect(str(file)) as made:
        for column, (name, type) in enumerate((("email", "text"), ("country", "text"), ("rating", "number"))):
            made.execute("INSERT INTO properties VALUES ('contact', ?, ?, [], ?, false)", [name, type, f"p{column}"])
            made.execute(f"ALTER TABLE records_0 ADD COLUMN p{column} {'DOUBLE' if type == 'number' else 'VARCHAR'}")
    return file


def unpacked(warehouse: Warehouse) -> set[str]:
    [(sql,)] = warehouse.rows("SELECT sql FROM duckdb_tables() WHERE table_name = 'records_0'")
    return {column for column in ("id", "p0", "p1", "p2") if f"{column} VARCHAR USING COMPRESSION" in sql}


def read(warehouse: Warehouse, count: int) -> str:
    warehouse.engine.sql(f"CREATE OR REPLACE TEMP TABLE staged AS {RECORDS} FROM range({count})")
    return "temp.staged"


def keep(warehouse: Warehouse, count: int) -> None:
    made = f"SELECT n, id, a, b, c FROM ({RECORDS} FROM range({count}))"
    warehouse.engine.sql(f"INSERT INTO warehouse.records_0 (n, id, p0, p1, p2) {made}")


def test_what_is_various_among_what_is_read_is_unpacked(file: Path) -> None:
    with open_warehouse(file) as warehouse:
        assert unpacked(warehouse) == {"id"}
        unpack_various(warehouse, "contact", read(warehouse, 10_000), READ)
        assert unpacked(warehouse) == {"id", "p0"}


def test_values_stay_and_nothing_is_done_twice(file: Path) -> None:
    with open_warehouse(file) as warehouse:
        keep(warehouse, 500)
        kept = "SELECT n, id, p0, p1, p2 FROM records_0 ORDER BY n"
        before, columns = warehouse.rows(kept), warehouse.columns("records_0")
        unpack_various(warehouse, "contact", read(warehouse, 10_000), READ)
        assert warehouse.rows(kept) == before
        assert warehouse.columns("records_0") != columns
        moved = warehouse.columns("records_0")
        unpack_various(warehouse, "contact", read(warehouse, 10_000), {**READ, "country": "a"})
        assert unpacked(warehouse) == {"id", "p0", "p1"}
        assert [each for each in warehouse.columns("records_0") if each != "p1"] == [m for m in moved if m != "p1"]


@pytest.mark.parametrize(("count", "kept"), [(9_999, 0), (10_000, 10_001)])
def test_few_do_not_tell_how_many_are(file: Path, count: int, kept: int) -> None:
    with open_warehouse(file) as warehouse:
        keep(warehouse, kept)
        unpack_various(warehouse, "contact", read(warehouse, count), READ)
        assert unpacked(warehouse) == {"id"}


def test_what_is_kept_is_judged_by_itself(file: Path) -> None:
    with open_warehouse(file) as warehouse:
        keep(warehouse, 10_000)
        unpack_kept(warehouse)
        assert unpacked(warehouse) == {"id", "p0"}


def test_an_earlier_warehouse_is_unpacked_when_it_is_opened(tmp_path: Path) -> None:
    old = tmp_path / "old.duckdb"
    with duckdb.connect(str(old)) as made:
        made.execute(FIRST)
        made.execute("INSERT INTO properties VALUES ('contact', 'email', 'text', [], 'p0', false)")
        made.execute("INSERT INTO records_0 SELECT range, 'c' || range, 5, range || '@example.com' FROM range(10000)")
    with open_warehouse(old) as warehouse:
        assert unpacked(warehouse) == {"p0"}
        assert warehouse.rows("SELECT p0 FROM records_0 WHERE n = 7") == [("7@example.com",)]
