"""Rules: the points each earns, before and after its own bounds (scoring.md, The arithmetic, steps 1 to 3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import ibis
import ibis.expr.types as ir

from tamis.compile.as_of import AS_OF
from tamis.compile.conditions import in_range, plan_condition
from tamis.compile.expressions import Emit, added, bounded, bounded_number, number
from tamis.compile.frame import Associates, Frame
from tamis.compile.match import Match
from tamis.compile.moment import span_of
from tamis.definitions import CountRange, Decay, EventRule, Group, RecordRule

Rule = RecordRule | EventRule


@dataclass(frozen=True)
class PlannedRule:
    """One rule as columns: `gate` (None: no gate), `earned` before its bounds, `points` after gate and bounds.

    `cases` are the points of each case of a record rule that looks at the scored record itself. `slot`, `scale` and
    `value` (a figure as points) lead back to the matching events, `count` to how many there were; `associates`, `each`
    and `each_cases` to the associated records and what each one earned.
    """

    points: Emit
    earned: Emit
    gate: Emit | None = None
    cases: tuple[Emit, ...] = ()
    slot: int | None = None
    scale: int = 1
    value: Emit | None = None
    count: Emit | None = None
    associates: Associates | None = None
    each: Emit | None = None
    each_cases: tuple[Emit, ...] = ()


def plan_rule(rule: Rule, group: Group, frame: Frame) -> PlannedRule:
    """A rule by itself, all of its parts to be seen."""
    planned = _plan_event_rule(rule, group, frame) if isinstance(rule, EventRule) else _plan_record_rule(rule, frame)
    gate = plan_condition(rule.when, frame) if _is_gated(rule) else None  # type: ignore[arg-type]

    def points(table: ir.Table) -> ir.Value:
        value = bounded(planned.earned(table), limit=rule.limit, floor=rule.floor)
        return ibis.ifelse(gate(table), value, number(0)) if gate else value

    return PlannedRule(**{**planned.__dict__, "points": points, "gate": gate})


def plan_group_points(group: Group, frame: Frame, name: str) -> list[Emit]:
    """The terms whose sum is the group's points before its bounds.

    Event rules of contacts go to one column of the group, already bounded, where a contact without matching events
    earns nothing by them: the wide table is then as wide as there are groups, not rules.
    """
    rules = [rule for rule in group.rules if rule.enabled]
    together = [rule for rule in rules if isinstance(rule, EventRule) and _can_share(rule, frame)]
    apart = [plan_rule(rule, group, frame).points for rule in rules if not _can_share(rule, frame)]
    return [*_plan_together(together, group, frame, name), *apart]


# -- record rules -----------------------------------------------------------------------------------------------------


def _plan_record_rule(rule: RecordRule, frame: Frame) -> PlannedRule:
    if rule.of is None:
        cases = _plan_cases(rule, frame)

        def earned(table: ir.Table) -> ir.Value:
            return added([case(table) for case in cases])

        return PlannedRule(points=earned, earned=earned, cases=cases)
    associates = frame.associates(rule.of, rule.association)
    cases = _plan_cases(rule, associates.frame)
    meets = plan_condition(rule.when, associates.frame) if rule.when and rule.cases else None

    def each(table: ir.Table) -> ir.Value:
        value = added([case(table) for case in cases])
        return ibis.ifelse(meets(table), value, number(0)) if meets else value

    combined = associates.combined(each, rule.combine)
    return PlannedRule(points=combined, earned=combined, associates=associates, each=each, each_cases=cases)


def _plan_cases(rule: RecordRule, frame: Frame) -> tuple[Emit, ...]:
    if rule.cases is None:
        assert rule.when is not None
        assert rule.points is not None
        if rule.of is None:
            # Its `when` is the rule's gate, which is applied last.
            return (_always(rule.points),)
        return (_worth(plan_condition(rule.when, frame), rule.points),)
    return tuple(_worth(plan_condition(case.when, frame), case.points) for case in rule.cases)


def _always(points: float) -> Emit:
    return lambda _table: number(points)


def _worth(holds: Emit, points: float) -> Emit:
    return lambda table: ibis.ifelse(holds(table), number(points), number(0))


def _is_gated(rule: Rule) -> bool:
    """With `of`, a record rule's `when` is a condition on the associated records, not a gate."""
    return rule.when is not None and (isinstance(rule, EventRule) or rule.of is None)


