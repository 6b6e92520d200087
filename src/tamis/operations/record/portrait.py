"""Who a record is: its properties, its segments, whom it is associated with, and by which ids it was known."""

from __future__ import annotations

from dataclasses import dataclass

from tamis.compile.moment import EARLIEST, LATEST
from tamis.definitions import PropertyType
from tamis.operations.record.cells import Shown, read_kept
from tamis.operations.record.naming import email_of, name_of
from tamis.operations.record.opened import OpenRecord
from tamis.store.warehouse.resets import last_reset

_CREATED = "created_at"


@dataclass(frozen=True)
class KnownProperty:
    """A property of the record and its value; when that was last told to have changed, where a history is kept
    (microseconds since the epoch, UTC)."""

    name: str
    type: PropertyType
    value: Shown
    changed_at: int | None


@dataclass(frozen=True)
class EarlierId:
    """An id of a contact that is part of this one since an instant (microseconds since the epoch, UTC)."""

    id: str
    merged_at: int


@dataclass(frozen=True)
class KeptValue:
    """The value of a published score (whole millionths; None outside its population) with its tier, and the instant
    that it was computed for."""

    score: str
    label: str
    points: int | None
    fit: int | None
    engagement: int | None
    tier: str | None
    at: int


@dataclass(frozen=True)
class Portrait:
    """Who a record is. Instants are microseconds since the epoch, UTC.

    `values`: by every published score of its object, in their order. `reset_at`: up to when its engagement groups
    ignore events.
    """

    object: str
    id: str
    name: str | None
    email: str | None
    created_at: int | None
    properties: tuple[KnownProperty, ...]
    values: tuple[KeptValue, ...]
    earlier_ids: tuple[EarlierId, ...]
    reset_at: int | None

    @property
    def title(self) -> str:
        """What to call it: its name, else its address, else its id."""
        return self.name or self.email or self.id

    def property(self, name: str) -> Shown:
        """The value of a property; None where it is unknown."""
        return next((each.value for each in self.properties if each.name == name), None)


def read_portrait(record: OpenRecord) -> Portrait:
    """Who it is."""
    names = list(record.shape.properties.values())
    columns = ", ".join(["created_at", *(property.column for property in names)])
    name, email = name_of(record.catalog, record.object), email_of(record.catalog, record.object)
    [row] = record.warehouse.rows(
        f"SELECT {name}, {email}, {columns} FROM warehouse.{record.shape.table} WHERE n = ?", [record.n]
    )
    changed, zone = _changed_at(record), record.catalog.time_zone
    properties = tuple(
        KnownProperty(property.name, property.type, read_kept(value, property.type, zone), changed.get(property.name))
        for property, value in zip(names, row[3:], strict=True)
        if property.name != _CREATED and property.type is not None
    )
    return Portrait(
        object=record.object,
        id=record.id,
        name=row[0],
        email=row[1],
        created_at=row[2],
        properties=properties,
        values=read_kept_values(record),
        earlier_ids=_earlier_ids(record),
        reset_at=last_reset(record.warehouse, record.object, record.n),
    )


def read_kept_values(record: OpenRecord) -> tuple[KeptValue, ...]:
    """The values that are kept of the record, of each published score of its object."""
    rows = record.warehouse.rows(
        'SELECT score, points, fit, engagement, tier, "at" FROM warehouse.score_values WHERE object = ? AND n = ?',
        [record.object, record.n],
    )
    kept = {score: values for score, *values in rows}
    return tuple(
        KeptValue(score.key, score.label or score.key, *kept[score.key]) for score in record.scores if score.key in kept
    )


def _changed_at(record: OpenRecord) -> dict[str, int]:
    if record.shape.changes is None:
        return {}
    return dict(
        record.warehouse.rows(
            f"SELECT property, changed_at FROM warehouse.{record.shape.changes}"
            f" WHERE n = ? AND until = {LATEST} AND changed_at > {EARLIEST}",
            [record.n],
        )
    )


def _earlier_ids(record: OpenRecord) -> tuple[EarlierId, ...]:
    if record.object != "contact":
        return ()
    rows = record.warehouse.rows(
        "SELECT r.id, m.merged_at FROM warehouse.merged AS m JOIN warehouse.merged_records AS r USING (n)"
        " WHERE m.kept = $1 AND m.n <> $1 ORDER BY m.merged_at, r.id",
        [record.n],
    )
    return tuple(EarlierId(id, merged_at) for id, merged_at in rows)
