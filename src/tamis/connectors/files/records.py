"""Records of one object type: the table that scores read, one row a record (data.md, "A data folder")."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from tamis.compile.catalog import SQL_TYPES, ObjectShape, Property
from tamis.connectors.files.columns import ABSENT, Column
from tamis.connectors.files.misfits import tell_misfits
from tamis.connectors.files.other_records import tell_meant_for_others
from tamis.connectors.files.reading import Reading
from tamis.connectors.files.schema import Declared
from tamis.connectors.files.source import Source
from tamis.connectors.files.sql import literal
from tamis.connectors.files.tables import Loading, has_values, table_kind
from tamis.definitions import PropertyType


@dataclass(frozen=True)
class Records:
    """The records of one object: their shape, and the types of the properties that were looked at."""

    shape: ObjectShape
    types: Mapping[str, Declared]
    source: Source | None


def load_records(loading: Loading, object: str, number: int) -> Records:
    """Creates the object's table; an empty one if the folder has none."""
    source = loading.sources.get(loading.schema.tables[object])
    if source is None:
        return _empty(loading, object, number)
    rows = _reject_repeats(loading, source)
    tell_meant_for_others(loading, object, source)
    types = _types(loading, object, source)
    readings = {name: _reading(loading, source, object, name, declared) for name, declared in types.items()}
    loading.list_unreadable(source, {name: [(reading, "")] for name, reading in readings.items()})
    for name, declared in types.items():
        loading.tell_strange_options(source, source.column(name), declared, readings[name])
    properties = _properties(loading, object, source, types)
    _create(loading, f"records_{number}", source, properties, readings, rows=rows)
    return Records(ObjectShape(object, f"records_{number}", properties), types, source)


def add_existing(loading: Loading, records: Records, ids: str) -> None:
    """Adds the records that are there already to the table: their ids alone, the rest unknown. `ids`: SQL of them."""
    table = records.shape.table
    loading.engine.sql(
        f"INSERT INTO {table} (n, id) SELECT (SELECT count(*) FROM {table}) + row_number() OVER () - 1, id"
        f" FROM {ids} ANTI JOIN {table} USING (id)"
    )


def known_names(loading: Loading, object: str, source: Source | None) -> list[str]:
    """The properties of an object: the columns that the data has, and what schema.yaml declares."""
    columns = [name for name in (source.columns if source else ()) if name != "id"]
    return list(dict.fromkeys([*columns, *loading.schema.declared(object)]))


def places(records: Mapping[str, Records], objects: Collection[str]) -> str:
    """SQL of every record of the objects: object, id, n."""
    parts = [
        f"SELECT {literal(object)} AS object, id, n FROM {records[object].shape.table}"
        for object in sorted(objects)
        if object in records
    ]
    return f"({' UNION ALL '.join(parts) or 'SELECT NULL::VARCHAR AS object, NULL::VARCHAR AS id, 0 AS n LIMIT 0'})"


def needed_names(loading: Loading, object: str) -> frozenset[str] | None:
    """The properties that definitions look at; None for all."""
    return None if loading.needs is None else loading.needs.objects.get(object, frozenset())


def _empty(loading: Loading, object: str, number: int) -> Records:
    types = dict(loading.schema.declared(object))
    table = f"records_{number}"
    properties = _properties(loading, object, None, types)
    columns = ["n INTEGER", "id VARCHAR", "created_at BIGINT"]
    columns += [
        f"{property.column} {SQL_TYPES[property.type]}"
        for property in properties.values()
        if property.type and property.column != "created_at"
    ]
    loading.engine.sql(f"CREATE TABLE {table} ({', '.join(columns)})")
    return Records(ObjectShape(object, table, properties), types, None)


def _reject_repeats(loading: Loading, source: Source) -> int:
    """A row without an id, and every row but the first of an id, is rejected. Tells how many rows there were."""
    id = source.column("id").text
    rows, distinct = loading.one(f"SELECT count(*), count(DISTINCT {id}) FROM {source.plain}")
    if rows == distinct:
        return int(rows)
    ordered = f"row_number() OVER (PARTITION BY {id} ORDER BY f, line)"
    again = "an earlier row is of this contact" if source.column("id").is_found_out else "an earlier row has this id"
    reason = f"CASE WHEN {id} IS NULL THEN 'id is blank' ELSE '{again}' END"
    loading.log.reject_rows(
        source.number,
        f"SELECT f, line, 'id' AS \"column\", {reason} AS reason FROM {source.placed}"
        f" QUALIFY {id} IS NULL OR {ordered} > 1",
    )
    return int(rows)


