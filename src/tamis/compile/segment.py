"""How many records are in each segment, and which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import ibis.expr.types as ir

from tamis.compile.catalog import Catalog
from tamis.compile.conditions import plan_segment
from tamis.compile.frame import Frame
from tamis.compile.scope import new_scope
from tamis.definitions import Score, Segment


def compile_sizes(
    keys: Sequence[str], object_type: str, scores: Sequence[Score], segments: Mapping[str, Segment], catalog: Catalog
) -> ir.Table:
    """One row: for the segment at each place i, beginning with 0, `size_i`, the number of its records of that object.

    `scores` are those that conditions may ask for, all of that object. The instant is a parameter (`AS_OF`).
    """
    frame = Frame(new_scope({score.key: score for score in scores}, segments, catalog), object_type)
    members = [plan_segment(key, frame) for key in keys]
    table = frame.table()
    return table.aggregate(
        **{
            f"size_{i}": (table.visible & holds(table)).cast("int64").sum().fill_null(0)
            for i, holds in enumerate(members)
        }
    )


def compile_memberships(
    keys: Sequence[str], object_type: str, scores: Sequence[Score], segments: Mapping[str, Segment], catalog: Catalog
) -> ir.Table:
    """One row a record: `n`, and for the segment at each place i, beginning with 0, `member_i`, whether it is in it."""
    frame = Frame(new_scope({score.key: score for score in scores}, segments, catalog), object_type)
    members = [plan_segment(key, frame) for key in keys]
    table = frame.table()
    return table.select(n="n", **{f"member_{i}": table.visible & holds(table) for i, holds in enumerate(members)})


def compile_members(
    key: str, object_type: str, scores: Sequence[Score], segments: Mapping[str, Segment], catalog: Catalog
) -> ir.Table:
    """One row a record of a segment: its number, `n`. The rest is as in `compile_sizes`."""
    frame = Frame(new_scope({score.key: score for score in scores}, segments, catalog), object_type)
    holds = plan_segment(key, frame)
    table = frame.table()
    return table.filter(table.visible & holds(table)).select("n")
