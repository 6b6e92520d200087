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


def test_an_earlier_warehouse_comes_to_know_when_contacts_last_did_something(tmp_path: Path) -> None:
    old = tmp_path / "old.duckdb"
    with duckdb.connect(str(old)) as made:
        made.execute(FIRST)
        made.execute("INSERT INTO signatures (signature, type, machine) VALUES (7, 'a', false), (8, 'b', true)")
        rows = "(1, 10, 7, 1), (1, 30, 8, 2), (1, 20, 7, 3), (2, 40, 8, 4), (-1, 50, 7, 5)"
        made.execute(f"INSERT INTO events (contact, occurred_at, signature, key) VALUES {rows}")
    with open_warehouse(old) as warehouse:
        assert (1, 20) in warehouse.rows("FROM newest_events")
        assert warehouse.rows("FROM newest_events WHERE contact IN (2, -1)") == []


def test_an_earlier_warehouse_comes_to_know_what_the_history_of_likelihoods_said_last(tmp_path: Path) -> None:
    file = tmp_path / "old.duckdb"
    create_warehouse(file, time_zone="UTC")
    with duckdb.connect(str(file)) as made:
        made.execute("UPDATE settings SET value = '8' WHERE name = 'format'")
        made.execute("ALTER TABLE likelihoods DROP COLUMN noted")
        made.execute("ALTER TABLE merges DROP COLUMN together")
        for n, likelihood in ((1, 41.6), (2, None)):
            made.execute(
                "INSERT INTO likelihoods (model, object, n, likelihood) VALUES ('m', 'contact', ?, ?)", [n, likelihood]
            )
        rows = "(1, 10, 40.0), (2, 10, 7.0), (1, 20, 41.2), (2, 20, NULL), (3, 20, 5.0)"
        told = f"SELECT 'm', 'contact', * FROM (VALUES {rows})"
        made.execute(f'INSERT INTO likelihood_history (model, object, n, "at", after) {told}')
    with open_warehouse(file) as warehouse:
        assert warehouse.rows("SELECT n, noted FROM likelihoods ORDER BY n") == [(1, 41.2), (2, None)]
