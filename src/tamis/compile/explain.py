"""The same score, every part of it kept: what each case, event, rule, group and category came to, for some records.

Explaining is not a second implementation: the rules are planned as for scoring, only none shares a column.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import ibis
import ibis.expr.types as ir

from tamis.compile.catalog import Catalog
from tamis.compile.conditions import plan_segment
from tamis.compile.expressions import Emit, number
from tamis.compile.frame import Frame
from tamis.compile.records import is_single
from tamis.compile.rules import PlannedRule, plan_rule
from tamis.compile.scope import new_scope
from tamis.compile.score import category_points, group_points, plan_in_population, plan_score, written_columns
from tamis.definitions import (
    All,
    Any_,
    Associated,
    Condition,
    EventRule,
    Group,
    None_,
    PropertyCondition,
    RecordRule,
    Score,
    Segment,
)

RuleAt = tuple[int, int]

#: The table of the records that are asked for: their numbers, in the column `n`.
ASKED = "asked"


@dataclass(frozen=True)
class Explanation:
    """Expressions whose rows, together, are the explanation of some records.

    `records`: one row a record, its columns named by `column`. `events`: one row for each event and way it counted:
    `contact`, `occurred_at`, `type`, `rule` (its number in `rules_with_events`), `part`, `raw`, `points`.
    `associated`: for a rule over associated records, one row for each: `from_n`, `n`, `id`, `points`, `case_0` ….
    """

    records: ir.Table
    events: ir.Table | None
    associated: Mapping[RuleAt, ir.Table]
    rules_with_events: Mapping[int, RuleAt]


@dataclass(frozen=True)
class Looked:
    """A property that is looked at: of a record itself, or of the only one of another object that it can have (`of`),
    a contact's primary company."""

    property: str
    of: str | None = None


def properties_of(score: Score) -> tuple[Looked, ...]:
    """The properties that the rules look at for the scored record, not by way of segments or of many others."""
    rules = (rule for _, rule in score.rules() if rule.enabled and not _is_of_others(rule))
    return tuple(dict.fromkeys(looked for rule in rules for looked in properties_in(rule, score.object)))


def properties_in(rule: RecordRule | EventRule, scored: str) -> tuple[Looked, ...]:
    """The properties that a rule looks at for the scored record, or with `of` for each associated one; each once."""
    object = rule.of or scored if isinstance(rule, RecordRule) else scored
    cases = rule.cases or () if isinstance(rule, RecordRule) else ()
    conditions = (rule.when, *(case.when for case in cases))
    return tuple(dict.fromkeys(looked for condition in conditions for looked in _compared(condition, object)))


def _is_of_others(rule: RecordRule | EventRule) -> bool:
    return isinstance(rule, RecordRule) and rule.of is not None


def _compared(condition: Condition | None, object: str, of: str | None = None) -> Iterator[Looked]:
    if isinstance(condition, All | Any_ | None_):
        for inner in condition.conditions:
            yield from _compared(inner, object, of)
    elif isinstance(condition, PropertyCondition):
        yield Looked(condition.property, of)
    elif isinstance(condition, Associated) and of is None and is_single(object, condition.of, condition.association):
        yield from _compared(condition.condition, condition.of, condition.of)


def _plan_looked(looked: Looked, frame: Frame) -> Emit:
    if looked.of is None:
        return frame.property(looked.property)
    only = frame.associates(looked.of, None)
    return only.of_only_one(only.frame.property(looked.property))


# Each record asks for the same few hundred.
@lru_cache(maxsize=10_000)
def column(*parts: str | int) -> str:
    """The name of a column of an explanation: `column("rule", 0, 2, "earned")`."""
    return ".".join(str(part) for part in ("explained", *parts))


def compile_explanation(
    score: Score, scores: Sequence[Score], segments: Mapping[str, Segment], catalog: Catalog
) -> Explanation:
    """What explains `score` for the records whose numbers (`n`) are in the table `ASKED`. `scores` are all definitions
    of the call, since segments may ask for others. The instant is a parameter (`AS_OF`)."""
    scope = new_scope({each.key: each for each in scores}, segments, catalog, detailed=True)
    frame = Frame(scope, score.object)
    rules = {
        (g, r): plan_rule(rule, group, frame)
        for g, group in enumerate(score.groups)
        for r, rule in enumerate(group.rules)
        if rule.enabled
    }
    columns = _columns(score, rules, frame)
    table = frame.table(with_id=True)
    rows = table.filter(_is_asked(table.n))
    shown = rows.select("n", "id", "visible", **{name: emit(rows) for name, emit in columns.items()})
    shown = _with_resets(shown, score, frame)
    written = dict(score.rules())
    associated = {
        (g, r): _associated(rule, written["groups", g, "rules", r], score.object)
        for (g, r), rule in rules.items()
        if rule.associates is not None
    }
    numbers = {rule.slot: at for at, rule in rules.items() if rule.slot is not None}
    contacts = _contacts(frame, rules)
    return Explanation(
        records=shown,
        events=_events(frame, rules, contacts) if numbers and contacts is not None else None,
        associated={at: rows for at, rows in associated.items() if rows is not None},
        rules_with_events=numbers,
    )


