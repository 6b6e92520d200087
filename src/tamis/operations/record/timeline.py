"""What happened to a record, newest first: its events and the changes of its properties, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tamis.definitions import PropertyType
from tamis.operations.record.cells import Shown
from tamis.operations.record.earned import Earned, EarnedPoints, earned_by_event
from tamis.operations.record.opened import OpenRecord
from tamis.operations.record.timeline_rows import ChangeRow, Cursor, EventRow, change_rows, contacts_of, event_rows
from tamis.operations.record.trees import ScoreTree


@dataclass(frozen=True)
class EventProperty:
    """A property that an event had."""

    name: str
    type: PropertyType
    value: Shown


@dataclass(frozen=True)
class Happening:
    """One event, or the change of one property. Instants are microseconds since the epoch, UTC.

    Of an event: its `type`, its properties, whether a machine made it, and what it earned by each rule that counts it;
    for a company or a deal, whose it was (`contact`: id and name). Of a change: the property and its values.
    """

    at: int
    kind: str
    """`event` or `property`."""
    name: str
    properties: tuple[EventProperty, ...] = ()
    is_machine: bool = False
    earned: tuple[EarnedPoints, ...] = ()
    contact: tuple[str, str | None] | None = None
    before: Shown = None
    after: Shown = None
    value_type: PropertyType | None = None
    place: str = ""
    """Tells it from others of the same instant."""


@dataclass(frozen=True)
class Timeline:
    """A page of what happened, newest first; `next`: the cursor of the page of what was before it, if anything was."""

    happenings: tuple[Happening, ...]
    next: str | None


def read_timeline(
    record: OpenRecord,
    as_of: int,
    *,
    trees: Sequence[ScoreTree] = (),
    cursor: str | None = None,
    event_type: str | None = None,
    most: int = 50,
) -> Timeline:
    """What happened up to an instant (microseconds since the epoch, UTC): of all kinds, or only events of one type.

    `trees`: the explanations that tell what each event earned. `cursor`: that of the page before. Raises UsageError
    for one that is none.
    """
    after = Cursor.read(cursor) if cursor else Cursor.newest(as_of)
    earned = earned_by_event(trees, record.id)
    found = [_event(record, row, earned) for row in event_rows(record, after, event_type, most + 1)]
    if event_type is None:
        found += [_change(row) for row in change_rows(record, after, most + 1)]
    newest = sorted(found, key=lambda each: (each.at, each.place), reverse=True)
    page = tuple(newest[:most])
    return Timeline(page, str(Cursor(page[-1].at, page[-1].place)) if len(newest) > most else None)


def _event(record: OpenRecord, row: EventRow, earned: Earned) -> Happening:
    return Happening(
        at=row.at,
        kind="event",
        name=row.type,
        properties=tuple(EventProperty(*cell) for cell in row.cells),
        is_machine=row.is_machine,
        earned=earned.of(row.contact_id, row.at, row.type),
        contact=None if record.object == "contact" else (row.contact_id, row.contact_name),
        place=row.place,
    )


def _change(row: ChangeRow) -> Happening:
    return Happening(
        at=row.at,
        kind="property",
        name=row.property,
        before=row.before,
        after=row.after,
        value_type=row.type,
        place=row.place,
    )


@dataclass(frozen=True)
class TypeCount:
    """An event type and how many events of it the record has; how many of them machines made."""

    type: str
    events: int
    by_machines: int


def count_events(record: OpenRecord, as_of: int) -> tuple[TypeCount, ...]:
    """The types of its events up to an instant (microseconds since the epoch, UTC), the most frequent first."""
    rows = record.warehouse.rows(
        f"""
        SELECT s.type, sum(e.events), coalesce(sum(e.events) FILTER (s.machine), 0)
        FROM (SELECT signature, count(*) AS events FROM warehouse.events
            WHERE contact IN ({contacts_of(record)}) AND occurred_at <= $1 GROUP BY signature) AS e
        JOIN warehouse.signatures AS s USING (signature) GROUP BY s.type ORDER BY 2 DESC, 1
        """,
        [as_of],
    )
    return tuple(TypeCount(type, int(events), int(machines)) for type, events, machines in rows)
