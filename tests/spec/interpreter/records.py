"""The tables of records: who is there, and what their properties are (data.md, "Types" and "Bad input").

Where data.md is silent: a cell is checked only where its type is declared, known, or needed by a definition. All are
checked here, and agree all the same where a column that nobody declared has the type that each of its cells can be
read as; the drawn data has no other (it would take a list among texts).
"""

from dataclasses import dataclass, field

from tests.spec.interpreter.schema import Schema
from tests.spec.interpreter.tables import Row, Table
from tests.spec.interpreter.told import Told
from tests.spec.interpreter.values import Unreadable, infer, read_value, uses_commas


@dataclass(frozen=True)
class Property:
    """What is known of one property of one object, or of one property of one event type."""

    kind: str
    commas: bool = False  # the decimal sign of its column
    digits: bool = False  # 1 and 0 are booleans: the column is boolean by schema.yaml or by data.md


@dataclass(frozen=True)
class Record:
    object: str
    id: str
    values: dict[str, object]

    @property
    def created_at(self) -> int | None:
        return self.values.get("created_at")


@dataclass
class Records:
    """The records of one object by id, and its properties by name."""

    properties: dict[str, Property] = field(default_factory=dict)
    by_id: dict[str, Record] = field(default_factory=dict)


def read_records(name: str, table: Table | None, schema: Schema, told: Told) -> Records:
    """The records of an object; an object without a table has no records, but has the properties that are declared."""
    table = table or Table()
    rows = _accepted(table, told)
    names = (table.columns | set(schema.objects.get(name, {}))) - {"id"}
    properties = properties_of(names, schema.types(name), list(rows.values()))
    records = {id: Record(name, id, _values(row, properties, schema, told)) for id, row in rows.items()}
    return Records(properties, records)


def _accepted(table: Table, told: Told) -> dict[str, Row]:
    """Rows by id: "the first in file and line order is kept"."""
    kept: dict[str, Row] = {}
    for row in table.rows:
        id = row.text("id")
        if id is None:
            told.reject(row, "id cannot be read")
        elif id in kept:
            told.reject(row, "a second row with this id")
        else:
            kept[id] = row
    return kept


def properties_of(names: set[str], settled: dict[str, str], rows: list[Row]) -> dict[str, Property]:
    """Properties by name: those whose type is not settled are inferred. Rejected rows count for nothing."""
    properties = {}
    for name in names:
        cells = [row.cells[name] for row in rows if name in row.cells]
        kind = settled.get(name) or infer(cells)
        properties[name] = Property(kind, kind == "number" and uses_commas(cells), digits=name in settled)
    return properties


def _values(row: Row, properties: dict[str, Property], schema: Schema, told: Told) -> dict[str, object]:
    return {name: read_cell(row, name, property, schema, told) for name, property in properties.items()}


def read_cell(row: Row, column: str, property: Property, schema: Schema, told: Told):
    """The value of one cell; one that cannot be read becomes unknown and is listed."""
    try:
        return read_value(
            row.cells.get(column),
            property.kind,
            schema.time_zone,
            commas=property.commas,
            digits=property.digits,
        )
    except Unreadable:
        told.list_cell(row, column)
        return None
