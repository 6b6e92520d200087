"""Conditions on a record: what they need of the frame, and whether they hold; true or false, never null."""

from collections.abc import Sequence

import ibis.expr.types as ir

from tamis.compile.expressions import Emit, all_of, any_of, number
from tamis.compile.frame import Frame
from tamis.compile.match import Match
from tamis.compile.moment import span_of
from tamis.compile.properties import property_holds
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
    ScoreCondition,
    TierCondition,
)


def plan_condition(condition: Condition, frame: Frame) -> Emit:
    """The condition as a column of the frame's table."""
    match condition:
        case All():
            return _joined(condition.conditions, frame, all_of)
        case Any_():
            return _joined(condition.conditions, frame, any_of)
        case None_():
            holds = _joined(condition.conditions, frame, any_of)
            return lambda table: ~holds(table)
        case PropertyCondition():
            return _plan_property(condition, frame)
        case EventCondition():
            return _plan_event(condition, frame)
        case InSegment():
            return plan_segment(condition.segment, frame)
        case Associated():
            associates = frame.associates(condition.of, condition.association)
            return associates.holds_for_any(plan_condition(condition.condition, associates.frame))
        case ScoreCondition():
            return _plan_score(condition, frame)
        case TierCondition():
            return _plan_tier(condition, frame)


def plan_segment(key: str, frame: Frame) -> Emit:
    """Whether the record is in the segment: computed once a frame, however many conditions ask."""
    segment = frame.scope.segments.get(key)
    if segment is None or segment.when is None:
        return frame.member(key)
    when = segment.when
    return frame.derived(f"segment.{key}", lambda: plan_condition(when, frame))


def plan_count(condition: EventCondition, frame: Frame) -> Emit:
    """How many events match: the contact's own, or those of all associated contacts together."""
    if frame.object_type != "contact":
        associates = frame.associates("contact", None)
        return associates.combined(plan_count(condition, associates.frame), "sum")
    match = Match(
        events=condition.event,
        where=(condition.where,) if condition.where else (),
        machine=condition.machine,
        span=span_of(condition.within, frame.scope.catalog.time_zone),
    )
    slot = frame.scope.measures.slot(match)
    return frame.figure(("count", slot), [(slot, lambda figures: figures.amount.cast("float64"))])


def in_range(count: ir.Value, first: int, last: int | None) -> ir.BooleanValue:
    """Whether a count lies in an inclusive range; no last means no end."""
    holds = count >= number(first)
    return holds if last is None else holds & (count <= number(last))


def _joined(conditions: Sequence[Condition], frame: Frame, join: object) -> Emit:
    parts = [plan_condition(part, frame) for part in conditions]
    return lambda table: join([part(table) for part in parts])  # type: ignore[operator]


def _plan_property(condition: PropertyCondition, frame: Frame) -> Emit:
    value = frame.property(condition.property)
    kind = frame.scope.catalog.objects[frame.object_type].properties[condition.property].type
    return lambda table: property_holds(value(table), kind, condition, time_zone=frame.scope.catalog.time_zone)


def _plan_event(condition: EventCondition, frame: Frame) -> Emit:
    count = plan_count(condition, frame)
    times = condition.times
    return lambda table: in_range(count(table), times.from_, times.to)


def _plan_score(condition: ScoreCondition, frame: Frame) -> Emit:
    value = _total_of(condition.score, frame)
    return lambda table: property_holds(
        value(table) / number(1e6), PropertyType.NUMBER, condition, time_zone=frame.scope.catalog.time_zone
    )


def _plan_tier(condition: TierCondition, frame: Frame) -> Emit:
    tier = _tier_of(condition.tier, frame)
    return lambda table: property_holds(
        tier(table), PropertyType.CHOICE, condition, time_zone=frame.scope.catalog.time_zone
    )


def _total_of(score: str, frame: Frame) -> Emit:
    from tamis.compile.score import plan_score

    if frame.scope.is_kept:
        return frame.kept(score, "points")
    return plan_score(frame.scope.scores[score], frame).total


def _tier_of(score: str, frame: Frame) -> Emit:
    from tamis.compile.score import plan_score

    if frame.scope.is_kept:
        return frame.kept(score, "tier")
    tier = plan_score(frame.scope.scores[score], frame).tier
    assert tier is not None
    return tier
