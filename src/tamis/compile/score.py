"""A score as columns: groups, categories, total and tier (scoring.md, The arithmetic, steps 4 to 7)."""

from __future__ import annotations

import functools
import operator
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import ibis
import ibis.expr.types as ir

from tamis.compile.catalog import Catalog
from tamis.compile.conditions import plan_segment
from tamis.compile.expressions import Emit, added, any_of, bounded, number, whole
from tamis.compile.frame import Frame
from tamis.compile.rules import plan_group_points
from tamis.compile.scope import new_scope
from tamis.definitions import Group, Population, Score, Segment, Tier


@dataclass(frozen=True)
class PlannedScore:
    """The columns of one score: micro-points (millionths of a point) by category and in total, null outside the
    population; and the tier, null with them, None if the score has no thresholds."""

    categories: Mapping[str, Emit]
    total: Emit
    tier: Emit | None
    category_tiers: Mapping[str, Emit]


def compile_scores(scores: Sequence[Score], segments: Mapping[str, Segment], catalog: Catalog) -> ir.Table:
    """One row for each record of the scored object, in no order: `id`, then for each score, in the order given,
    `KEY`, for a combined score `KEY_fit` and `KEY_engagement`, and with thresholds `KEY_tier`.

    Points are 64-bit integers in millionths of a point. The instant is a parameter (`AS_OF`).
    """
    scope = new_scope({score.key: score for score in scores}, segments, catalog)
    frame = Frame(scope, scores[0].object)
    columns: dict[str, Emit] = {}
    for score in scores:
        columns |= written_columns(score, plan_score(score, frame))
    table = frame.table(with_id=True)
    return table.select("id", **{name: emit(table) for name, emit in columns.items()})


def written_columns(score: Score, planned: PlannedScore) -> dict[str, Emit]:
    """The columns that a score writes, by name (scoring.md, What a score writes)."""
    columns = {score.key: planned.total}
    if len(planned.categories) > 1:
        columns |= {f"{score.key}_{category}": emit for category, emit in planned.categories.items()}
    if planned.tier is not None:
        columns[f"{score.key}_tier"] = planned.tier
    return columns


def plan_score(score: Score, frame: Frame) -> PlannedScore:
    """The score's columns in a frame of its object; planned once a frame, however often asked for."""
    categories = {c: _plan_category(score, c, frame) for c in score.categories}
    total = frame.derived(f"{score.key}.total", lambda: _plan_total(score, frame))
    if not score.thresholds:
        return PlannedScore(categories, total, None, {})
    tier = frame.derived(f"{score.key}.tier", lambda: _joined(list(_plan_tiers(score, frame).values())))
    return PlannedScore(categories, total, tier, _plan_tiers(score, frame))


def plan_in_population(score: Score, frame: Frame) -> Emit:
    """Whether the record exists at the moment and is in the score's population."""
    population = score.population or Population.model_construct()
    include = [plan_segment(key, frame) for key in population.include or ()]
    exclude = [plan_segment(key, frame) for key in population.exclude or ()]

    def holds(table: ir.Table) -> ir.Value:
        inside = table.visible
        if include:
            inside = inside & any_of([segment(table) for segment in include])
        return inside & ~any_of([segment(table) for segment in exclude]) if exclude else inside

    return holds


def rounded_micros(points: ir.Value) -> ir.Value:
    """Points as whole micro-points, half away from zero; a value within 1e-9 of a half counts as the half."""
    magnitude = (points.abs() * number(1e6) + number(0.5 + 1e-3)).floor().cast("int64")
    return ibis.ifelse(points < 0, -magnitude, magnitude)


def group_points(group: Group, terms: Sequence[Emit]) -> Emit:
    """The sum of a group's terms, bounded."""
    return lambda table: bounded(added([term(table) for term in terms]), limit=group.limit, floor=group.floor)


def category_points(score: Score, groups: Sequence[Emit]) -> Emit:
    """The sum of a category's groups, bounded by the score."""
    return lambda table: bounded(added([group(table) for group in groups]), limit=score.limit, floor=score.floor)


def tier_of(micros: ir.Value, tiers: Sequence[Tier]) -> ir.Value:
    """The first tier whose `from` is at most the value; null without a value."""
    reached = [
        (micros >= whole(int(Decimal(str(tier.from_)) * 10**6)), tier.tier) for tier in tiers if tier.from_ is not None
    ]
    return ibis.cases((micros.isnull(), ibis.null("string")), *reached, else_=tiers[-1].tier)


def _plan_total(score: Score, frame: Frame) -> Emit:
    parts = [_plan_category(score, category, frame) for category in score.categories]
    return lambda table: added([part(table) for part in parts])


def _plan_tiers(score: Score, frame: Frame) -> dict[str, Emit]:
    thresholds = {str(category): tiers for category, tiers in score.thresholds.items()}
    return {c: _plan_tier(_plan_category(score, c, frame), thresholds[c]) for c in score.categories}


def _plan_category(score: Score, category: str, frame: Frame) -> Emit:
    def plan() -> Emit:
        inside = frame.derived(f"{score.key}.inside", lambda: plan_in_population(score, frame))
        points = frame.derived(f"{score.key}.{category}.points", lambda: _plan_points(score, category, frame))
        return lambda table: ibis.ifelse(inside(table), rounded_micros(points(table)), ibis.null("int64"))

    return frame.derived(f"{score.key}.{category}", plan)


def _plan_points(score: Score, category: str, frame: Frame) -> Emit:
    groups = [
        group_points(group, plan_group_points(group, frame, f"{score.key}.{group.key}"))
        for group in score.groups
        if group.category == category
    ]
    return category_points(score, groups)


def _plan_tier(micros: Emit, tiers: Sequence[Tier]) -> Emit:
    return lambda table: tier_of(micros(table), tiers)


def _joined(tiers: Sequence[Emit]) -> Emit:
    """The tier of a score: that of its only category, or the fit tier followed by the engagement tier."""
    return lambda table: functools.reduce(operator.add, [tier(table) for tier in tiers])
