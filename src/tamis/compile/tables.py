"""The canonical tables as unbound expressions: their names, columns and types, and no connection."""

from functools import cached_property

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir

from tamis.compile.catalog import Catalog, ObjectShape
from tamis.definitions import PropertyType

#: How a value of each type is kept. Instants are microseconds since the epoch (UTC), the one form in which every
#: engine compares and subtracts alike; sets are one text (see `choices`).
COLUMN_TYPES: dict[PropertyType, dt.DataType] = {
    PropertyType.TEXT: dt.string,
    PropertyType.CHOICE: dt.string,
    PropertyType.CHOICES: dt.string,
    PropertyType.NUMBER: dt.float64,
    PropertyType.BOOLEAN: dt.boolean,
    PropertyType.DATE: dt.int64,
    PropertyType.DATETIME: dt.int64,
}


class Tables:
    """The tables that a catalog describes."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    def records(self, object_type: str) -> ir.Table:
        """`n`, `id`, `created_at` and one column a property that is looked at."""
        shape = self._shape(object_type)
        columns = {"n": dt.int32, "id": dt.string, "created_at": dt.int64}
        columns |= {p.column: COLUMN_TYPES[p.type] for p in shape.properties.values() if p.type is not None}
        return ibis.table(columns, name=shape.table)

    def changes(self, object_type: str) -> ir.Table:
        """The values of properties over time: `n`, `property`, a typed value, and when it held: from `changed_at` until
        just before `until`. The intervals of a record's property cover all time; the first of them is unknown."""
        typed = {"text": dt.string, "number": dt.float64, "flag": dt.boolean, "instant": dt.int64}
        held = {"n": dt.int32, "property": dt.string, "changed_at": dt.int64, "until": dt.int64}
        return ibis.table(held | typed, name=self._shape(object_type).changes)

    def resets(self, object_type: str) -> ir.Table | None:
        """`object`, `n`, `reset_at` of every engagement reset that holds; None if no record of the object was reset."""
        name = self._shape(object_type).resets
        return ibis.table({"object": dt.string, "n": dt.int32, "reset_at": dt.int64}, name=name) if name else None

    def links(self, from_object: str, to_object: str) -> ir.Table | None:
        """`from_n`, `to_n`, `label`, `rank` of each association; None if the data has none between the two."""
        name = self._catalog.links.get((from_object, to_object))
        if name is None:
            return None
        return ibis.table({"from_n": dt.int32, "to_n": dt.int32, "label": dt.string, "rank": dt.int32}, name=name)

    @cached_property
    def members(self) -> ir.Table:
        """`segment`, `n`: the members of static segments."""
        return ibis.table({"segment": dt.string, "n": dt.int32}, name="members")

    @cached_property
    def values(self) -> ir.Table:
        """The kept values of published scores: `points` (whole millionths) and `tier` of each record."""
        kept = {"score": dt.string, "object": dt.string, "n": dt.int32, "points": dt.int64, "tier": dt.string}
        return ibis.table(kept, name="score_values")

    @cached_property
    def events(self) -> ir.Table:
        """`contact`, `occurred_at`, `signature` and the properties kept event by event."""
        return ibis.table(
            {"contact": dt.int32, "occurred_at": dt.int64, "signature": dt.int32} | self._event_columns(inline=True),
            name="events",
        )

    @cached_property
    def signatures(self) -> ir.Table:
        """One row for each distinct combination of type, machine flag and event properties that occurs."""
        columns = {"signature": dt.int32, "type": dt.string, "machine": dt.boolean}
        return ibis.table(columns | self._event_columns(inline=False), name="signatures")

    def _event_columns(self, *, inline: bool) -> dict[str, dt.DataType]:
        properties = (p for by_name in self._catalog.events.values() for p in by_name.values())
        return {p.column: COLUMN_TYPES[p.type] for p in properties if p.type is not None and p.inline is inline}

    def _shape(self, object_type: str) -> ObjectShape:
        return self._catalog.objects[object_type]
