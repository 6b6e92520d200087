"""What differs between a rule and what became of it, in words."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from itertools import chain

from tamis.definitions.conditions import Condition
from tamis.definitions.decay import Decay
from tamis.definitions.difference import (
    Difference,
    change,
    changed,
    identity,
    is_reordered,
    is_same,
    points,
    points_change,
    say_condition,
)
from tamis.definitions.language import quoted, say, say_number
from tamis.definitions.matching import AnyRule, left_over, pair
from tamis.definitions.rules import Case, CountRange, EventCase, EventRule, Group, RecordRule
from tamis.definitions.windows import Window
from tamis.definitions.wording import case_label, describe_decay, describe_range, describe_window, humanise

AnyCase = Case | EventCase


def rule_differences(part: str, old: tuple[Group, AnyRule], new: tuple[Group, AnyRule]) -> Iterator[Difference]:
    """Everything that differs between two rules of one kind, each given with its group."""
    (old_group, before), (new_group, after) = old, new
    yield from changed(part, _shared_changes(before, after))
    if isinstance(before, RecordRule) and isinstance(after, RecordRule):
        yield from changed(part, _record_changes(before, after))
    elif isinstance(before, EventRule) and isinstance(after, EventRule):
        yield from changed(part, _event_changes(before, after))
        yield from changed(
            part, _own_decay_change(before.decay_in(old_group), after.decay_in(new_group), before, after)
        )
    yield from _worth_differences(part, before, after)


def worth(rule: AnyRule) -> str:
    """What a rule gives: `15 points`, `North 5 points, South 3 points`, `at least 4 times 10 points`."""
    if rule.points is not None:
        told = points(rule.points)
    elif rule.cases is not None:
        told = ", ".join(f"{case_label(case)} {points(case.points)}" for case in rule.cases)
    else:
        told = ", ".join(f"{describe_range(each)} {points(each.points)}" for each in _ranges(rule))
    return told if rule.enabled else say("{points}, disabled", points=told)


def say_decay(decay: Decay) -> str:
    return quoted(describe_decay(decay))


def _shared_changes(before: AnyRule, after: AnyRule) -> Iterator[str]:
    yield from change("label", before.label, after.label, quoted)
    if before.enabled != after.enabled:
        yield say("enabled" if after.enabled else "disabled")
    yield from change("condition", before.when, after.when, say_condition)
    yield from change("limit", before.limit, after.limit, say_number)
    yield from change("floor", before.floor, after.floor, say_number)


def _record_changes(before: RecordRule, after: RecordRule) -> Iterator[str]:
    yield from change("associated object", before.of, after.of)
    yield from change("association", before.association, after.association, quoted)
    yield from change("combine", before.combine, after.combine)


def _event_changes(before: EventRule, after: EventRule) -> Iterator[str]:
    yield from change("event", before.event, after.event, _say_events)
    yield from change("condition on the event", before.where, after.where, say_condition)
    yield from change("window", before.within, after.within, _say_window)
    if before.machine != after.machine:
        yield say(f"events made by machines count {'now' if after.machine else 'no longer'}")
    old, new = before.contacts, after.contacts
    yield from change(
        "association of contacts", old.association if old else None, new.association if new else None, quoted
    )
    yield from change("condition on contacts", old.where if old else None, new.where if new else None, say_condition)
    yield from change("combine", before.combine, after.combine)


def _own_decay_change(old: Decay | None, new: Decay | None, before: EventRule, after: EventRule) -> Iterator[str]:
    """A change of the rule's own decay, `none` included; that of its group is told of the group."""
    was_own, is_own = ("decay" in rule.model_fields_set for rule in (before, after))
    if was_own and is_own:
        if not is_same(before.decay, after.decay):
            was, becomes = _say_optional_decay(before.decay), _say_optional_decay(after.decay)
            yield say("{name} {was} becomes {becomes}", name=say("decay"), was=was, becomes=becomes)
    # Where neither its group nor the rule has any, none is none.
    elif (before.decay, old) == (after.decay, new):
        return
    elif is_own:
        yield say("decay {decay} of its own, no longer that of its group", decay=_say_optional_decay(new))
    elif was_own:
        yield say("decay of its group, no longer its own ({decay})", decay=_say_optional_decay(old))


def _say_optional_decay(decay: Decay | None) -> str:
    return say_decay(decay) if decay is not None else say("none")


def _worth_differences(part: str, before: AnyRule, after: AnyRule) -> Iterator[Difference]:
    if before.points is not None and after.points is not None:
        yield from changed(part, points_change(before.points, after.points))
    elif before.cases is not None and after.cases is not None:
        yield from _case_differences(part, before.cases, after.cases)
    elif _ranges(before) and _ranges(after):
        yield from _range_differences(part, _ranges(before), _ranges(after))
    else:
        yield Difference("changed", part, say("{was} become {becomes}", was=worth(before), becomes=worth(after)))


def _case_differences(part: str, old: Sequence[AnyCase], new: Sequence[AnyCase]) -> Iterator[Difference]:
    pairs = pair(old, new, identity, case_label, _asked, _points_of_nameless)
    for before, after in ((old[one], new[other]) for one, other in sorted(pairs)):
        changes = chain(
            change("label", before.label, after.label, quoted),
            change("condition", _condition(before), _condition(after), say_condition),
            points_change(before.points, after.points),
        )
        yield from changed(_of_case(part, before), changes)
    gone, come = left_over(old, new, pairs)
    yield from (Difference("removed", _of_case(part, old[at]), points(old[at].points)) for at in gone)
    yield from (Difference("added", _of_case(part, new[at]), points(new[at].points)) for at in come)
    if is_reordered(pairs):
        yield Difference("changed", part, say("cases in another order"))


def _range_differences(part: str, old: Sequence[CountRange], new: Sequence[CountRange]) -> Iterator[Difference]:
    pairs = pair(old, new, lambda each: (each.from_, each.to), lambda each: each.points)
    for before, after in ((old[one], new[other]) for one, other in sorted(pairs)):
        if (before.from_, before.to) != (after.from_, after.to):
            was, becomes = describe_range(before), describe_range(after)
            yield Difference("changed", part, say("{was} becomes {becomes}", was=was, becomes=becomes))
        yield from changed(f"{part}, {describe_range(before)}", points_change(before.points, after.points))
    gone, come = left_over(old, new, pairs)
    yield from (Difference("removed", f"{part}, {describe_range(old[at])}", points(old[at].points)) for at in gone)
    yield from (Difference("added", f"{part}, {describe_range(new[at])}", points(new[at].points)) for at in come)
    if is_reordered(pairs):
        yield Difference("changed", part, say("counts in another order"))


def _of_case(part: str, case: AnyCase) -> str:
    return say("{part}, case {case}", part=part, case=case_label(case))


def _condition(case: AnyCase) -> Condition:
    return case.when if isinstance(case, Case) else case.where


def _asked(case: AnyCase) -> Hashable:
    return identity(_condition(case))


def _points_of_nameless(case: AnyCase) -> float | None:
    """A case with another label and another condition is another case."""
    return case.points if case.label is None else None


def _ranges(rule: AnyRule) -> Sequence[CountRange]:
    return (rule.times or ()) if isinstance(rule, EventRule) else ()


def _say_events(types: Sequence[str]) -> str:
    return quoted(f" {say('or')} ".join(map(humanise, types)))


def _say_window(window: Window) -> str:
    return quoted(describe_window(window))
