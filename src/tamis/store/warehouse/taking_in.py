"""What was read from files goes into the warehouse: new records and events, changed properties, associations, members.

The loader's tables lie beside the warehouse in the same engine. Everything is written in one transaction, and what is
there already is left as it is, so that taking the same data in twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tamis.compile.catalog import Catalog
from tamis.store.warehouse.changes import take_changes
from tamis.store.warehouse.events import take_events
from tamis.store.warehouse.links import take_links, take_members
from tamis.store.warehouse.merged_tables import taken_apart
from tamis.store.warehouse.records import TakenRecords, take_records
from tamis.store.warehouse.warehouse import Warehouse


@dataclass(frozen=True)
class TakenIn:
    """What taking in came to: new and changed records by object, and how many events, associations, memberships and
    property changes were new. `events_known` is the number of events that were there already; `new_properties` are by
    object the names that no import before had, unless it is the first, each with a hint at a known one."""

    new_records: dict[str, int]
    changed_records: dict[str, int]
    events: int
    events_known: int
    links: int
    members: int
    changes: int
    new_properties: dict[str, dict[str, str]]

    @property
    def is_nothing(self) -> bool:
        """Whether the warehouse is as it was."""
        counts = (*self.new_records.values(), *self.changed_records.values())
        return not any((*counts, self.events, self.links, self.members, self.changes))


class _Undone(Exception):
    """Ends a dry run."""


def take_in(warehouse: Warehouse, staged: Catalog, at: int, *, step: Callable[[str], None], dry_run: bool) -> TakenIn:
    """Takes the tables that `staged` describes into the warehouse, all or nothing; a dry run tells what it would do.

    `at`: the instant (microseconds since the epoch, UTC) from which changed values of properties hold.
    `warehouse` must not be the engine's current database. Raises DataError where a property has another type than
    before.
    """
    taken: list[TakenIn] = []
    try:
        with warehouse.transaction():
            taken.append(_take_in(warehouse, staged, at, step))
            if not taken[0].is_nothing:
                warehouse.note("changed_at", str(at))
            if dry_run:
                raise _Undone
    except _Undone:
        pass
    return taken[0]


def _take_in(warehouse: Warehouse, staged: Catalog, at: int, step: Callable[[str], None]) -> TakenIn:
    step("Storing records")
    # What comes under the id of a merged contact is noted as its own, and so may be taken back with it.
    with taken_apart(warehouse):
        records: dict[str, TakenRecords] = {
            object: take_records(warehouse, shape, at) for object, shape in staged.objects.items()
        }
        changes = sum(take_changes(warehouse, staged.objects[object], taken) for object, taken in records.items())
        step("Storing associations")
        links = take_links(warehouse, staged.links, records)
        members = take_members(warehouse, staged.static_segments, records)
    step("Storing events")
    events, known = take_events(warehouse, staged.events, records["contact"])
    for taken in records.values():
        taken.drop(warehouse)
    return TakenIn(
        new_records={object: taken.new for object, taken in records.items()},
        changed_records={object: taken.changed for object, taken in records.items()},
        events=events,
        events_known=known,
        links=links,
        members=members,
        changes=changes,
        new_properties={
            object: dict(taken.new_properties) for object, taken in records.items() if taken.new_properties
        },
    )
