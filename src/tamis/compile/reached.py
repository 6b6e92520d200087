"""When a condition first held of each record, where the data tells the instant."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from tamis.compile.as_of import AS_OF
from tamis.compile.catalog import CHANGE_COLUMNS
from tamis.compile.expressions import stacked, whole
from tamis.compile.match import Match
from tamis.compile.moment import EARLIEST, span_of
from tamis.compile.properties import property_holds
from tamis.compile.scope import Scope
from tamis.compile.tables import COLUMN_TYPES
from tamis.definitions import (
    Any_,
    Associated,
    Condition,
    EventCondition,
    InSegment,
    Last,
    PropertyCondition,
    PropertyType,
)

#: Operators whose truth changes as time goes by.
FADING = ("in_the_last", "in_the_next", "more_than_ago")


def compile_reached(condition: Condition, object_type: str, scope: Scope) -> ir.Table | None:
    """`n`, `reached_at` of each record of which it held by the instant (`AS_OF`): the first instant at which it did,
    `EARLIEST` where it is so without the data telling since when. None if only asking at one instant after the other
    can tell (conditions that can cease to hold together, windows that move, scores).

    A property is reached at the change that made it so; without a history, a deal's at `closed_at`. An event is
    reached with the last that is asked for. What an associated record reached counts from when that was created.
    """
    reached = _reached(condition, object_type, scope)
    if reached is None:
        return None
    seen = reached.filter(reached.reached_at <= AS_OF)
    return seen.group_by("n").aggregate(reached_at=seen.reached_at.min())


def _reached(condition: Condition, object_type: str, scope: Scope) -> ir.Table | None:
    match condition:
        case PropertyCondition():
            return _of_property(condition, object_type, scope) if condition.operator not in FADING else None
        case EventCondition():
            return _of_event(condition, object_type, scope)
        case Associated():
            return _of_associated(condition, object_type, scope)
        case Any_():
            parts = [_reached(part, object_type, scope) for part in condition.conditions]
            return (
                None if any(part is None for part in parts) else stacked([part for part in parts if part is not None])
            )
        case InSegment():
            segment = scope.segments.get(condition.segment)
            return _reached(segment.when, object_type, scope) if segment is not None and segment.when else None
    return None


def _of_property(condition: PropertyCondition, object_type: str, scope: Scope) -> ir.Table:
    shape = scope.catalog.objects[object_type]
    prop = shape.properties[condition.property]
    records = scope.tables.records(object_type)
    fixed = records.filter(_holds(records[prop.column], condition, prop.type, scope))
    if not prop.has_history:
        return fixed.select("n", reached_at=_settled_at(fixed, object_type, scope))
    assert prop.type is not None
    changes = scope.tables.changes(object_type)
    changes = changes.filter(changes.property == prop.name)
    value = changes[CHANGE_COLUMNS[prop.type]].cast(COLUMN_TYPES[prop.type])
    changed = changes.filter(_holds(value, condition, prop.type, scope)).select("n", reached_at="changed_at")
    fixed = fixed.anti_join(changes.select(of_n="n").distinct(), [("n", "of_n")])
    return stacked([changed, fixed.select("n", reached_at=_settled_at(fixed, object_type, scope))])


def _holds(value: ir.Value, condition: PropertyCondition, kind: PropertyType | None, scope: Scope) -> ir.BooleanValue:
    return property_holds(value, kind, condition, time_zone=scope.catalog.time_zone)


def _settled_at(records: ir.Table, object_type: str, scope: Scope) -> ir.Value:
    """Since when a value without a history has been so."""
    closed = scope.catalog.objects[object_type].properties.get("closed_at")
    is_dated = (
        object_type == "deal" and closed is not None and closed.type in (PropertyType.DATETIME, PropertyType.DATE)
    )
    if closed is None or not is_dated:
        return whole(EARLIEST)
    return ibis.coalesce(records[closed.column], whole(EARLIEST))


def _of_event(condition: EventCondition, object_type: str, scope: Scope) -> ir.Table | None:
    times = condition.times
    if times.to is not None or times.from_ < 1 or isinstance(condition.within, Last):
        return None
    where = (condition.where,) if condition.where else ()
    span = span_of(condition.within, scope.catalog.time_zone)
    scope.measures.slot(Match(condition.event, where, condition.machine, span))
    matched = scope.measures.matched.select("contact", "occurred_at")
    if object_type == "contact":
        events = matched.select(n="contact", reached_at="occurred_at")
    else:
        pairs = scope.records.pairs(object_type, "contact", None)
        if pairs is None:
            return scope.tables.records(object_type).filter(ibis.literal(False)).select("n", reached_at="created_at")
        events = _seen_with(matched.rename(n="contact", reached_at="occurred_at"), pairs, "contact", scope)
    place = ibis.row_number().over(group_by="n", order_by=events.reached_at)
    numbered = events.mutate(place=place)
    return numbered.filter(numbered.place == times.from_ - 1).select("n", "reached_at")


def _of_associated(condition: Associated, object_type: str, scope: Scope) -> ir.Table | None:
    inner = _reached(condition.condition, condition.of, scope)
    pairs = scope.records.pairs(object_type, condition.of, condition.association)
    if inner is None or pairs is None:
        return None
    return _seen_with(inner, pairs, condition.of, scope)


def _seen_with(reached: ir.Table, pairs: ir.Table, of: str, scope: Scope) -> ir.Table:
    """What associated records reached, as reached by those they are associated with; not before they were there."""
    there = scope.tables.records(of).select(there_n="n", there_at="created_at")
    joined = pairs.select(from_n="from_n", other="to_n").inner_join(there, [("other", "there_n")])
    joined = joined.inner_join(reached, joined.other == reached.n)
    known = ibis.coalesce(joined.there_at, joined.reached_at)
    return joined.select(n=joined.from_n, reached_at=ibis.greatest(joined.reached_at, known))
