"""What properties were, and when (data.md, "As of an instant")."""

from collections import defaultdict

from tests.spec.interpreter.events import read_time
from tests.spec.interpreter.records import Property, Records
from tests.spec.interpreter.schema import Schema
from tests.spec.interpreter.tables import Row, Table
from tests.spec.interpreter.told import Told
from tests.spec.interpreter.values import Unreadable, read_value, uses_commas

Changed = dict[tuple[str, str, str], dict[int, object]]  # object, id, property -> instant -> value
_TABLE_ONLY = {"created_at", "company_id", "contact_id"}


def read_changes(table: Table | None, records: dict[str, Records], schema: Schema, told: Told) -> Changed:
    """The value of each change that counts."""
    competing: dict[tuple, list[tuple[Row, object]]] = defaultdict(list)
    rows = (table or Table()).rows
    commas = uses_commas(cell for row in rows for cell in _number_cells(row, records))
    for row in rows:
        try:
            place, instant, value = _read_change(row, records, schema, commas=commas)
        except Unreadable as reason:
            told.reject(row, str(reason))
        else:
            competing[place, instant].append((row, value))
    changes: Changed = defaultdict(dict)
    for (place, instant), same in competing.items():
        changes[place][instant] = _that_counts(same, told)
    return changes


def _number_cells(row: Row, records: dict[str, Records]):
    """The cell that tells the decimal sign of the column `value`: one that is read as a number."""
    property = _property(row, records)
    return [row.cells["value"]] if property and property.kind == "number" and "value" in row.cells else []


def _property(row: Row, records: dict[str, Records]) -> Property | None:
    object = row.text("object")
    return records[object].properties.get(row.text("property")) if object in records else None


def _read_change(row: Row, records: dict[str, Records], schema: Schema, *, commas: bool):
    """((object, id, property), instant, value) of a row; Unreadable with the reason to reject it."""
    object, id, name = row.text("object"), row.text("id"), row.text("property")
    instant = read_time(row, "changed_at", schema)
    property = _property(row, records)
    if instant is None:
        raise Unreadable("changed_at cannot be read")
    if object not in records or id not in records[object].by_id:
        raise Unreadable("a change of a record that is not there")
    if property is None or name in _TABLE_ONLY:
        raise Unreadable("a change of an unknown property, or of one that is read from its table only")
    value = read_value(row.cells.get("value"), property.kind, schema.time_zone, commas=commas, digits=property.digits)
    return (object, id, name), instant, value


def _that_counts(same: list[tuple[Row, object]], told: Told):
    """The value of the change "with the greatest text of `value`"; equal rows are one, the others are rejected."""
    counts, value = max(same, key=lambda change: _text(change[0]))
    for row, _ in same:
        if row.signature != counts.signature:
            told.reject(row, "another change at this instant")
    return value


def _text(row: Row) -> str:
    return row.cells["value"].text if "value" in row.cells else ""
