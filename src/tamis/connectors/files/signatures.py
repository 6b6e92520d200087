"""Distinct combinations of what rules look at in events: a few thousand, whatever the number of events."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tamis.compile.catalog import SQL_TYPES
from tamis.connectors.files.columns import ABSENT, Column
from tamis.connectors.files.event_columns import ReadColumn
from tamis.connectors.files.tables import Loading
from tamis.definitions import PropertyType

_MOST_SIGNATURES = 20_000
_MOST_VALUES_OF_A_MEASURE, _MOST_VALUES = 1_000, 5_000
_FIRST_ROWS = 100_000
_QUICK_HASH = "hash({})"
_MEASURES = (PropertyType.NUMBER, PropertyType.DATE, PropertyType.DATETIME)


def gather_signatures(
    loading: Loading, relation: str, type: Column, machine: ReadColumn, kept: Sequence[ReadColumn]
) -> tuple[frozenset[str], str]:
    """Creates `signatures`, and `keys` (key, signature) from raw rows to them.

    Gives the columns that have too many values and so are kept once an event, and the SQL of a raw row's key.
    """
    counts = _first_counts(loading, relation, kept)
    inline = {column.column for column in kept if counts[column.column] > _most(column)}
    while True:
        inside = [column for column in kept if column.column not in inline]
        cells = distinct_cells([type, machine.source, *(column.source for column in inside)])
        number = _combine(loading, relation, type, cells)
        if number <= _MOST_SIGNATURES or not inside:
            break
        inline.add(max((column.column for column in inside), key=lambda name: counts[name]))
    key = _key(loading, cells)
    _create(loading, key, type, machine, inside)
    return frozenset(inline), key


def _first_counts(loading: Loading, relation: str, kept: Sequence[ReadColumn]) -> dict[str, int]:
    """About how many values each column has in the first rows: enough to see which would never do."""
    if not kept:
        return {}
    counted = ", ".join(f"approx_count_distinct({column.source.written})" for column in kept)
    found = loading.one(f"SELECT {counted} FROM (SELECT * FROM {relation} LIMIT {_FIRST_ROWS})")
    return {column.column: count for column, count in zip(kept, found, strict=True)}


def _most(column: ReadColumn) -> int:
    return _MOST_VALUES_OF_A_MEASURE if column.reading.type in _MEASURES else _MOST_VALUES


def distinct_cells(columns: Iterable[Column]) -> list[str]:
    """The SQL of everything that the columns consist of, each once."""
    columns = list(columns)
    cells = [part for column in columns for part in (column.cell, column.items) if part not in ("", ABSENT)]
    # Files of one table may write decimals in different ways: then a cell means what its file says.
    cells += ["f"] if any(column.is_read_by_file for column in columns) else []
    # A file without a row may be without columns.
    return list(dict.fromkeys(cells)) or [ABSENT]


def _combine(loading: Loading, relation: str, type: Column, cells: Sequence[str]) -> int:
    loading.engine.sql(
        f"CREATE OR REPLACE TEMP TABLE combinations AS SELECT DISTINCT {', '.join(cells)} FROM {relation}"
        f" WHERE {type.text} IS NOT NULL"
    )
    (count,) = loading.one("SELECT count(*) FROM combinations")
    return int(count)


def _key(loading: Loading, cells: Sequence[str]) -> str:
    """SQL of a number or text that no two combinations share: a quick hash, or a sure one where that is not enough."""
    quick = _QUICK_HASH.format(", ".join(cells))
    count, keys = loading.one(f"SELECT count(*), count(DISTINCT {quick}) FROM combinations")
    # Texts can be made to collide in the quick hash, with whatever salt.
    return quick if count == keys else f"sha256(json_array({', '.join(cells)})::VARCHAR)"


def _create(loading: Loading, key: str, type: Column, machine: ReadColumn, inside: Sequence[ReadColumn]) -> None:
    values = {"type": type.text, "machine": f"coalesce({machine.value}, false)"}
    values |= {column.column: f"({column.value})::{SQL_TYPES[column.reading.type]}" for column in inside}
    selected = ", ".join(f"{value} AS {name}" for name, value in values.items())
    names = ", ".join(values)
    loading.engine.sql(
        "CREATE OR REPLACE TEMP TABLE keyed AS"
        f" SELECT key, (dense_rank() OVER (ORDER BY {names}) - 1)::INTEGER AS signature, {names}"
        f" FROM (SELECT {key} AS key, {selected} FROM combinations)"
    )
    loading.engine.sql(f"CREATE OR REPLACE TABLE signatures AS SELECT DISTINCT signature, {names} FROM keyed")
    loading.engine.sql("CREATE OR REPLACE TEMP TABLE keys AS SELECT key, signature FROM keyed")
