"""The explanation of one record's score as a tree: plain values, from the score down to each event.

Assembled from the rows of `explain.compile_explanation`; it only arranges what the engine computed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from tamis.compile.catalog import Catalog
from tamis.compile.choices import read_items
from tamis.compile.explain import Looked, RuleAt, column, properties_in, properties_of
from tamis.definitions import EventRule, Group, PropertyType, RecordRule, Score
from tamis.definitions.instants import day_of
from tamis.definitions.language import called
from tamis.definitions.wording import case_label, describe_condition, label_of

Row = Mapping[str, Any]

# Floats below this are the noise of an addition, not a bound that cut something (points).
_NOISE = 1e-9
# Beyond it a float is no exact whole number.
_WHOLE = 2**53
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class ExplainedCase:
    """One case of a record rule: whether it held, and the points it gave."""

    index: int
    label: str
    points: float
    holds: bool


@dataclass(frozen=True)
class ExplainedEvent:
    """One matching event. `raw` and `points` (after decay) are null in a rule that counts; `case` is the case it met.

    `occurred_at` is in microseconds since the epoch, UTC.
    """

    type: str
    occurred_at: int
    case: int | None
    raw: float | None
    points: float | None


@dataclass(frozen=True)
class ExplainedValue:
    """What a property that a rule looks at was at the instant. Days and instants are texts (`2026-03-01`,
    `2026-03-01T10:00:00+00:00`), several choices a tuple; `value` is null where it was unknown. `of` is null but for a
    property of a contact's primary company, whose object it names."""

    property: str
    type: PropertyType | None
    value: str | bool | int | float | tuple[str, ...] | None
    of: str | None = None


@dataclass(frozen=True)
class ExplainedRecord:
    """One associated record: what it earned by a rule, by which cases or events, and what the rule saw of it."""

    object: str
    id: str
    points: float
    count: int | None
    cases: tuple[ExplainedCase, ...]
    events: tuple[ExplainedEvent, ...]
    values: tuple[ExplainedValue, ...] = ()


@dataclass(frozen=True)
class ExplainedRule:
    """One rule. `gate` is null without a gate; `earned` is before, `points` after the rule's own bounds and gate;
    `cut_by` names the bound that changed the value. `count` is the number of events of a rule that counts. `values` are
    of the properties of the scored record that the rule looks at."""

    path: str
    label: str
    kind: str
    enabled: bool
    gate: bool | None
    earned: float
    points: float
    cut_by: str | None
    combine: str | None
    count: int | None
    cases: tuple[ExplainedCase, ...]
    events: tuple[ExplainedEvent, ...]
    records: tuple[ExplainedRecord, ...]
    values: tuple[ExplainedValue, ...] = ()


@dataclass(frozen=True)
class ExplainedGroup:
    """One group: the sum of its rules (`earned`), and what its bounds left of it."""

    key: str
    label: str | None
    earned: float
    points: float
    cut_by: str | None
    rules: tuple[ExplainedRule, ...]


@dataclass(frozen=True)
class ExplainedCategory:
    """One category: the sum of its groups (`earned`), its rounded value (`points`) and its tier."""

    category: str
    earned: float
    points: float
    cut_by: str | None
    tier: str | None
    groups: tuple[ExplainedGroup, ...]


@dataclass(frozen=True)
class ExplainedScore:
    """One record's score. Without a value (`points` null), `why_none` says why. `reset_at`: if the record's engagement
    was reset, the instant (microseconds since the epoch, UTC) up to which its engagement groups ignore events."""

    id: str
    score: str
    label: str | None
    points: float | None
    tier: str | None
    why_none: str | None
    categories: tuple[ExplainedCategory, ...]
    reset_at: int | None = None

    def as_json(self) -> dict[str, Any]:
        """The tree as dictionaries and lists, ready to be written as JSON."""
        return asdict(self)


@dataclass(frozen=True)
class Outline:
    """What is the same in the trees of all records: the score, the data's catalog, the properties that rules look at,
    what each rule is called in the language of the moment, and whether the trees are brief: without the rules that gave
    a record no points."""

    score: Score
    catalog: Catalog
    properties: tuple[Looked, ...]
    rules: Mapping[RuleAt, OutlinedRule]
    is_brief: bool = False


@dataclass(frozen=True)
class OutlinedRule:
    """A rule in words: its label, the labels of its cases (of its condition, if there are none), and the properties
    that it looks at."""

    label: str
    cases: tuple[str, ...]
    properties: tuple[Looked, ...]


def outline(score: Score, catalog: Catalog, *, is_brief: bool = False) -> Outline:
    """To be made once for many trees: to put a rule into words takes as long as to arrange it for twenty records."""
    numbered = ((g, r, rule) for g, group in enumerate(score.groups) for r, rule in enumerate(group.rules))
    rules = {(g, r): _outlined(rule, score.object) for g, r, rule in numbered}
    return Outline(score, catalog, properties_of(score), rules, is_brief)


