"""What would have to be so for a condition to hold, or not to hold any more: things that can be supposed of a record.

Only proposed here: whether they bring points is computed afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice, product

from tamis.definitions import (
    All,
    Any_,
    Associated,
    Condition,
    EventCondition,
    InSegment,
    None_,
    PropertyCondition,
    PropertyType,
)
from tamis.definitions.wording import describe_condition
from tamis.operations.record.cells import Shown
from tamis.operations.record.nearing.surroundings import Around, Spot
from tamis.operations.record.nearing.wanted import event_cells, is_open, unwanted_value, wanted_value
from tamis.store.warehouse.suppositions import EventHappens, IsAssociated, IsMember, PropertyIs, Supposed

# Of the ways to meet a condition only so many are tried, and records associated with a record.
_MOST_WAYS = 8


@dataclass(frozen=True)
class Wish:
    """One thing that would have to be so. `kind`: event, property, property_not (a condition that must no longer hold),
    segment or association; `words`: the condition, or the rule; `about`: whom, if not the record itself; `now`: the
    value that a property has, and `now_type` its type."""

    kind: str
    words: str
    supposed: Supposed
    about: str | None = None
    now: Shown = None
    now_type: PropertyType | None = None

    @property
    def times(self) -> int:
        """How often it would have to happen."""
        return self.supposed.times if isinstance(self.supposed, EventHappens) else 1


Way = tuple[Wish, ...]
"""What would all have to be so; nothing, if nothing is lacking."""


def ways_to_meet(condition: Condition | None, spot: Spot, around: Around) -> list[Way]:
    """The ways to have a condition hold of a record; none where nobody could bring it about."""
    match condition:
        case None:
            return [()]
        case All(conditions=parts):
            return together(ways_to_meet(part, spot, around) for part in parts)
        case Any_(conditions=parts):
            return _some(way for part in parts for way in ways_to_meet(part, spot, around))
        case None_(conditions=parts):
            return together(ways_to_fail(part, spot, around) for part in parts)
        case PropertyCondition():
            return _property(condition, spot, around)
        case InSegment(segment=key):
            segment = around.segments.get(key)
            if segment is not None and segment.is_dynamic:
                return ways_to_meet(segment.when, spot, around)
            label = (segment.label if segment else None) or key
            return [(Wish("segment", label, IsMember(key, spot.n), spot.title),)]
        case EventCondition():
            return _event(condition, spot, around)
        case Associated():
            return _associated(condition, spot, around)
    return []


def ways_to_fail(condition: Condition, spot: Spot, around: Around) -> list[Way]:
    """The ways to have a condition no longer hold; what happened cannot be undone."""
    match condition:
        case All(conditions=parts):
            return _some(way for part in parts for way in ways_to_fail(part, spot, around))
        case Any_(conditions=parts):
            return together(ways_to_fail(part, spot, around) for part in parts)
        case None_(conditions=parts):
            return _some(way for part in parts for way in ways_to_meet(part, spot, around))
        case PropertyCondition():
            property = around.property(spot.object, condition.property)
            if property is None or property.type is None:
                return []
            supposed = PropertyIs(
                spot.object, spot.n, property.name, unwanted_value(condition, property, around.moment)
            )
            now = around.value(spot, property)
            return [(Wish("property_not", describe_condition(condition), supposed, spot.title, now, property.type),)]
        case InSegment(segment=key):
            segment = around.segments.get(key)
            return ways_to_fail(segment.when, spot, around) if segment and segment.when else []
    return []


def together(parts: Iterable[Sequence[Way]]) -> list[Way]:
    """The ways to have all of several things: one way of each. Two that contradict each other are left out."""
    joined = (tuple(dict.fromkeys(w for way in ways for w in way)) for ways in product(*parts))
    return _some(way for way in joined if not contradicts(way))


def contradicts(way: Way) -> bool:
    """Whether a property of a record would have to have two values."""
    places = [
        (each.supposed.object, each.supposed.n, each.supposed.property)
        for each in way
        if isinstance(each.supposed, PropertyIs)
    ]
    return len(places) > len(set(places))


def _some(ways: Iterable[Way]) -> list[Way]:
    return list(islice(ways, _MOST_WAYS))


def _property(condition: PropertyCondition, spot: Spot, around: Around) -> list[Way]:
    property = around.property(spot.object, condition.property)
    if property is None:
        return []
    supposed = PropertyIs(spot.object, spot.n, property.name, wanted_value(condition, property, around.moment))
    words = describe_condition(condition)
    return [(Wish("property", words, supposed, spot.title, around.value(spot, property), property.type),)]


def _event(condition: EventCondition, spot: Spot, around: Around) -> list[Way]:
    if condition.times.from_ < 1 or not is_open(condition.within, around.moment):
        return []
    words = describe_condition(condition)
    found: list[Way] = [
        (Wish("event", words, EventHappens(contact.n, type, cells, condition.times.from_), contact.title),)
        for contact in around.contacts_of(spot)
        for type in condition.event
        if type in around.catalog.events
        for cells in event_cells(condition.where, around.catalog.events[type], around.moment)
    ]
    return found[:_MOST_WAYS]


def _associated(condition: Associated, spot: Spot, around: Around) -> list[Way]:
    there = around.associated(spot, condition.of, condition.association)
    if there:
        return _some(way for each in there for way in ways_to_meet(condition.condition, each, around))
    return ways_to_associate(spot, condition.of, condition.association, [condition.condition], around)


def ways_to_associate(
    spot: Spot, other: str, association: str | None, conditions: Sequence[Condition], around: Around
) -> list[Way]:
    """To have a record associated with one, not there yet, that meets conditions on its properties."""
    if (spot.object, other) not in around.catalog.links:
        return []
    newcomer = Spot(other, -1, None)
    label = None if association in (None, "any", "primary") else association
    found: list[Way] = []
    for way in together(ways_to_meet(each, newcomer, around) for each in conditions):
        cells = [(w.supposed.property, w.supposed.value) for w in way if isinstance(w.supposed, PropertyIs)]
        if len(cells) == len(way):
            words = " and ".join(describe_condition(each) for each in conditions)
            supposed = IsAssociated(spot.object, spot.n, other, label, tuple(cells))
            found.append((Wish("association", words, supposed, other),))
    return found
