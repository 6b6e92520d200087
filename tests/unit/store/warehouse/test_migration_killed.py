"""A warehouse of the first format becomes one of this format: all of it or nothing, whenever that is killed."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from tests.dying import killed_and_ended

from tamis.errors import UsageError
from tamis.store.warehouse import open_warehouse
from tamis.store.warehouse.schema import FORMAT

# Every table as the first format had it, written out: what it was does not change with the program.
FIRST = """
    CREATE TABLE settings (name VARCHAR, value VARCHAR);
    CREATE TABLE objects (object VARCHAR, number INTEGER);
    CREATE TABLE properties (
        object VARCHAR, name VARCHAR, type VARCHAR, options VARCHAR[], column_name VARCHAR, has_history BOOLEAN);
    CREATE TABLE told (
        object VARCHAR, n INTEGER, property VARCHAR, text VARCHAR, number DOUBLE, flag BOOLEAN, instant BIGINT);
    CREATE TABLE event_types (type VARCHAR);
    CREATE TABLE event_properties (
        event_type VARCHAR, name VARCHAR, type VARCHAR, options VARCHAR[], column_name VARCHAR, inline BOOLEAN);
    CREATE TABLE pairs (from_object VARCHAR, to_object VARCHAR, table_name VARCHAR);
    CREATE TABLE static_segments (segment VARCHAR, object VARCHAR);
    CREATE TABLE members (segment VARCHAR, n INTEGER);
    CREATE TABLE signatures (signature INTEGER, type VARCHAR, machine BOOLEAN);
    CREATE TABLE events (contact INTEGER, occurred_at BIGINT, signature INTEGER, key UHUGEINT);
    CREATE TABLE merges (merge INTEGER, kept INTEGER, other INTEGER, merged_at BIGINT, undone_at BIGINT);
    CREATE TABLE merged (n INTEGER, kept INTEGER, place INTEGER, merged_at BIGINT);
    CREATE TABLE merged_records (n INTEGER, id VARCHAR, created_at BIGINT);
    CREATE TABLE merged_changes (
        n INTEGER, property VARCHAR, changed_at BIGINT, until BIGINT,
        text VARCHAR, number DOUBLE, flag BOOLEAN, instant BIGINT);
    CREATE TABLE merged_links (table_name VARCHAR, from_n INTEGER, to_n INTEGER, label VARCHAR, rank INTEGER);
    CREATE TABLE merged_members (segment VARCHAR, n INTEGER);
    CREATE TABLE merged_events (contact INTEGER, key UHUGEINT);
    CREATE TABLE merged_values (
        score VARCHAR, object VARCHAR, n INTEGER, points BIGINT, fit BIGINT, engagement BIGINT, tier VARCHAR,
        version INTEGER, "at" BIGINT);
    CREATE TABLE score_values (
        score VARCHAR, object VARCHAR, n INTEGER, points BIGINT, fit BIGINT, engagement BIGINT, tier VARCHAR,
        version INTEGER, "at" BIGINT);
    CREATE TABLE score_history (
        score VARCHAR, object VARCHAR, n INTEGER, "at" BIGINT, version INTEGER, before BIGINT, after BIGINT,
        tier_before VARCHAR, tier_after VARCHAR, cause VARCHAR, detail VARCHAR);
    CREATE TABLE records_0 (n INTEGER, id VARCHAR, created_at BIGINT, p0 VARCHAR);
    CREATE TABLE records_1 (n INTEGER, id VARCHAR, created_at BIGINT);
    CREATE TABLE records_2 (n INTEGER, id VARCHAR, created_at BIGINT);
    CREATE TABLE changes_0 (
        n INTEGER, property VARCHAR, changed_at BIGINT, until BIGINT,
        text VARCHAR, number DOUBLE, flag BOOLEAN, instant BIGINT);
    CREATE TABLE changes_1 AS FROM changes_0;
    CREATE TABLE changes_2 AS FROM changes_0;
    INSERT INTO settings VALUES ('format', '1'), ('time_zone', 'Europe/Paris');
    INSERT INTO objects VALUES ('contact', 0), ('company', 1), ('deal', 2);
"""
KEPT = """
    INSERT INTO properties VALUES ('contact', 'country', 'text', [], 'p0', false);
    INSERT INTO records_0 SELECT range, 'c' || range, 5, 'France' FROM range(1000);
    INSERT INTO event_types VALUES ('viewed');
    INSERT INTO signatures VALUES (0, 'viewed', false);
    INSERT INTO events SELECT range, 6, 0, range FROM range(1000);
    INSERT INTO score_values SELECT 'interest', 'contact', range, 7000000, NULL, 7000000, 'A', 1, 9 FROM range(1000);
    INSERT INTO merged_values SELECT 'interest', 'contact', 1000, 8000000, NULL, 8000000, 'A', 1, 9;
    INSERT INTO score_history
        SELECT 'interest', 'contact', range, 9, 1, NULL, 7000000, NULL, 'A', 'publish', '' FROM range(1000);
"""
KILLED = """
import sys
from pathlib import Path
from tamis.store.warehouse import open_warehouse
from tests.dying import die_at_each, die_before

def act(file, number):
    die_before(number)
    open_warehouse(file).close()

die_at_each(act, Path(sys.argv[1]), first=1, step=2)
"""


@pytest.fixture
def old(tmp_path) -> Path:
    """A warehouse of the first format, with what it kept."""
    file = tmp_path / "old.duckdb"
    with duckdb.connect(str(file)) as made:
        made.execute(FIRST + KEPT)
    return file


def contents(file: Path) -> dict[str, list[tuple[object, ...]]]:
    """The rows of every table; it is opened as it is."""
    with duckdb.connect(str(file)) as read:
        tables = [table for (table,) in read.execute("SELECT table_name FROM duckdb_tables() ORDER BY ALL").fetchall()]
        return {table: read.execute(f"FROM {table} ORDER BY ALL").fetchall() for table in tables}


def test_all_that_was_kept_is_there(old):
    before = contents(old)
    open_warehouse(old).close()
    after = contents(old)
    changed = {"settings", "score_values", "merged_values"}
    assert {table: after[table] for table in before.keys() - changed} == {
        table: before[table] for table in before.keys() - changed
    }
    for table in ("score_values", "merged_values"):
        # What was told of a value is what it is.
        assert [row[:9] for row in after[table]] == before[table]
        assert all(row[9] == row[3] for row in after[table])
    assert dict(after["settings"])["format"] == str(FORMAT)


def test_a_migration_that_is_killed_has_happened_or_has_not(old, tmp_path):
    before = contents(old)
    killed, ended = killed_and_ended("-c", KILLED, str(old))
    expected = contents(tmp_path / ended)
    assert expected != before
    were_old = 0
    for name in killed:
        file = tmp_path / name
        found = contents(file)
        assert found in (before, expected), name
        were_old += found == before
        # The next one does it.
        open_warehouse(file).close()
        assert contents(file) == expected, name
    assert were_old > 3


def test_a_warehouse_of_a_newer_format_is_left_alone(old):
    with duckdb.connect(str(old)) as newer:
        newer.execute("UPDATE settings SET value = ? WHERE name = 'format'", [str(FORMAT + 1)])
    before = contents(old)
    with pytest.raises(UsageError, match="was written by a newer Tamis"):
        open_warehouse(old)
    assert contents(old) == before