# -- event rules ------------------------------------------------------------------------------------------------------


def _plan_event_rule(rule: EventRule, group: Group, frame: Frame) -> PlannedRule:
    if frame.object_type == "contact":
        return _plan_own_events(rule, group, frame, forgets=_forgets(group, frame))
    contacts = rule.contacts
    associates = frame.associates(
        "contact", contacts.association if contacts else None, contacts.where if contacts else None
    )
    if contacts and contacts.where and associates.where is None:
        associates.where = plan_condition(contacts.where, associates.frame)
    own = _plan_own_events(rule, group, associates.frame, forgets=_forgets(group, frame))
    earned = associates.combined(own.earned, rule.combine or "sum")
    return PlannedRule(
        points=earned,
        earned=earned,
        slot=own.slot,
        scale=own.scale,
        value=own.value,
        count=own.count,
        associates=associates,
        each=own.earned,
    )


def _forgets(group: Group, frame: Frame) -> str | None:
    """scoring.md: an engagement reset of a record makes the event rules of its engagement groups ignore events."""
    has_resets = frame.scope.catalog.objects[frame.object_type].resets is not None
    return frame.object_type if has_resets and group.category == "engagement" else None


def _plan_own_events(rule: EventRule, group: Group, frame: Frame, *, forgets: str | None) -> PlannedRule:
    decay = rule.decay_in(group)
    scale = _scale([rule])
    apart = id(rule) if frame.scope.detailed else None
    slot = frame.scope.measures.slot(
        *matches_of(rule, decay, frame, scale, forgets=forgets), newest=_needs_newest(rule, decay), apart=apart
    )
    value = _figure_value(rule.times, decay, scale, frame)
    earned = frame.figure((slot, rule.times, decay, scale), [(slot, value)])
    count = frame.figure(("count", slot), [(slot, _count)]) if rule.times else None
    zero = _points_at_zero(rule)
    if zero and count:
        earned = _unless_none(count, earned, zero)
    return PlannedRule(points=earned, earned=earned, slot=slot, scale=scale, value=value, count=count)


def _unless_none(count: Emit, earned: Emit, zero: float) -> Emit:
    """A range from 0 is reached without any figure to read."""
    return lambda table: ibis.ifelse(count(table) > 0, earned(table), number(zero))


def _count(figures: ir.Table) -> ir.Value:
    return figures.amount.cast("float64")


def matches_of(rule: EventRule, decay: Decay | None, frame: Frame, scale: int, *, forgets: str | None) -> list[Match]:
    """The ways an event counts for the rule: one, or one a case; amounts in 1/`scale` points, or 1 for a count."""
    fades = decay is not None and rule.times is None
    span = span_of(rule.within, frame.scope.catalog.time_zone, decay if fades else None)
    parts = [(case.where, case.points) for case in rule.cases] if rule.cases else [(None, rule.points or 0)]
    return [
        Match(
            events=rule.event,
            where=tuple(part for part in (rule.where, where) if part is not None),
            machine=rule.machine,
            span=span,
            amount=1 if rule.times else _scaled(points, scale),
            fades=fades,
            step=decay.every.micros if decay and fades and decay.mode == "step" else None,
            forgets=forgets,
        )
        for where, points in parts
    ]


def _figure_value(times: Sequence[CountRange] | None, decay: Decay | None, scale: int, frame: Frame) -> Emit:
    """A slot's figures as points, before any bound."""
    if times is not None:
        return lambda figures: _range_points(figures, times, decay, frame)
    if decay is None:
        return lambda figures: figures.amount.cast("float64") / number(scale)
    fading = _fading_a_unit(decay)
    return lambda figures: (
        (figures.amount.cast("float64") - figures.faded.cast("float64") * number(fading)) / number(scale)
    )


