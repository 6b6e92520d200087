"""What properties were, and when (data.md, "As of an instant")."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from tamis.compile.catalog import CHANGE_COLUMNS, VALUE_COLUMNS, ObjectShape
from tamis.compile.moment import EARLIEST, LATEST
from tamis.connectors.files.reading import Reading
from tamis.connectors.files.records import Records, known_names, places
from tamis.connectors.files.schema import Declared
from tamis.connectors.files.source import Source
from tamis.connectors.files.sql import any_of, literal, literals
from tamis.connectors.files.tables import CHANGES, Loading, table_kind
from tamis.definitions import PropertyType

_TABLE_ONLY = frozenset({"created_at", "company_id", "contact_id"})


# Why a change counts for nothing, the first reason that holds: SQL over `all_changes`, the column, the reason.
_TABLE_ONLY_KIND = -1
_REASONS = (
    ("changed_at IS NULL", "changed_at", "changed_at cannot be read"),
    ("n IS NULL", "id", "no such record"),
    (f"kind = {_TABLE_ONLY_KIND}", "property", "this is read from its table only"),
    ("kind IS NULL", "property", "no such property"),
    ("is_unreadable", "value", "value cannot be read as the type of its property"),
)
_IS_REFUSED = any_of(test for test, _, _ in _REASONS)


@dataclass(frozen=True)
class _Changed:
    """A property that changes are told of: SQL of its rows, and how their values are read.

    `is_kept` says that a definition looks at it; changes of the others are only checked.
    """

    object: str
    name: str
    among: str
    declared: Declared
    reading: Reading
    is_kept: bool


def load_changes(loading: Loading, records: Mapping[str, Records]) -> dict[str, ObjectShape]:
    """Creates the changes table of each object that has changes; gives the shapes, with their histories."""
    source = loading.sources.get(CHANGES)
    shapes = {object: found.shape for object, found in records.items()}
    if source is None:
        return shapes
    loading.calendar.learn(source.plain, source.column("changed_at"), PropertyType.DATETIME)
    changed = _changed(loading, source, records)
    _stage(loading, source, records, changed)
    rows, present = _settle(loading, source)
    for change in changed:
        column = replace(source.column("value"), name=change.name)
        loading.tell_strange_options(source, column, change.declared, change.reading, among=change.among)
    histories = {kind: change for kind, change in enumerate(changed) if kind in present and change.is_kept}
    for i, object in enumerate(dict.fromkeys(change.object for change in histories.values())):
        kinds = {kind: change.name for kind, change in histories.items() if change.object == object}
        shapes[object] = _create(loading, shapes[object], f"changes_{i}", kinds, rows=rows)
    loading.engine.sql("DROP TABLE all_changes")
    return shapes


def _changed(loading: Loading, source: Source, records: Mapping[str, Records]) -> list[_Changed]:
    of, name = source.column("object").text, source.column("property").text
    changed = []
    for object, property in loading.changed_names:
        if object in records and property not in _TABLE_ONLY | {"id"}:
            declared = records[object].types.get(property)
            if declared and property in known_names(loading, object, records[object].source):
                among = f"{of} = {literal(object)} AND {name} = {literal(property)}"
                is_declared = property in {**loading.schema.known(object), **loading.schema.declared(object)}
                reading = loading.reading(
                    source, source.column("value"), declared, is_declared=is_declared, among=among
                )
                is_kept = records[object].shape.properties[property].type is not None
                changed.append(_Changed(object, property, among, declared, reading, is_kept))
    return changed


def _stage(loading: Loading, source: Source, records: Mapping[str, Records], changed: list[_Changed]) -> None:
    """Every row with what is known of it: which of `changed` it is of (`kind`), the record, the instant, the value."""
    of, id, name = (source.column(column).text for column in ("object", "id", "property"))
    people = places(records, {object for object, _ in loading.changed_names})
    kinds = "".join(f" WHEN {change.among} THEN {kind}" for kind, change in enumerate(changed))
    kind = f"CASE WHEN {name} IN {literals(_TABLE_ONLY)} THEN {_TABLE_ONLY_KIND}{kinds} END::INTEGER"
    typed = ", ".join(f"{_typed(changed, column)} AS {column}" for column in VALUE_COLUMNS)
    # As a CASE: of AND and OR every side would be computed for every row.
    tests = {kind: change.reading.unreadable for kind, change in enumerate(changed) if change.reading.unreadable}
    whens = "".join(f" WHEN kind = {kind} THEN {test}" for kind, test in tests.items())
    unreadable = f"CASE{whens} ELSE false END" if whens else "false"
    loading.engine.sql(
        f"CREATE TEMP TABLE all_changes AS SELECT r.f, r.line, r.kind, p.n,"
        f" {loading.reader.instant(source.column('changed_at'))} AS changed_at, {typed}, {unreadable} AS is_unreadable"
        f" FROM (SELECT *, {kind} AS kind FROM {loading.log.kept_placed(source)}) AS r"
        f" LEFT JOIN {people} AS p ON p.object = {of} AND p.id = {id}"
    )


def _typed(changed: list[_Changed], column: str) -> str:
    """SQL of the value of a change if values of its type are held in that column."""
    whens = "".join(
        f" WHEN kind = {kind} THEN {change.reading.value}"
        for kind, change in enumerate(changed)
        if change.is_kept and CHANGE_COLUMNS[change.declared.type] == column
    )
    return f"CASE{whens} END" if whens else f"NULL::{VALUE_COLUMNS[column]}"


def _settle(loading: Loading, source: Source) -> tuple[int, set[int]]:
    """Rejects rows that cannot be read or are beaten by another at their instant; gives number and kinds of the rest.

    Both are looked for with one cheap query first: there are never more distinct hashes than distinct instants, so
    equality proves that no two changes are at one (0.04 s of 530,000 changes; ranking and comparing them took 0.9 s).
    """
    refused, rows, different, kinds = _counts(loading)
    if refused:
        columns = " ".join(f"WHEN {test} THEN '{column}'" for test, column, _ in _REASONS)
        why = " ".join(f"WHEN {test} THEN '{reason}'" for test, _, reason in _REASONS)
        select = f'SELECT f, line, CASE {columns} END AS "column", CASE {why} END AS reason FROM all_changes'
        loading.log.reject_rows(source.number, f"{select} WHERE {_IS_REFUSED}")
        loading.engine.sql(f"DELETE FROM all_changes WHERE {_IS_REFUSED}")
        _, rows, different, kinds = _counts(loading)
    if rows != different:
        _settle_ties(loading, source)
    return int(rows), set(kinds or ())


def _counts(loading: Loading) -> tuple[Any, ...]:
    different = "count(DISTINCT hash(kind, n, changed_at))"
    return loading.one(
        f"SELECT count(*) FILTER ({_IS_REFUSED}), count(*), {different}, list(DISTINCT kind) FROM all_changes"
    )


def _settle_ties(loading: Loading, source: Source) -> None:
    """Of changes at one instant all but the one that counts are rejected."""
    tied = "SELECT kind, n, changed_at FROM all_changes GROUP BY ALL HAVING count(*) > 1"
    written = " || chr(10) || ".join(
        f"coalesce({literal(column.name + '=')} || {column.written}, '')" for column in source.columns.values()
    )
    value = f"coalesce({source.column('value').written}, '')"
    same = f"PARTITION BY kind, n, changed_at ORDER BY {value} DESC, f, line"
    loading.engine.sql(
        "CREATE TEMP TABLE beaten AS SELECT * FROM ("
        f"SELECT f, line, {written} AS written, row_number() OVER ({same}) AS place,"
        f" first({written}) OVER ({same}) AS best FROM {loading.log.kept_placed(source)}"
        f" JOIN (SELECT f, line, kind, n, changed_at FROM all_changes SEMI JOIN ({tied})"
        " USING (kind, n, changed_at)) USING (f, line)) WHERE place > 1"
    )
    loading.log.drop_rows(source.number, "SELECT f, line FROM beaten WHERE written = best")
    loading.log.reject_rows(
        source.number,
        "SELECT f, line, 'value' AS \"column\", 'another change at the same instant counts' AS reason FROM beaten"
        " WHERE written <> best",
    )
    loading.engine.sql("DELETE FROM all_changes USING beaten b WHERE all_changes.f = b.f AND all_changes.line = b.line")
    loading.engine.sql("DROP TABLE beaten")


def _create(loading: Loading, shape: ObjectShape, table: str, kinds: Mapping[int, str], *, rows: int) -> ObjectShape:
    """As intervals, exactly one of which is at any instant: unknown before the first change, and each value until the
    next. Where one instant only will be asked about, the others are left out."""
    property = f"CASE kind {' '.join(f'WHEN {kind} THEN {literal(name)}' for kind, name in kinds.items())} END"
    chosen = f"FROM all_changes WHERE kind IN ({', '.join(map(str, kinds))})"
    used = {CHANGE_COLUMNS[type] for name in kinds.values() if (type := shape.properties[name].type)}
    intervals = _intervals(property, chosen) if loading.as_of is None else _at(loading.as_of, property, chosen, used)
    loading.engine.sql(f"CREATE {table_kind(rows, 4 + len(VALUE_COLUMNS))} {table} AS {intervals}")
    names = set(kinds.values())
    properties = {name: replace(property, has_history=name in names) for name, property in shape.properties.items()}
    return replace(shape, properties=properties, changes=table)


def _intervals(property: str, chosen: str) -> str:
    values, nothing = ", ".join(VALUE_COLUMNS), ", ".join("NULL" for _ in VALUE_COLUMNS)
    following = "lead(changed_at) OVER (PARTITION BY n, kind ORDER BY changed_at)"
    return (
        f"SELECT n, {property} AS property, changed_at, coalesce({following}, {LATEST}) AS until, {values} {chosen}"
        f" UNION ALL SELECT n, {property}, {EARLIEST}, min(changed_at), {nothing} {chosen} GROUP BY n, kind"
    )


def _at(instant: int, property: str, chosen: str, used: Collection[str]) -> str:
    """Only what was last at the instant (a third of the time of all intervals): as if it had been so for ever."""
    values = ", ".join(
        f"arg_max_null({column}, changed_at) FILTER (changed_at <= {instant}) AS {column}"
        if column in used
        else f"NULL::{type} AS {column}"
        for column, type in VALUE_COLUMNS.items()
    )
    always = f"{EARLIEST} AS changed_at, {LATEST} AS until"
    return f"SELECT n, {property} AS property, {always}, {values} {chosen} GROUP BY n, kind"
