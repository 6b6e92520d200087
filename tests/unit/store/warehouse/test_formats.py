"""A warehouse that an earlier Tamis made has, once opened, the tables of one that is made now."""

from pathlib import Path

import duckdb
from tests.unit.store.warehouse.test_migration_killed import FIRST

from tamis.store.warehouse import create_warehouse, open_warehouse


def columns(file: Path) -> set[tuple[str, str, str]]:
    """Table, column and type, but for those of people's own properties."""
    with duckdb.connect(str(file)) as read:
        found = read.execute("SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal")
        return {row for row in found.fetchall() if row[1] != "p0"}


def test_an_earlier_warehouse_comes_to_have_the_tables_of_a_new_one(tmp_path: Path) -> None:
    old, new = tmp_path / "old.duckdb", tmp_path / "new.duckdb"
    with duckdb.connect(str(old)) as made:
        made.execute(FIRST)
    open_warehouse(old).close()
    create_warehouse(new, time_zone="UTC")
    assert columns(old) == columns(new)