def _range_points(figures: ir.Table, times: Sequence[CountRange], decay: Decay | None, frame: Frame) -> ir.Value:
    count = figures.amount.cast("float64")
    branches = [(in_range(count, each.from_, each.to), number(each.points)) for each in times]
    points = ibis.cases(*branches, else_=number(0))
    if decay is None or not _some_fade(times):
        return points
    elapsed = AS_OF - figures.newest
    if decay.mode == "step":
        elapsed = (elapsed - elapsed % decay.every.micros) / decay.every.micros
    return points * ibis.greatest(number(1) - elapsed.cast("float64") * number(_fading_a_unit(decay)), number(0))


def _needs_newest(rule: EventRule, decay: Decay | None) -> bool:
    return decay is not None and rule.times is not None and _some_fade(rule.times)


def _some_fade(times: Sequence[CountRange]) -> bool:
    """A range that only no event at all reaches does not fade."""
    return any(each.points and each.to != 0 for each in times)


def _fading_a_unit(decay: Decay) -> float:
    """The share of the points lost a microsecond (linear) or a step."""
    share = decay.percent / 100
    return share / decay.every.micros if decay.mode == "linear" else share


def _points_at_zero(rule: EventRule) -> float:
    """What the rule earns with no matching event: only a range from 0 gives anything."""
    return next((each.points for each in rule.times or () if each.from_ == 0), 0.0)


# -- rules that share a column ----------------------------------------------------------------------------------------


def _can_share(rule: Rule, frame: Frame) -> bool:
    if not isinstance(rule, EventRule) or frame.scope.detailed or frame.object_type != "contact":
        return False
    at_zero = bounded_number(_points_at_zero(rule), limit=rule.limit, floor=rule.floor)
    return rule.when is None and at_zero == 0


def _plan_together(rules: Sequence[EventRule], group: Group, frame: Frame, name: str) -> list[Emit]:
    """Rules that only add share a slot for each decay; the others keep theirs; all go to the same column."""
    if not rules:
        return []
    forgets = _forgets(group, frame)
    adding: dict[Decay | None, list[EventRule]] = {}
    terms: list[tuple[int, Emit]] = []
    for rule in rules:
        if rule.times is None and rule.limit is None and rule.floor is None:
            adding.setdefault(rule.decay_in(group), []).append(rule)
        else:
            terms.append(_bounded_term(rule, rule.decay_in(group), frame, forgets=forgets))
    terms += [_added_term(some, decay, frame, forgets=forgets) for decay, some in adding.items()]
    return [frame.figure(name, terms)]


def _bounded_term(rule: EventRule, decay: Decay | None, frame: Frame, *, forgets: str | None) -> tuple[int, Emit]:
    scale = _scale([rule])
    matches = matches_of(rule, decay, frame, scale, forgets=forgets)
    slot = frame.scope.measures.slot(*matches, newest=_needs_newest(rule, decay))
    value = _figure_value(rule.times, decay, scale, frame)
    return slot, lambda figures: bounded(value(figures), limit=rule.limit, floor=rule.floor)


def _added_term(
    rules: Sequence[EventRule], decay: Decay | None, frame: Frame, *, forgets: str | None
) -> tuple[int, Emit]:
    scale = _scale(rules)
    matches = [match for rule in rules for match in matches_of(rule, decay, frame, scale, forgets=forgets)]
    slot = frame.scope.measures.slot(*matches)
    return slot, _figure_value(None, decay, scale, frame)


def _scale(rules: Sequence[EventRule]) -> int:
    """The power of ten that makes all points of the rules whole (they have at most 6 decimals)."""
    points = [case.points for rule in rules for case in (rule.cases or ())] + [rule.points or 0 for rule in rules]
    decimals = max(-int(Decimal(str(p)).normalize().as_tuple().exponent) for p in points)
    return int(10 ** max(decimals, 0))


def _scaled(points: float, scale: int) -> int:
    return int(Decimal(str(points)) * scale)