def _outlined(rule: RecordRule | EventRule, scored: str) -> OutlinedRule:
    cases: tuple[str, ...] = ()
    if isinstance(rule, RecordRule):
        condition = describe_condition(rule.when) if rule.when is not None else ""
        cases = (condition,) if rule.cases is None else tuple(map(case_label, rule.cases))
    return OutlinedRule(label_of(rule), cases, properties_in(rule, scored))


def explained_score(
    outline: Outline, row: Row, events: Mapping[RuleAt, Sequence[Row]], associated: Mapping[RuleAt, Sequence[Row]]
) -> ExplainedScore:
    """The tree of one record: its row, the events of its contacts by rule, its associated records by rule."""
    score = outline.score
    inside = bool(row["visible"]) and bool(row[column("inside")])
    arranged = _Arranged(outline, row, events, associated)
    return ExplainedScore(
        id=row["id"],
        score=score.key,
        label=score.label,
        points=_points(row[column("written", score.key)]),
        tier=row.get(column("written", f"{score.key}_tier")),
        why_none=None if inside else _why_none(score, row),
        categories=tuple(arranged.category(name) for name in score.categories) if inside else (),
        reset_at=row.get(column("reset_at")),
    )


def _seen(kept: Any, type: PropertyType | None, time_zone: str) -> str | bool | int | float | tuple[str, ...] | None:
    """A value as it is kept, for a person or a program."""
    if kept is None:
        return None
    match type:
        case PropertyType.DATE:
            return day_of(kept, time_zone).isoformat()
        case PropertyType.DATETIME:
            return _instant_text(kept)
        case PropertyType.CHOICES:
            return read_items(kept)
        case PropertyType.NUMBER:
            return int(kept) if float(kept).is_integer() and abs(kept) < _WHOLE else float(kept)
        case PropertyType.BOOLEAN:
            return bool(kept)
    return str(kept)


def _instant_text(micros: int) -> str:
    try:
        return (_EPOCH + timedelta(microseconds=micros)).isoformat()
    except OverflowError:
        # A time with an offset may lie before the first year in UTC, or behind the last.
        return (datetime.min if micros < 0 else datetime.max).replace(tzinfo=UTC).isoformat()


def _points(micros: int | None) -> float | None:
    return None if micros is None else micros / 1e6


def _why_none(score: Score, row: Row) -> str:
    if not row["visible"]:
        return "created after the instant the score is computed for"
    population = score.population
    assert population is not None
    excluded = [key for key in population.exclude or () if row[column("segment", key)]]
    if excluded:
        return f"outside the population: in the excluded segment {' and '.join(map(called, excluded))}"
    return f"outside the population: not in {' or '.join(map(called, population.include or ()))}"


