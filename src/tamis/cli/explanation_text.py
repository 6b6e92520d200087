"""An explanation as text: from the total down to each event, every bound shown where it cut."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from tamis.cli.speech import in_line
from tamis.compile.explanation import (
    ExplainedCategory,
    ExplainedEvent,
    ExplainedGroup,
    ExplainedRecord,
    ExplainedRule,
    ExplainedScore,
    ExplainedValue,
)
from tamis.definitions import PropertyType

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_WIDTH = 100
_MOST_EVENTS = 5
_MOST_RECORDS = 5
_MOST_CHARACTERS = 60


def explanation_text(tree: ExplainedScore) -> str:
    """The whole tree, a line for each thing; long lists of events are cut short (JSON has them all)."""
    return "\n".join(_score_lines(tree)) + "\n"


def points_text(points: float) -> str:
    """Points with at most 6 decimals and no trailing zeros.

    >>> points_text(12.5), points_text(-0.0000001), points_text(20.0)
    ('12.5', '0', '20')
    """
    text = f"{points:.6f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def signed_text(points: float) -> str:
    """The same with its sign, as points that were added."""
    text = points_text(points)
    return text if text.startswith("-") or text == "0" else f"+{text}"


def _score_lines(tree: ExplainedScore) -> Iterator[str]:
    name = tree.label or tree.score
    if tree.points is None:
        yield f"{in_line(tree.id)}: {in_line(name)} has no value"
        yield f"  {tree.why_none}"
        return
    tier = f", tier {tree.tier}" if tree.tier is not None else ""
    yield f"{in_line(tree.id)}: {in_line(name)} {points_text(tree.points)}{tier}"
    yield "Points after decay, bounds where they cut; instants in UTC."
    if tree.reset_at is not None:
        yield f"Engagement was reset: events up to {_second_text(tree.reset_at)} do not count in it."
    for category in tree.categories:
        yield ""
        yield from _category_lines(category)


def _category_lines(category: ExplainedCategory) -> Iterator[str]:
    tier = f"  (tier {category.tier})" if category.tier is not None else ""
    yield f"{category.category.capitalize()} {points_text(category.points)}{tier}{_cut(category)}"
    for group in category.groups:
        yield from (f"  {line}" for line in _group_lines(group))


def _group_lines(group: ExplainedGroup) -> Iterator[str]:
    yield f"{in_line(group.label or group.key)}: {points_text(group.points)}{_cut(group)}"
    told = [rule for rule in group.rules if rule.points or rule.earned]
    for rule in sorted(told, key=lambda rule: -abs(rule.points)):
        yield from (f"  {line}" for line in _rule_lines(rule))
    silent = [rule for rule in group.rules if not (rule.points or rule.earned)]
    if silent:
        text = f"nothing from: {' · '.join(_silent(rule) for rule in silent)}"
        yield from textwrap.wrap(text, _WIDTH, initial_indent="  ", subsequent_indent="    ")


def _silent(rule: ExplainedRule) -> str:
    if not rule.enabled:
        return f"{in_line(rule.label)} (switched off)"
    values = rule.values or (rule.records[0].values if len(rule.records) == 1 else ())
    return f"{in_line(rule.label)}{_saw(values).replace('  ', ' ')}"


def _saw(values: Sequence[ExplainedValue]) -> str:
    """What the rule saw of a record."""
    told = ", ".join(f"{in_line(_name_of(each))}: {_value_text(each)}" for each in values)
    return f"  ({told})" if told else ""


def _name_of(seen: ExplainedValue) -> str:
    return f"{seen.of} {seen.property}" if seen.of else seen.property


def _value_text(seen: ExplainedValue) -> str:
    match seen.value:
        case None:
            return "unknown"
        case str() as value if seen.type is PropertyType.DATETIME:
            return value[:16].replace("T", " ")
        case bool() as value:
            return str(value).lower()
        case tuple() as value:
            text = ", ".join(value)
        case int() as value:
            text = f"{value:,}"
        case value:
            text = str(value)
    return in_line(text if len(text) <= _MOST_CHARACTERS else f"{text[:_MOST_CHARACTERS]}…")


def _rule_lines(rule: ExplainedRule) -> Iterator[str]:
    closed = "  (its gate does not hold)" if rule.gate is False and rule.kind == "event" else ""
    counted = f"  ({_times(rule.count)})" if rule.count is not None else ""
    yield f"{signed_text(rule.points):>11}  {in_line(rule.label)}{_saw(rule.values)}{counted}{_cut(rule)}{closed}"
    indent = " " * 13
    if len(rule.cases) > 1:
        yield from (f"{indent}{signed_text(case.points)} {in_line(case.label)}" for case in rule.cases if case.holds)
    yield from (indent + line for line in _event_lines(rule.events))
    yield from (indent + line for line in _record_lines(rule.records, rule.combine))


def _times(count: int) -> str:
    return {0: "never", 1: "once", 2: "twice"}.get(count, f"{count:,} times")


def _record_lines(records: Sequence[ExplainedRecord], combine: str | None) -> Iterator[str]:
    if not records:
        return
    yield f"{combine} over {len(records)} associated {in_line(records[0].object)}{'s' if len(records) > 1 else ''}"
    ranked = sorted(records, key=lambda record: (-abs(record.points), record.id))
    for record in ranked[:_MOST_RECORDS]:
        yield f"  {in_line(record.id)}: {signed_text(record.points)}{_saw(record.values)}"
        yield from ("    " + line for line in _event_lines(record.events))
    if len(ranked) > _MOST_RECORDS:
        yield f"  … and {len(ranked) - _MOST_RECORDS} more"


def _event_lines(events: Sequence[ExplainedEvent]) -> Iterator[str]:
    for event in events[:_MOST_EVENTS]:
        when = (_EPOCH + timedelta(microseconds=event.occurred_at)).strftime("%Y-%m-%d %H:%M")
        yield f"{when}  {in_line(event.type)}{_event_points(event)}"
    if len(events) > _MOST_EVENTS:
        yield f"… and {len(events) - _MOST_EVENTS} older"


def _second_text(instant: int) -> str:
    return (_EPOCH + timedelta(microseconds=instant)).strftime("%Y-%m-%d %H:%M:%S")


def _event_points(event: ExplainedEvent) -> str:
    if event.raw is None or event.points is None:
        return ""
    if abs(event.raw - event.points) < 1e-9:
        return f"  {signed_text(event.points)}"
    return f"  {signed_text(event.raw)}, now {signed_text(event.points)}"


def _cut(part: ExplainedCategory | ExplainedGroup | ExplainedRule) -> str:
    """How much there was before a bound cut it."""
    return f"  ({part.cut_by}; {points_text(part.earned)} earned)" if part.cut_by else ""
