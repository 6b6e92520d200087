"""Records as programs see them."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import Field

from tamis.definitions import PropertyType
from tamis.operations.list_records import ListedRecord
from tamis.operations.record.cells import Shown
from tamis.operations.record.portrait import KeptValue, Portrait
from tamis.server.api.shapes import Instant, Points, Told, instant_text

_PROPERTIES = {"industry": "Software", "employees": 240, "last_seen": "2026-03-01T09:30:00.000000Z"}


class RecordTold(Told):
    """A record with the properties that are known of it; instants as RFC 3339, dates as 2026-03-01."""

    id: str = Field(examples=["1042"])
    created_at: Instant | None
    properties: dict[str, Any] = Field(examples=[_PROPERTIES])


class KeptValueTold(Told):
    """The value of a score."""

    score: str = Field(examples=["interest"])
    label: str
    points: Points | None
    fit: Points | None
    engagement: Points | None
    tier: str | None
    computed_at: Instant


class EarlierIdTold(Told):
    """An id of a contact that is part of this one."""

    id: str
    merged_at: Instant


class MembershipTold(Told):
    """A segment that the record is in; `is_dynamic`: by its condition, and not because it is listed."""

    key: str
    label: str
    is_dynamic: bool


class WholeRecordTold(RecordTold):
    """A record with its values, its segments, and the ids that it was known by."""

    object: str = Field(examples=["contact"])
    name: str | None
    email: str | None
    values: list[KeptValueTold]
    segments: list[MembershipTold]
    earlier_ids: list[EarlierIdTold]
    reset_at: Instant | None = Field(description="Up to when its engagement groups ignore events.")


def told_cell(value: Shown, type: PropertyType | None) -> Any:
    """A value as JSON has it."""
    if type is PropertyType.DATETIME and isinstance(value, int):
        return instant_text(value)
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def told_record(record: ListedRecord) -> dict[str, Any]:
    """A record of a list."""
    properties = {name: told_cell(value, type) for name, (value, type) in record.properties.items()}
    return {"id": record.id, "created_at": record.created_at, "properties": properties}


def told_portrait(portrait: Portrait) -> dict[str, Any]:
    """One record, all of it."""
    known = {each.name: told_cell(each.value, each.type) for each in portrait.properties if each.value is not None}
    return {**vars(portrait), "properties": known, "values": [_kept(value) for value in portrait.values]}


def _kept(value: KeptValue) -> dict[str, Any]:
    return {**vars(value), "computed_at": value.at}
