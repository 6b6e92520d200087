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
from tamis.store.warehouse.live.aliases import join_aliased
from tamis.store.warehouse.merged_tables import taken_apart
from tamis.store.warehouse.records import TakenRecords, take_records
from tamis.store.warehouse.retyping import Reread, Retyped, Retyping
from tamis.store.warehouse.warehouse import Warehouse


@dataclass(frozen=True)
class TakenIn:
    """What taking in came to: new and changed records by object, and how many events, associations, memberships and
    property changes were new. `events_known` is the number of events that were there already; `new_properties` are by
    object the names that no import before had, unless it is the first, each with a hint at a known one; `retyped` are
    the properties that are of another type now."""

    new_records: dict[str, int]
    changed_records: dict[str, int]
    events: int
    events_known: int
    links: int
    members: int
    changes: int
    new_properties: dict[str, dict[str, str]]
    retyped: tuple[Retyped, ...] = ()

    @property
    def is_nothing(self) -> bool:
        """Whether the warehouse is as it was."""
        counts = (*self.new_records.values(), *self.changed_records.values())
        return not any((*counts, self.events, self.links, self.members, self.changes, self.retyped))


class _Undone(Exception):
    """Ends a dry run."""


def take_in(
    warehouse: Warehouse,
    staged: Catalog,
    at: int,
    *,
    reread: Reread | None = None,
    step: Callable[[str], None],
    dry_run: bool,
) -> TakenIn:
    """Takes the tables that `staged` describes into the warehouse, all or nothing; a dry run tells what it would do.

    `at`: the instant (microseconds since the epoch, UTC) from which changed values of properties hold.
    `warehouse` must not be the engine's current database. `reread` tells how kept texts are read as another type
    (Retyping). Raises DataError where a property has another type than before and the kept values stand against it.
    """
    taken: list[TakenIn] = []
    try:
        with warehouse.transaction():
            retyping = Retyping(reread, warehouse.time_zone) if reread else None
            taken.append(_take_in(warehouse, staged, at, retyping, step))
            if not taken[0].is_nothing:
                warehouse.note("changed_at", str(at))
            if dry_run:
                raise _Undone
    except _Undone:
        pass
    return taken[0]


def _take_in(
    warehouse: Warehouse, staged: Catalog, at: int, retyping: Retyping | None, step: Callable[[str], None]
) -> TakenIn:
    step("Storing records")
    # What comes under the id of a merged contact is noted as its own, and so may be taken back with it.
    with taken_apart(warehouse):
        records: dict[str, TakenRecords] = {
            object: take_records(warehouse, shape, at, retyping=retyping) for object, shape in staged.objects.items()
        }
        changes = sum(take_changes(warehouse, staged.objects[object], taken) for object, taken in records.items())
        step("Storing associations")
        links = take_links(warehouse, staged.links, records)
        members = take_members(warehouse, staged.static_segments, records)
        join_aliased(warehouse, at)
    step("Storing events")
    events = take_events(warehouse, staged.events, records["contact"], retyping=retyping)
    for taken in records.values():
        taken.drop(warehouse)
    return TakenIn(
        new_records={object: taken.new for object, taken in records.items()},
        changed_records={object: taken.changed for object, taken in records.items()},
        events=events.new,
        events_known=events.known,
        links=links,
        members=members,
        changes=changes,
        new_properties={
            object: dict(taken.new_properties) for object, taken in records.items() if taken.new_properties
        },
        retyped=(*(each for taken in records.values() for each in taken.retyped), *events.retyped),
    )
