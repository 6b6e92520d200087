"""Every name that a definition may use: what an editor offers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tamis.compile.catalog import Catalog, EventProperty
from tamis.definitions import Score, Segment
from tamis.operations.offered_values import seen_by_signature
from tamis.operations.published import read_standing
from tamis.operations.remembered import remembered
from tamis.operations.rescore import records_of
from tamis.operations.tiers import tiers_of
from tamis.operations.workspace import Workspace
from tamis.store.application import open_application
from tamis.store.warehouse import Warehouse
from tamis.store.warehouse.frequent import Seen
from tamis.store.warehouse.properties import filled


@dataclass(frozen=True)
class KnownProperty:
    """A property of records or events: its type, the options that are declared, and of records the share that have a
    value (0 to 1; None of events)."""

    name: str
    type: str
    options: tuple[str, ...]
    filled: float | None


@dataclass(frozen=True)
class KnownObject:
    """An object with its properties, the fullest first."""

    object: str
    records: int
    properties: tuple[KnownProperty, ...]


@dataclass(frozen=True)
class KnownEvent:
    """An event type: how many events there are of it, when the newest happened (microseconds since the epoch, UTC; None
    where there is none), and what may be asked of one."""

    type: str
    count: int
    last_at: int | None
    properties: tuple[KnownProperty, ...]


@dataclass(frozen=True)
class KnownAssociation:
    """Records of one object are associated with those of another; `labels` are those that associations have."""

    from_object: str
    to_object: str
    labels: tuple[str, ...]


@dataclass(frozen=True)
class KnownDefinition:
    """A segment or a score that can be asked for. `is_draft`: nothing of it is in use. `is_list`: of a segment, a list
    of ids. `tiers`: those that a score gives, best first."""

    key: str
    label: str
    object: str
    is_draft: bool = False
    is_list: bool = False
    tiers: tuple[str, ...] = ()


@dataclass(frozen=True)
class KnownNames:
    """All of them; event types by how frequent they are."""

    objects: tuple[KnownObject, ...]
    events: tuple[KnownEvent, ...]
    associations: tuple[KnownAssociation, ...]
    segments: tuple[KnownDefinition, ...]
    scores: tuple[KnownDefinition, ...]

    def object(self, name: str) -> KnownObject | None:
        """The object of that name, if there is one."""
        return next((each for each in self.objects if each.object == name), None)

    def event(self, type: str) -> KnownEvent | None:
        """The event type of that name, if there is one."""
        return next((each for each in self.events if each.type == type), None)


def to_begin_with(properties: Sequence[KnownProperty]) -> str:
    """The property that a new condition asks for at first: the fullest that tells one record from another. Empty where
    there is none."""
    names = [each.name for each in properties]
    return next((name for name in names if name != "created_at"), names[0] if names else "")


def known_names(workspace: Workspace) -> KnownNames:
    """What the data has and what is defined. Counts may be some minutes old where this process holds the warehouse."""
    with open_application(workspace.application) as application:
        standing = application.standing()
    defined = [(read_standing(each), not each.is_active) for each in standing]
    with workspace.opened() as warehouse:
        catalog = warehouse.catalog()
        counts = remembered(workspace, warehouse, ("names", _names(catalog)), lambda: _counts(warehouse, catalog))
        by_signature = seen_by_signature(workspace, warehouse)
        types = dict(warehouse.rows("SELECT signature, type FROM warehouse.signatures"))
    seen: dict[str, Seen] = {}
    for signature, each in by_signature.items():
        before = seen.get(type := types.get(signature, ""), _UNSEEN)
        seen[type] = Seen(before.number + each.number, max(before.last_at, each.last_at))
    return KnownNames(
        objects=tuple(_object(catalog, name, counts) for name in catalog.objects),
        events=_events(catalog, seen),
        associations=tuple(
            KnownAssociation(a, b, counts.labels[table]) for (a, b), table in sorted(catalog.links.items())
        ),
        segments=_segments([(d, draft) for d, draft in defined if isinstance(d, Segment)], catalog.static_segments),
        scores=tuple(_score(d, draft) for d, draft in defined if isinstance(d, Score)),
    )


# Before any instant that an event can have.
_UNSEEN = Seen(0, -(2**63))


@dataclass(frozen=True)
class _Counts:
    records: Mapping[str, int]
    filled: Mapping[str, Mapping[str, int]]
    labels: Mapping[str, tuple[str, ...]]


def _counts(warehouse: Warehouse, catalog: Catalog) -> _Counts:
    return _Counts(
        records={name: records_of(warehouse, name) for name in catalog.objects},
        filled={name: filled(warehouse, name) for name in catalog.objects},
        labels={table: _labels(warehouse, table) for table in catalog.links.values()},
    )


def _labels(warehouse: Warehouse, table: str) -> tuple[str, ...]:
    found = f"SELECT DISTINCT label FROM warehouse.{table} WHERE label IS NOT NULL ORDER BY label"
    return tuple(label for (label,) in warehouse.rows(found))


def _names(catalog: Catalog) -> object:
    """What the counts are of: a new property is to be seen at once."""
    properties = tuple((name, *sorted(shape.properties)) for name, shape in sorted(catalog.objects.items()))
    return properties, tuple(sorted(catalog.links.items()))


def _object(catalog: Catalog, name: str, counts: _Counts) -> KnownObject:
    records = counts.records[name]
    shares = {each: count / records if records else 0.0 for each, count in counts.filled[name].items()}
    properties = [
        KnownProperty(each.name, str(each.type), each.options, shares.get(each.name, 0.0))
        for each in catalog.objects[name].properties.values()
    ]
    return KnownObject(name, records, tuple(sorted(properties, key=lambda each: (-(each.filled or 0), each.name))))


def _events(catalog: Catalog, seen: Mapping[str, Seen]) -> tuple[KnownEvent, ...]:
    # What events of all types may have is one object among the properties of each, and made once.
    made: dict[int, KnownProperty] = {}

    def property_of(found: EventProperty) -> KnownProperty:
        if (known := made.get(id(found))) is None:
            known = made[id(found)] = KnownProperty(found.name, str(found.type), found.options, None)
        return known

    known = [
        KnownEvent(
            type,
            each.number if (each := seen.get(type)) else 0,
            each.last_at if each else None,
            tuple(map(property_of, shape.values())),
        )
        for type, shape in catalog.events.items()
    ]
    return tuple(sorted(known, key=lambda event: (-event.count, event.type)))


def _segments(defined: list[tuple[Segment, bool]], lists: Mapping[str, str]) -> tuple[KnownDefinition, ...]:
    found = {
        each.key: KnownDefinition(each.key, each.label or each.key, each.object, is_draft, each.when is None)
        for each, is_draft in defined
    }
    found |= {key: KnownDefinition(key, key, object, is_list=True) for key, object in lists.items() if key not in found}
    return tuple(found[key] for key in sorted(found))


def _score(score: Score, is_draft: bool) -> KnownDefinition:
    return KnownDefinition(score.key, score.label or score.key, score.object, is_draft, tiers=tiers_of(score))