class _Arranged:
    """The rows of one record, put where they belong in its score."""

    def __init__(
        self,
        outline: Outline,
        row: Row,
        events: Mapping[RuleAt, Sequence[Row]],
        associated: Mapping[RuleAt, Sequence[Row]],
    ) -> None:
        self._score, self._catalog, self._outlined = outline.score, outline.catalog, outline.rules
        self._row, self._associated, self._is_brief = row, associated, outline.is_brief
        self._kept = {looked: row[column("property", i)] for i, looked in enumerate(outline.properties)}
        self._events = {at: self._counted(at, rows) for at, rows in events.items()}

    def _counted(self, at: RuleAt, events: Sequence[Row]) -> Sequence[Row]:
        """What happened to an associated contact counts for another record, though not for one that was reset since."""
        reset_at = self._row.get(column("reset_at"))
        if reset_at is None or self._score.groups[at[0]].category != "engagement":
            return events
        return [event for event in events if event["occurred_at"] > reset_at]

    def category(self, name: str) -> ExplainedCategory:
        earned = self._row[column("category", name, "earned")]
        points = _points(self._row[column("value", name)])
        assert points is not None
        return ExplainedCategory(
            category=name,
            earned=earned,
            points=points,
            cut_by=_cut_by(earned, self._score.limit, self._score.floor),
            tier=self._row.get(column("tier", name)),
            groups=tuple(self._group(g, group) for g, group in enumerate(self._score.groups) if group.category == name),
        )

    def _group(self, g: int, group: Group) -> ExplainedGroup:
        earned = self._row[column("group", g, "earned")]
        return ExplainedGroup(
            key=group.key,
            label=group.label,
            earned=earned,
            points=self._row[column("group", g, "points")],
            cut_by=_cut_by(earned, group.limit, group.floor),
            rules=tuple(self._rule((g, r), rule) for r, rule in enumerate(group.rules) if self._is_told((g, r))),
        )

    def _is_told(self, at: RuleAt) -> bool:
        return not self._is_brief or abs(self._row[column("rule", *at, "points")]) > _NOISE

    def _rule(self, at: RuleAt, rule: RecordRule | EventRule) -> ExplainedRule:
        row, name = self._row, ("rule", *at)
        gate = row.get(column(*name, "gate"))
        applies = rule.enabled and gate is not False
        earned = row[column(*name, "earned")] if applies else 0.0
        count = row.get(column(*name, "count"))
        is_own = isinstance(rule, RecordRule) and rule.of is None and rule.enabled
        # Of a rule that is switched off, nothing was looked at.
        looks = is_own or (isinstance(rule, EventRule) and rule.enabled)
        looked = self._outlined[at].properties if looks else ()
        return ExplainedRule(
            path=f"groups[{at[0]}].rules[{at[1]}]",
            label=self._outlined[at].label,
            kind="event" if isinstance(rule, EventRule) else "record",
            enabled=rule.enabled,
            gate=None if gate is None else bool(gate),
            earned=earned,
            points=row[column(*name, "points")] if applies else 0.0,
            cut_by=_cut_by(earned, rule.limit, rule.floor) if applies else None,
            combine=self._combine(rule),
            count=None if count is None else round(count),
            cases=self._cases(at, rule) if isinstance(rule, RecordRule) and is_own else (),
            events=self._own_events(at) if applies and self._score.object == "contact" else (),
            records=tuple(self._record(at, rule, each) for each in self._associated.get(at, ())),
            values=self._values(self._score.object, self._kept, looked),
        )

    def _values(self, object: str, kept: Mapping[Looked, Any], looked: Sequence[Looked]) -> tuple[ExplainedValue, ...]:
        """What a rule saw of a record."""
        return tuple(self._value(each, each.of or object, kept[each]) for each in looked)

    def _value(self, looked: Looked, object: str, kept: Any) -> ExplainedValue:
        type = self._catalog.objects[object].properties[looked.property].type
        return ExplainedValue(looked.property, type, _seen(kept, type, self._catalog.time_zone), looked.of)

    def _combine(self, rule: RecordRule | EventRule) -> str | None:
        if isinstance(rule, RecordRule):
            return rule.combine if rule.of else None
        return None if self._score.object == "contact" else rule.combine or "sum"

    def _cases(self, at: RuleAt, rule: RecordRule) -> tuple[ExplainedCase, ...]:
        labels = self._outlined[at].cases
        if rule.cases is None:
            holds = bool(self._row[column("rule", *at, "gate")])
            return (ExplainedCase(0, labels[0], rule.points or 0.0, holds),)
        return tuple(
            _case(index, label, case.points, self._row[column("rule", *at, "case", index)])
            for index, (label, case) in enumerate(zip(labels, rule.cases, strict=True))
        )

    def _record(self, at: RuleAt, rule: RecordRule | EventRule, row: Row) -> ExplainedRecord:
        count = row.get("count")
        events = self._events.get(at, ()) if isinstance(rule, EventRule) else ()
        object = str(rule.of) if isinstance(rule, RecordRule) else "contact"
        outlined = self._outlined[at]
        looked = outlined.properties if isinstance(rule, RecordRule) else ()
        seen = {each: row[f"property_{i}"] for i, each in enumerate(looked)}
        return ExplainedRecord(
            object=object,
            id=row["id"],
            points=row["points"],
            count=None if count is None else round(count),
            cases=_associated_cases(rule, outlined.cases, row) if isinstance(rule, RecordRule) else (),
            events=_sorted_events(event for event in events if event["contact"] == row["n"]),
            values=self._values(object, seen, looked if rule.enabled else ()),
        )

    def _own_events(self, at: RuleAt) -> tuple[ExplainedEvent, ...]:
        return _sorted_events(e for e in self._events.get(at, ()) if e["contact"] == self._row["n"])


def _associated_cases(rule: RecordRule, labels: Sequence[str], row: Row) -> tuple[ExplainedCase, ...]:
    given = [rule.points or 0.0] if rule.cases is None else [case.points for case in rule.cases]
    named = enumerate(zip(labels, given, strict=True))
    return tuple(_case(i, label, points, row[f"case_{i}"]) for i, (label, points) in named)


def _case(index: int, label: str, points: float, earned: float) -> ExplainedCase:
    return ExplainedCase(index, label, points, holds=earned != 0 or points == 0)


def _sorted_events(rows: Any) -> tuple[ExplainedEvent, ...]:
    events = (ExplainedEvent(e["type"], e["occurred_at"], e["part"], e["raw"], e["points"]) for e in rows)
    return tuple(sorted(events, key=_place_of_event))


def _place_of_event(event: ExplainedEvent) -> tuple[int, str, int, float, float]:
    """The newest first; of what happened at one instant always in one order, whatever the engine's."""
    return -event.occurred_at, event.type, event.case or 0, -(event.raw or 0.0), -(event.points or 0.0)


def _cut_by(earned: float, limit: float | None, floor: float | None) -> str | None:
    if limit is not None and earned > limit + _NOISE:
        return "limit"
    return "floor" if floor is not None and earned < floor - _NOISE else None