def _types(loading: Loading, object: str, source: Source) -> dict[str, Declared]:
    """Types of every declared property that the table has, and of the undeclared ones that are looked at."""
    declared, known = _declared(loading, object, source), loading.schema.known(object)
    types = {name: type for name, type in {**known, **declared}.items() if name in source.columns or name in declared}
    wanted = _looked_at(loading, object, source)
    open_columns = [column for name, column in source.columns.items() if name in wanted and name not in types]
    inferred = loading.types(source, [column for column in open_columns if column.name != "id"])
    tell_misfits(loading, source, [source.column(name) for name, type in inferred.items() if type == PropertyType.TEXT])
    return types | {name: Declared(type) for name, type in inferred.items()}


def _declared(loading: Loading, object: str, source: Source) -> dict[str, Declared]:
    """What is declared, but for the tentative types of columns that have values."""
    tentative = loading.schema.tentative.get(object, frozenset()) & source.columns.keys()
    settled = {name for name in tentative if has_values(loading, source, source.column(name))}
    return {name: type for name, type in loading.schema.declared(object).items() if name not in settled}


def _looked_at(loading: Loading, object: str, source: Source) -> frozenset[str]:
    needed = needed_names(loading, object)
    if needed is None:
        return frozenset(source.columns)
    return needed | _changed_names(loading, object)


def _changed_names(loading: Loading, object: str) -> frozenset[str]:
    """Properties that changes name: their values can only be checked with the property's type."""
    return frozenset(property for of, property in loading.changed_names if of == object)


def _reading(loading: Loading, source: Source, object: str, name: str, declared: Declared) -> Reading:
    is_declared = name in {**loading.schema.known(object), **loading.schema.declared(object)}
    return loading.reading(source, source.column(name), declared, is_declared=is_declared)


def _properties(
    loading: Loading, object: str, source: Source | None, types: Mapping[str, Declared]
) -> dict[str, Property]:
    needed = needed_names(loading, object)
    properties = {}
    for i, name in enumerate(known_names(loading, object, source)):
        is_kept = (needed is None or name in needed) and name in types
        column = "created_at" if name == "created_at" else f"p{i}"
        type, options = (types[name].type, types[name].options) if is_kept else (None, ())
        properties[name] = Property(name, type, column, options)
    return properties


def _create(
    loading: Loading,
    table: str,
    source: Source,
    properties: Mapping[str, Property],
    readings: Mapping[str, Reading],
    *,
    rows: int,
) -> None:
    created_at = readings["created_at"].value if "created_at" in readings else "NULL::BIGINT"
    id, kept, joins = source.column("id").text, loading.kept(source), ""
    columns = {"n": "p.n", "id": "p.id", "created_at": created_at}
    for property in properties.values():
        if property.type is not None and property.column != "created_at":
            columns[property.column] = readings[property.name].value
            if cell := _only_cell(source.column(property.name), property.type):
                joins += _join_of_sets(property.column, cell, columns[property.column], kept)
                columns[property.column] = f"{property.column}.items"
    selected = ", ".join(f"{value} AS {column}" for column, value in columns.items())
    # Numbering the ids alone and joining the rest costs less than sorting whole rows.
    ids = f"SELECT id, (row_number() OVER (ORDER BY id) - 1)::INTEGER AS n FROM (SELECT {id} AS id FROM {kept})"
    loading.engine.sql(
        f"CREATE {table_kind(rows, len(columns))} {table} AS SELECT {selected} FROM {kept} AS r"
        f" JOIN ({ids}) AS p ON p.id = {id}{joins}"
    )


def _only_cell(column: Column, type: PropertyType) -> str:
    """SQL of the one cell that a column of choices has, if it has one: texts or lists, but not both."""
    cells = [cell for cell in (column.cell, column.items) if cell not in ("", ABSENT)]
    return cells[0] if type == PropertyType.CHOICES and len(cells) == 1 else ""


def _join_of_sets(alias: str, cell: str, value: str, kept: str) -> str:
    """SQL that joins each cell's encoded set: made once for each different cell (0.25 s less of 100,000 records)."""
    sets = f"SELECT {cell} AS cell, {value} AS items FROM (SELECT DISTINCT {cell} FROM {kept})"
    return f" LEFT JOIN ({sets}) AS {alias} ON {alias}.cell = {cell}"