def _with_resets(shown: ir.Table, score: Score, frame: Frame) -> ir.Table:
    """With `column("reset_at")`, if events of any record may be forgotten."""
    resets = frame.scope.records.resets(score.object) if "engagement" in score.categories else None
    if resets is None:
        return shown
    resets = resets.select(of_n="n", **{column("reset_at"): resets.reset_at})
    return shown.left_join(resets, shown.n == resets.of_n).drop("of_n")


def _columns(score: Score, rules: Mapping[RuleAt, PlannedRule], frame: Frame) -> dict[str, Emit]:
    columns: dict[str, Emit] = {column("inside"): plan_in_population(score, frame)}
    if score.population is not None:
        keys = {*(score.population.include or ()), *(score.population.exclude or ())}
        columns |= {column("segment", key): plan_segment(key, frame) for key in sorted(keys)}
    for (g, r), rule in rules.items():
        columns |= _rule_columns(("rule", g, r), rule)
    groups = {g: _group_terms(g, group, rules) for g, group in enumerate(score.groups)}
    for g, (raw, bounded) in groups.items():
        columns |= {column("group", g, "earned"): raw, column("group", g, "points"): bounded}
    for category in score.categories:
        parts = [groups[g][1] for g, group in enumerate(score.groups) if group.category == category]
        unbounded = category_points(score.model_copy(update={"limit": None, "floor": None}), parts)
        columns |= {column("category", category, "earned"): unbounded}
    columns |= {column("property", i): _plan_looked(each, frame) for i, each in enumerate(properties_of(score))}
    planned = plan_score(score, frame)
    columns |= {column("value", category): emit for category, emit in planned.categories.items()}
    columns |= {column("written", name): emit for name, emit in written_columns(score, planned).items()}
    return columns | {column("tier", category): emit for category, emit in planned.category_tiers.items()}


def _rule_columns(at: tuple[str | int, ...], rule: PlannedRule) -> dict[str, Emit]:
    columns = {column(*at, "earned"): rule.earned, column(*at, "points"): rule.points}
    if rule.gate is not None:
        columns[column(*at, "gate")] = rule.gate
    if rule.count is not None and rule.associates is None:
        columns[column(*at, "count")] = rule.count
    return columns | {column(*at, "case", index): case for index, case in enumerate(rule.cases)}


def _group_terms(index: int, group: Group, rules: Mapping[RuleAt, PlannedRule]) -> tuple[Emit, Emit]:
    """The group's points before and after its bounds."""
    terms = [rule.points for (g, _), rule in rules.items() if g == index] or [lambda _table: number(0)]
    return group_points(group.model_copy(update={"limit": None, "floor": None}), terms), group_points(group, terms)


def _is_asked(number: ir.Column) -> ir.BooleanValue:
    return number.isin(ibis.table({"n": "int32"}, name=ASKED).n)


def _associated(rule: PlannedRule, written: RecordRule | EventRule, scored: str) -> ir.Table | None:
    """What each record associated with those asked for earned by the rule."""
    assert rule.associates is not None
    assert rule.each is not None
    columns: dict[str, Emit] = {"id": lambda table: table.id, "points": rule.each}
    columns |= {f"case_{index}": case for index, case in enumerate(rule.each_cases)}
    columns |= {"count": rule.count} if rule.count is not None else {}
    seen = properties_in(written, scored) if _is_of_others(written) else ()
    columns |= {f"property_{i}": _plan_looked(each, rule.associates.frame) for i, each in enumerate(seen)}
    joined = rule.associates.joined(columns)
    return None if joined is None else joined.filter(_is_asked(joined.from_n))


def _contacts(frame: Frame, rules: Mapping[RuleAt, PlannedRule]) -> ir.Table | None:
    """The contacts whose events may have counted: the records themselves, or those associated with them."""
    if frame.object_type == "contact":
        own = frame.scope.tables.records("contact")
        return own.filter(_is_asked(own.n)).select(seen="n")
    pairs = [rule.associates.joined({}) for rule in rules.values() if rule.associates and rule.slot is not None]
    found = [p.filter(_is_asked(p.from_n)).select(seen="n") for p in pairs if p is not None]
    return _stacked_distinct(found) if found else None


def _stacked_distinct(tables: Sequence[ir.Table]) -> ir.Table:
    first, *others = tables
    for other in others:
        first = first.union(other)
    return first.distinct()


def _events(frame: Frame, rules: Mapping[RuleAt, PlannedRule], contacts: ir.Table) -> ir.Table:
    matched, signatures = frame.scope.measures.matched, frame.scope.tables.signatures
    matched = matched.inner_join(contacts, matched.contact == contacts.seen)
    types = signatures.select(known="signature", type="type")
    matched = matched.inner_join(types, matched.signature == types.known)
    counting = [rule for rule in rules.values() if rule.slot is not None and rule.value is not None]
    adding = [rule for rule in counting if rule.count is None]
    raw = [(matched.slot == rule.slot, matched.amount.cast("float64") / number(rule.scale)) for rule in adding]
    points = [(matched.slot == rule.slot, rule.value(matched)) for rule in adding if rule.value is not None]
    nothing = ibis.null("float64")
    return matched.filter(matched.slot.isin([rule.slot for rule in counting])).select(
        "contact",
        "occurred_at",
        "type",
        "part",
        rule=matched.slot,
        raw=ibis.cases(*raw, else_=nothing) if raw else nothing,
        points=ibis.cases(*points, else_=nothing) if points else nothing,
    )
