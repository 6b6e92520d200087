"""The history of properties: intervals that cover all time, mended where new changes fall into them."""

from __future__ import annotations

from tamis.compile.catalog import CHANGE_COLUMNS, VALUE_COLUMNS, ObjectShape
from tamis.compile.moment import EARLIEST, LATEST
from tamis.definitions import PropertyType
from tamis.store.warehouse.records import TakenRecords
from tamis.store.warehouse.warehouse import Warehouse

_VALUES = ", ".join(VALUE_COLUMNS)


def take_changes(warehouse: Warehouse, staged: ObjectShape, taken: TakenRecords) -> int:
    """Adds the changes that were read, and those that changed records brought; tells how many are new.

    Of two changes of a property at one instant that of the greater text counts, in whatever order they come. What a
    property was before its first change is what its table said until then, or unknown.
    """
    changes = f"warehouse.changes_{taken.number}"
    if staged.changes:
        _read_changes(warehouse, staged, taken)
    new = warehouse.one(
        f"CREATE OR REPLACE TEMP TABLE news AS SELECT * FROM {taken.points} AS p WHERE NOT EXISTS (FROM {changes} AS c"
        " WHERE c.n = p.n AND c.property = p.property AND c.changed_at = p.changed_at"
        f" AND (p.changed_at = {EARLIEST} OR {_text_of('c')} >= {_text_of('p')}))"
    )
    if new:
        _mend(warehouse, changes, taken)
    [(count,)] = warehouse.rows(f"SELECT count(*) FROM news WHERE changed_at > {EARLIEST}")
    warehouse.engine.sql("DROP TABLE news")
    return int(count)


def _read_changes(warehouse: Warehouse, staged: ObjectShape, taken: TakenRecords) -> None:
    names = [name for name, property in staged.properties.items() if property.has_history]
    warehouse.engine.sql(
        f"INSERT INTO {taken.points} SELECT p.n, c.property, c.changed_at, {_VALUES}"
        f" FROM {staged.changes} AS c JOIN {taken.places} AS p ON p.s = c.n WHERE c.property IN (SELECT unnest(?))",
        [names],
    )
    for name in names:
        _note_told(warehouse, staged, taken, name)


def _note_told(warehouse: Warehouse, staged: ObjectShape, taken: TakenRecords, name: str) -> None:
    """What was known of a property before its first changes came is what its table said last."""
    held, column = _held(warehouse, taken.object, name), taken.columns[name]
    of_changes = f"SELECT p.n FROM {staged.changes} AS c JOIN {taken.places} AS p ON p.s = c.n WHERE c.property = $2"
    warehouse.engine.sql(
        f"INSERT INTO warehouse.told (object, n, property, {held}) SELECT $1, w.n, $2, w.{column}"
        f" FROM {taken.table} AS w WHERE w.{column} IS NOT NULL AND w.n IN ({of_changes}) AND NOT EXISTS"
        " (FROM warehouse.told AS t WHERE t.object = $1 AND t.property = $2 AND t.n = w.n)",
        [taken.object, name],
    )


def _held(warehouse: Warehouse, object: str, name: str) -> str:
    """The column of changes that holds a property's values."""
    [(type,)] = warehouse.rows("SELECT type FROM warehouse.properties WHERE object = ? AND name = ?", [object, name])
    return CHANGE_COLUMNS[PropertyType(type)]


def _mend(warehouse: Warehouse, changes: str, taken: TakenRecords) -> None:
    """Takes the intervals of every property that changed apart, and puts them together anew."""
    engine = warehouse.engine
    engine.sql("CREATE TEMP TABLE touched AS SELECT DISTINCT n, property FROM news")
    engine.sql(
        f"CREATE TEMP TABLE mended AS SELECT n, property, changed_at, {_VALUES} FROM"
        f" (SELECT n, property, changed_at, {_VALUES}, 1 AS age FROM news"
        f" UNION ALL SELECT n, property, changed_at, {_VALUES}, 0 FROM {changes} SEMI JOIN touched USING (n, property))"
        # A base that is there stays: it says what held before the first change that was ever told.
        f" QUALIFY row_number() OVER (PARTITION BY n, property, changed_at ORDER BY"
        f" CASE WHEN changed_at = {EARLIEST} THEN age ELSE -age END) = 1"
    )
    engine.sql(f"DELETE FROM {changes} USING touched AS t WHERE {changes}.n = t.n AND {changes}.property = t.property")
    following = f"coalesce(lead(changed_at) OVER (PARTITION BY n, property ORDER BY changed_at), {LATEST})"
    engine.sql(
        f"INSERT INTO {changes} SELECT n, property, changed_at, {following}, {_VALUES} FROM mended ORDER BY n, property"
    )
    names = [name for (name,) in warehouse.rows("SELECT DISTINCT property FROM touched")]
    engine.sql(
        "UPDATE warehouse.properties SET has_history = true WHERE object = ? AND name IN (SELECT unnest(?))",
        [taken.object, names],
    )
    for name in names:
        _keep_latest(warehouse, changes, taken, name)
    engine.sql("DROP TABLE touched")
    engine.sql("DROP TABLE mended")


def _keep_latest(warehouse: Warehouse, changes: str, taken: TakenRecords, name: str) -> None:
    """The record's own column holds the last value."""
    column = taken.columns.get(name)
    if column is None:
        return
    held = _held(warehouse, taken.object, name)
    warehouse.engine.sql(
        f"UPDATE {taken.table} SET {column} = c.{held} FROM {changes} AS c JOIN touched AS t USING (n, property)"
        f" WHERE c.property = ? AND c.until = {LATEST} AND {taken.table}.n = c.n",
        [name],
    )


def _text_of(row: str) -> str:
    """SQL of the text of a change's value; nothing is less than any other."""
    return f"coalesce({', '.join(f'{row}.{column}::VARCHAR' for column in VALUE_COLUMNS)}, '')"
