"""Events whose id comes more than once (data.md, "Repeated events")."""

from __future__ import annotations

from tamis.connectors.files.source import Source
from tamis.connectors.files.sql import literal
from tamis.connectors.files.tables import Loading


def has_repeats(loading: Loading, source: Source) -> bool:
    """Whether an event id may come more than once."""
    if "id" not in source.columns:
        return False
    column = source.column("id")
    if column.items:
        # Lists among the ids: whoever sorts those out finds the repeats too.
        return True
    # There are never more distinct hashes than distinct ids, so equality proves that no id comes twice.
    hashes = f"count(DISTINCT hash({column.cell})) FILTER ({column.known})"
    known, different = loading.one(f"SELECT count({column.cell}), {hashes} FROM {source.plain}")
    return bool(known != different)


def settle_repeats(loading: Loading, source: Source) -> None:
    """Of rows with one id the earliest counts; equal rows are one with it, the others are rejected."""
    id, placed = source.column("id").text, loading.log.kept_placed(source)
    columns = sorted(source.columns.values(), key=lambda column: column.name)
    # concat_ws passes over NULL, so a blank cell and an absent one are alike.
    written = ", ".join(f"{literal(column.name + '=')} || {column.written}" for column in columns)
    instant = loading.reader.instant(source.column("occurred_at"))
    loading.engine.sql(
        f"CREATE TEMP TABLE repeats AS SELECT f, line, {id} AS id, {instant} AS occurred_at,"
        f" concat_ws(chr(10), {written}) AS written FROM {placed} WHERE {id} IN"
        f" (SELECT {id} FROM {placed} WHERE {id} IS NOT NULL GROUP BY {id} HAVING count(*) > 1)"
    )
    order = "PARTITION BY id ORDER BY occurred_at, written, f, line"
    ranked = f"SELECT *, row_number() OVER ({order}) AS place, first(written) OVER ({order}) AS best FROM repeats"
    loading.engine.sql(f"CREATE TEMP TABLE others AS SELECT * FROM ({ranked}) WHERE place > 1")
    loading.log.drop_rows(source.number, "SELECT f, line FROM others WHERE written = best")
    loading.log.reject_rows(
        source.number,
        "SELECT f, line, 'id' AS \"column\", 'another event with this id counts' AS reason FROM others"
        " WHERE written <> best",
    )
    loading.engine.sql("DROP TABLE repeats")
    loading.engine.sql("DROP TABLE others")
