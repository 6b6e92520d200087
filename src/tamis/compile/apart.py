"""A score in two halves: what each of its rules gives by itself, and what that comes to.

Who tries a score out changes one rule at a time. What the others give is known by then, and the second half is so
small that it takes no time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import ibis
import ibis.expr.types as ir

from tamis.compile.catalog import Catalog
from tamis.compile.expressions import Emit, added
from tamis.compile.frame import Frame
from tamis.compile.rules import plan_rule
from tamis.compile.scope import new_scope
from tamis.compile.score import category_points, group_points, plan_in_population, rounded_micros, tier_of
from tamis.definitions import EventRule, Group, RecordRule, Score, Segment

Part = tuple[RecordRule | EventRule, Group]

#: The table that the second half looks at: `n`, `inside` and a column for each rule that is enabled (`given_column`).
GIVEN = "given"


def given_column(group: int, rule: int) -> str:
    """The column of `GIVEN` that holds the points of a rule, by the places of its group and of itself."""
    return f"rule_{group}_{rule}"


def compile_parts(
    parts: Sequence[Part],
    insides: Sequence[Score],
    object_type: str,
    scores: Sequence[Score],
    segments: Mapping[str, Segment],
    catalog: Catalog,
) -> ir.Table:
    """One row a record of the object: `n`; for each rule, with the group it stands in, `part_0`, … its points after its
    bounds; and `inside_0`, … whether the record is there and in the population of a score.

    `scores` are those that segments may ask for. The instant is a parameter (`AS_OF`).
    """
    frame = Frame(new_scope({each.key: each for each in scores}, segments, catalog, detailed=True), object_type)
    columns: dict[str, Emit] = {f"part_{i}": plan_rule(*part, frame).points for i, part in enumerate(parts)}
    columns |= {f"inside_{i}": plan_in_population(score, frame) for i, score in enumerate(insides)}
    table = frame.table()
    return table.select("n", **{name: emit(table) for name, emit in columns.items()})


def compile_whole(score: Score) -> ir.Table:
    """One row a record of `GIVEN`: `n`, `points` in millionths of a point, and `tier`; null outside the population, and
    the tier without thresholds."""
    columns = {given_column(g, r): "float64" for g, r, _ in enabled_rules(score)}
    table = ibis.table({"n": "int32", "inside": "boolean", **columns}, name=GIVEN)
    table = table.select("n", **{c: _category(score, c)(table) for c in score.categories})
    thresholds = {str(category): tiers for category, tiers in score.thresholds.items()}
    tiers = [tier_of(table[category], thresholds[category]) for category in score.categories if thresholds]
    return table.select(
        "n",
        points=added([table[category] for category in score.categories]),
        tier=_joined(tiers) if tiers else ibis.null("string"),
    )


def enabled_rules(score: Score) -> list[tuple[int, int, Part]]:
    """Every rule that is enabled, with the places of its group and of itself."""
    return [
        (g, r, (rule, group))
        for g, group in enumerate(score.groups)
        for r, rule in enumerate(group.rules)
        if rule.enabled
    ]


def _category(score: Score, category: str) -> Emit:
    groups = [
        group_points(group, [_given(given_column(g, r)) for r, rule in enumerate(group.rules) if rule.enabled])
        for g, group in enumerate(score.groups)
        if group.category == category
    ]
    points = category_points(score, groups)
    return lambda table: ibis.ifelse(table.inside, rounded_micros(points(table)), ibis.null("int64"))


def _given(column: str) -> Emit:
    return lambda table: table[column]


def _joined(tiers: Sequence[ir.Value]) -> ir.Value:
    first, *others = tiers
    for other in others:
        first = first + other
    return first
