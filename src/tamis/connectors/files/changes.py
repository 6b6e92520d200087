"""What properties were, and when (data.md, "As of an instant")."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from tamis.compile.catalog import ObjectShape
from tamis.compile.moment import EARLIEST, LATEST
from tamis.connectors.files.reading import Reading
from tamis.connectors.files.records import Records, known_names
from tamis.connectors.files.schema import Declared
from tamis.connectors.files.source import Source
from tamis.connectors.files.sql import any_of, literal, literals
from tamis.connectors.files.tables import CHANGES, Loading
from tamis.definitions import PropertyType

_TABLE_ONLY = frozenset({"created_at", "company_id", "contact_id"})
# The typed column of a changes table that holds values of each type.
_COLUMNS: Mapping[PropertyType, str] = MappingProxyType(
    {
        PropertyType.TEXT: "text",
        PropertyType.CHOICE: "text",
        PropertyType.CHOICES: "text",
        PropertyType.NUMBER: "number",
        PropertyType.BOOLEAN: "flag",
        PropertyType.DATE: "instant",
        PropertyType.DATETIME: "instant",
    }
)
_TYPES = {"text": "VARCHAR", "number": "DOUBLE", "flag": "BOOLEAN", "instant": "BIGINT"}


@dataclass(frozen=True)
class _Changed:
    """A property that changes are told of: SQL of its rows, and how their values are read."""

    object: str
    name: str
    among: str
    declared: Declared
    reading: Reading


def load_changes(loading: Loading, records: Mapping[str, Records]) -> dict[str, ObjectShape]:
    """Creates the changes table of each object that has changes; gives the shapes, with their histories."""
    source = loading.sources.get(CHANGES)
    shapes = {object: found.shape for object, found in records.items()}
    if source is None:
        return shapes
    loading.calendar.learn(source.plain, source.column("changed_at"), PropertyType.DATETIME)
    changed = _changed(loading, source, records)
    _stage(loading, source, records, changed)
    _reject(loading, source, changed)
    for change in changed:
        column = replace(source.column("value"), name=change.name)
        loading.tell_strange_options(source, column, change.declared, change.reading, among=change.among)
    histories = dict.fromkeys(
        loading.engine.sql("SELECT DISTINCT object, property FROM all_changes ORDER BY ALL").fetchall()
    )
    for i, object in enumerate(dict.fromkeys(object for object, _ in histories)):
        names = {name for of, name in histories if of == object}
        shapes[object] = _create(loading, shapes[object], f"changes_{i}", names)
    loading.engine.sql("DROP TABLE all_changes")
    return shapes


def _changed(loading: Loading, source: Source, records: Mapping[str, Records]) -> list[_Changed]:
    of, name = source.column("object").text, source.column("property").text
    found = loading.engine.sql(f"SELECT DISTINCT {of}, {name} FROM {source.plain} ORDER BY ALL").fetchall()
    changed = []
    for object, property in found:
        if object in records and property is not None and property not in _TABLE_ONLY | {"id"}:
            declared = records[object].types.get(property)
            if declared and property in known_names(loading, object, records[object].source):
                among = f"{of} = {literal(object)} AND {name} = {literal(property)}"
                is_declared = property in {**loading.schema.known(object), **loading.schema.declared(object)}
                reading = loading.reading(
                    source, source.column("value"), declared, is_declared=is_declared, among=among
                )
                changed.append(_Changed(object, property, among, declared, reading))
    return changed


def _stage(loading: Loading, source: Source, records: Mapping[str, Records], changed: list[_Changed]) -> None:
    """Every row with what is known of it: the record, the instant, the typed value, or why it cannot be read."""
    of, id, name = (source.column(column).text for column in ("object", "id", "property"))
    people = " UNION ALL ".join(
        f"SELECT {literal(object)} AS object, id, n FROM {found.shape.table}" for object, found in records.items()
    )
    values = {
        column: " ".join(
            f"WHEN {change.among} THEN {change.reading.value}"
            for change in changed
            if _COLUMNS[change.declared.type] == column
        )
        for column in _TYPES
    }
    typed = ", ".join(
        f"{f'CASE {whens} END' if whens else f'NULL::{_TYPES[column]}'} AS {column}" for column, whens in values.items()
    )
    written = " || chr(10) || ".join(
        f"coalesce({literal(column.name + '=')} || {column.written}, '')" for column in source.columns.values()
    )
    unreadable = any_of(
        f"{change.among} AND {change.reading.unreadable}" for change in changed if change.reading.unreadable
    )
    loading.engine.sql(
        f"CREATE TEMP TABLE all_changes AS SELECT r.f, r.line, {of} AS object, {name} AS property, p.n,"
        f" {loading.reader.instant(source.column('changed_at'))} AS changed_at, {typed},"
        f" coalesce({source.column('value').written}, '') AS value, {written} AS written,"
        f" {any_of(change.among for change in changed)} AS is_known, {unreadable} AS is_unreadable"
        f" FROM {loading.log.kept_placed(source)} AS r LEFT JOIN ({people}) AS p ON p.object = {of} AND p.id = {id}"
    )


def _reject(loading: Loading, source: Source, changed: list[_Changed]) -> None:
    """Rejects rows that cannot be read, and of changes at one instant all but the one that counts."""
    reasons = (
        ("changed_at IS NULL", "changed_at", "changed_at cannot be read"),
        ("n IS NULL", "id", "no such record"),
        (f"property IN {literals(_TABLE_ONLY)}", "property", "this is read from its table only"),
        ("NOT coalesce(is_known, false)", "property", "no such property"),
        ("is_unreadable", "value", "value cannot be read as the type of its property"),
    )
    columns = " ".join(f"WHEN {test} THEN '{column}'" for test, column, _ in reasons)
    why = " ".join(f"WHEN {test} THEN '{reason}'" for test, _, reason in reasons)
    _reject_staged(
        loading,
        source,
        f'SELECT f, line, CASE {columns} END AS "column", CASE {why} END AS reason FROM all_changes'
        f" WHERE {any_of(test for test, _, _ in reasons)}",
    )
    same = "PARTITION BY object, property, n, changed_at ORDER BY value DESC, f, line"
    beaten = f"SELECT *, row_number() OVER ({same}) AS place, first(written) OVER ({same}) AS best FROM all_changes"
    loading.engine.sql(f"CREATE TEMP TABLE beaten AS SELECT * FROM ({beaten}) WHERE place > 1")
    loading.log.drop_rows(source.number, "SELECT f, line FROM beaten")
    _reject_staged(
        loading,
        source,
        "SELECT f, line, 'value' AS \"column\", 'another change at the same instant counts' AS reason FROM beaten"
        " WHERE written <> best",
    )
    loading.engine.sql("DELETE FROM all_changes USING beaten b WHERE all_changes.f = b.f AND all_changes.line = b.line")
    loading.engine.sql("DROP TABLE beaten")


def _reject_staged(loading: Loading, source: Source, select: str) -> None:
    if loading.log.reject_rows(source.number, select):
        loading.engine.sql(
            "DELETE FROM all_changes USING refused r WHERE all_changes.f = r.f AND all_changes.line = r.line"
        )


def _create(loading: Loading, shape: ObjectShape, table: str, names: set[str]) -> ObjectShape:
    """As intervals that cover all time, so that exactly one of them is now: unknown before the first change, and
    each value until the next."""
    values, nothing = ", ".join(_TYPES), ", ".join("NULL" for _ in _TYPES)
    each = "PARTITION BY n, property ORDER BY changed_at"
    loading.engine.sql(
        f"CREATE TABLE {table} AS WITH changes AS (SELECT *, row_number() OVER ({each}) AS place,"
        f" coalesce(lead(changed_at) OVER ({each}), {LATEST}) AS until FROM all_changes"
        f" WHERE object = {literal(shape.name)})"
        f" SELECT n, property, changed_at, until, {values} FROM changes"
        f" UNION ALL SELECT n, property, {EARLIEST}, changed_at, {nothing} FROM changes WHERE place = 1"
    )
    properties = {name: replace(property, has_history=name in names) for name, property in shape.properties.items()}
    return replace(shape, properties=properties, changes=table)
