"""Whether a condition on a record's own properties held at the instant of each row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import ibis.expr.types as ir

from tamis.compile.catalog import Catalog
from tamis.compile.expressions import all_of, any_of
from tamis.compile.features.standing import compile_standing
from tamis.compile.properties import property_holds
from tamis.compile.reached import FADING
from tamis.definitions import All, Any_, Condition, InSegment, None_, PropertyCondition, Segment
from tamis.definitions.conditions import JOINS

Segments = dict[str, Segment]


def compile_held(condition: Condition, object_type: str, segments: Segments, catalog: Catalog) -> ir.Table | None:
    """One row a row: `row`, `held`; None for a condition on anything but the record's own properties."""
    if not _is_own(condition, segments):
        return None
    names = sorted(set(_properties(condition, segments)))
    seen = compile_standing(object_type, names, catalog, known=(), email=None)
    return seen.select("row", held=_holds(condition, seen, names, object_type, segments, catalog))


def _is_own(condition: Condition, segments: Segments) -> bool:
    if isinstance(condition, JOINS):
        return all(_is_own(part, segments) for part in condition.conditions)
    if isinstance(condition, InSegment):
        when = segments[condition.segment].when if condition.segment in segments else None
        return when is not None and _is_own(when, segments)
    return isinstance(condition, PropertyCondition) and condition.operator not in FADING


def _properties(condition: Condition, segments: Segments) -> Iterator[str]:
    if isinstance(condition, JOINS):
        for part in condition.conditions:
            yield from _properties(part, segments)
    elif isinstance(condition, InSegment):
        when = segments[condition.segment].when
        assert when is not None
        yield from _properties(when, segments)
    elif isinstance(condition, PropertyCondition):
        yield condition.property


def _holds(
    condition: Condition, seen: ir.Table, names: Sequence[str], object_type: str, segments: Segments, catalog: Catalog
) -> ir.BooleanValue:
    def inside(part: Condition) -> ir.BooleanValue:
        return _holds(part, seen, names, object_type, segments, catalog)

    match condition:
        case All():
            return all_of([inside(part) for part in condition.conditions])
        case Any_():
            return any_of([inside(part) for part in condition.conditions])
        case None_():
            return ~any_of([inside(part) for part in condition.conditions])
        case InSegment():
            when = segments[condition.segment].when
            assert when is not None
            return inside(when)
        case PropertyCondition():
            value = seen[f"value_{names.index(condition.property)}"]
            kind = catalog.objects[object_type].properties[condition.property].type
            return property_holds(value, kind, condition, time_zone=catalog.time_zone)
    raise AssertionError("only conditions on own properties are asked")
