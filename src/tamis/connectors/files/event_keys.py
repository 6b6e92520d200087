"""By what an event is known again when the same data is read once more: its id, or else everything its row says."""

from __future__ import annotations

from tamis.connectors.files.columns import Column
from tamis.connectors.files.source import Source
from tamis.connectors.files.sql import literal
from tamis.connectors.files.tables import Loading


def event_key(source: Source) -> str:
    """SQL of a row's key (UHUGEINT): never the same for two ids, nor for two rows that differ in a cell."""
    # By the names in the file and what it says itself: a mapping may change, and whom an address belongs to.
    columns = sorted((column for column in source.columns.values() if not column.is_absent), key=_header)
    # The length before each cell, so that no cell can pretend to be two. Blank and absent cells are alike.
    cells = ", ".join(
        f"{literal(_header(column) + '=')} || length({w}) || ':' || {w}"
        for column in columns
        for w in [column.said or column.written]
    )
    row = f"md5_number(concat_ws(chr(10), {cells}))"
    if "id" not in source.columns:
        return row
    return f"coalesce({_key_of_id(source)}, {row})"


def known_otherwise(loading: Loading, source: Source) -> str:
    """SQL that rejects the rows whose id has one of the keys in the table `otherwise`."""
    reason = "an event with this id is there with other contents, which stay"
    return (
        f"SELECT f, line, 'id' AS \"column\", '{reason}' AS reason FROM {loading.log.kept_placed(source)}"
        f" WHERE {_key_of_id(source)} IN (SELECT key FROM otherwise)"
    )


def _header(column: Column) -> str:
    return column.header or column.name


def _key_of_id(source: Source) -> str:
    return f"md5_number('id=' || {source.column('id').text})"


def tell_equals_apart(loading: Loading) -> None:
    """Rows without an id that are equal in every cell are events of their own: the second gets a key of its own.

    Which of them is the second does not matter, since they are equal.
    """
    (equals,) = loading.one("SELECT count(*) FROM (SELECT key FROM events GROUP BY key HAVING count(*) > 1)")
    if equals:
        twice = "SELECT key FROM events GROUP BY key HAVING count(*) > 1"
        place = "row_number() OVER (PARTITION BY key)"
        loading.engine.sql(
            f"CREATE TEMP TABLE equals AS SELECT * FROM events WHERE key IN ({twice})",
        )
        loading.engine.sql(f"DELETE FROM events WHERE key IN ({twice})")
        loading.engine.sql(
            "INSERT INTO events SELECT * EXCLUDE (place) REPLACE (CASE WHEN place = 1 THEN key"
            f" ELSE md5_number(key::VARCHAR || '#' || place) END AS key) FROM (SELECT *, {place} AS place FROM equals)"
        )
        loading.engine.sql("DROP TABLE equals")
