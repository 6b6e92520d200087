"""Event properties in one JSON column: each key becomes a column (data.md, "A data folder")."""

from __future__ import annotations

import json
import re
from dataclasses import replace

from tamis.connectors.files.columns import Column
from tamis.connectors.files.event_columns import JSON_COLUMN
from tamis.connectors.files.json_rows import compact, value_of
from tamis.connectors.files.schema import NO_EVENT_PROPERTIES
from tamis.connectors.files.source import MOST_COLUMNS, Source
from tamis.connectors.files.sql import literal
from tamis.connectors.files.tables import Loading
from tamis.errors import DataError


def unpack_properties(loading: Loading, source: Source) -> Source:
    """The source with a column a key. A column comes before its namesake; a cell that is no JSON object is unknown."""
    if JSON_COLUMN not in source.columns:
        return source
    column = source.column(JSON_COLUMN)
    is_object = _is_object(column)
    names = _names(loading, source, column, is_object)
    return _unpacked(loading, source, names, f"CASE WHEN {is_object} THEN {column.text} END")


def list_no_objects(loading: Loading, source: Source) -> None:
    """Lists the cells that are no JSON object."""
    if JSON_COLUMN not in source.columns:
        return
    column = source.column(JSON_COLUMN)
    unreadable = f"{column.known} AND NOT coalesce({_is_object(column)}, false)"
    (count,) = loading.one(f"SELECT count(*) FILTER ({unreadable}) FROM {loading.kept(source)}")
    if count:
        rows = f"SELECT f, line FROM {loading.log.kept_placed(source)} WHERE {unreadable}"
        loading.log.list_cells(source.number, rows, column=JSON_COLUMN, reason="properties is no JSON object")


def _is_object(column: Column) -> str:
    return f"CASE WHEN json_valid({column.text}) THEN json_type({column.text}) = 'OBJECT' ELSE false END"


def _names(loading: Loading, source: Source, column: Column, is_object: str) -> list[str]:
    keys = f"SELECT DISTINCT unnest(json_keys({column.text})) AS name FROM {loading.kept(source)} WHERE {is_object}"
    found = [name for (name,) in loading.engine.sql(f"{keys} ORDER BY name").fetchall()]
    if len(found) > MOST_COLUMNS:
        message = f"Its column {JSON_COLUMN} has {len(found):,} keys; at most {MOST_COLUMNS:,} are read."
        raise DataError(source.told_as, message)
    return [name for name in found if name and name not in NO_EVENT_PROPERTIES]


def _unpacked(loading: Loading, source: Source, names: list[str], object: str) -> Source:
    columns, selected, needed = dict(source.columns), [], _needed(loading, names)
    for i, name in enumerate(names):
        own, key = source.columns.get(name), _key(name)
        is_list = f"json_type({object}, {key}) = 'ARRAY'"
        text = f"CASE WHEN NOT {is_list} THEN nullif({_text(object, key, name)}, '') END"
        items = f"CASE WHEN {is_list} THEN {_items(f'json_extract({object}, {key})')} END"
        if own is not None:
            text = f"CASE WHEN {own.known} THEN {own.text} ELSE {text} END"
            items = f"CASE WHEN {own.known} THEN {own.list} ELSE {items} END"
        selected += [f"{text} AS k{i}", f"{items} AS m{i}"]
        columns[name] = Column(name, f"k{i}", items=f"m{i}")
    if not names:
        return source
    table = f"unpacked_{source.number}"
    rows = loading.log.kept_placed(source)
    loading.engine.sql(f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT *, {', '.join(selected)} FROM {rows}")
    _write_objects(loading, source, table, [(i, name) for i, name in enumerate(names) if name in needed])
    has_lists = ", ".join(f"count(m{i})" for i in range(len(names)))
    for name, lists in zip(names, loading.one(f"SELECT {has_lists} FROM {table}"), strict=True):
        columns[name] = columns[name] if lists else replace(columns[name], items="")
    return replace(source, columns=columns, plain=table, placed=table)


def _key(name: str) -> str:
    return literal("$." + '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"')


def _text(object: str, key: str, name: str) -> str:
    """SQL of a value's text. A number is taken as it was written where that is plain to see: DuckDB writes 1.50 as 1.5,
    which matters where the property is a text."""
    pattern = literal(re.escape(json.dumps(name, ensure_ascii=False)) + r"\s*:\s*(-?[0-9][0-9.eE+-]*)")
    written = f"nullif(regexp_extract({object}, {pattern}, 1), '')"
    is_plain = f"json_type({object}, {key}) IN ('DOUBLE', 'BIGINT', 'UBIGINT') AND NOT contains({object}[2:], '{{')"
    return f"coalesce(CASE WHEN {is_plain} THEN {written} END, json_extract_string({object}, {key}))"


def _needed(loading: Loading, names: list[str]) -> set[str]:
    if loading.needs is None:
        return set(names)
    return {name for properties in loading.needs.events.values() for name in properties}


def _write_objects(loading: Loading, source: Source, table: str, needed: list[tuple[int, str]]) -> None:
    """Objects among the values as compact JSON with sorted keys, which DuckDB cannot do; those that are needed only."""
    cell = source.column(JSON_COLUMN).text
    for i, name in needed:
        own = source.columns.get(name)
        is_object = f"starts_with(k{i}, '{{') AND json_type({cell}, {_key(name)}) = 'OBJECT'"
        is_object += f" AND NOT {own.known}" if own else ""
        cells = [
            cell for (cell,) in loading.engine.sql(f"SELECT DISTINCT {cell} FROM {table} WHERE {is_object}").fetchall()
        ]
        if cells:
            texts = [compact(value_of(cell, name)) for cell in cells]
            written = "(SELECT unnest(?::VARCHAR[]) AS packed, unnest(?::VARCHAR[]) AS written)"
            loading.engine.sql(
                f"UPDATE {table} SET k{i} = w.written FROM {written} AS w WHERE {cell} = w.packed AND {is_object}",
                (cells, texts),
            )


def _items(array: str) -> str:
    """SQL of the items of a JSON array: null is dropped, what is no text or number stays as NULL."""
    plain = "CASE WHEN json_type(x) IN ('ARRAY', 'OBJECT') THEN NULL ELSE json_extract_string(x, '$') END"
    present = f"list_filter(json_extract({array}, '$[*]'), lambda x: json_type(x) <> 'NULL')"
    return f"list_transform({present}, lambda x: {plain})"
