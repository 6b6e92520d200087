"""What the mere passing of time does to scores: at which age an event comes to count differently, and how long it
fades."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tamis.definitions.comparisons import PropertyCondition
from tamis.definitions.decay import Decay
from tamis.definitions.rules import EventRule
from tamis.definitions.score import Score
from tamis.definitions.segment import Segment
from tamis.definitions.walk import Events, Site, parts_of, reached_segments
from tamis.definitions.windows import Last

_BY_THE_CLOCK = frozenset({"in_the_last", "in_the_next", "more_than_ago"})
# A decay of more steps than this is taken to be an even one.
_MOST_STEPS = 48


@dataclass(frozen=True)
class Passing:
    """How values move when nothing happens. Ages are microseconds.

    `edges`: by event type, the ages at which an event begins to count otherwise. `fades`: by event type, the age up to
    which it is worth something else every moment. `clocked`: the properties, by object, that are compared with the
    present. `is_relative`: whether it is all the same to look later, and to look now at what happened, and at instants
    in such properties, as if all had been earlier.
    """

    edges: Mapping[str, frozenset[int]]
    fades: Mapping[str, int]
    clocked: frozenset[tuple[str, str]]
    is_relative: bool

    @property
    def dates(self) -> bool:
        """Whether properties are compared with the present."""
        return bool(self.clocked)


def passing(scores: Sequence[Score], segments: Sequence[Segment]) -> Passing:
    """Of scores, with the segments that they reach."""
    reached = reached_segments(scores, segments)
    definitions: list[Score | Segment] = [*scores, *(segment for segment in segments if segment.key in reached)]
    edges: dict[str, set[int]] = {}
    fades: dict[str, int] = {}
    for types, age in (edge for definition in definitions for edge in _edges(definition)):
        for type in types:
            edges.setdefault(type, set()).add(age)
    for types, decay in (decay for score in scores for decay in _decays(score)):
        for type in types:
            steps = _steps(decay)
            edges.setdefault(type, set()).update(steps)
            if not steps:
                fades[type] = max(fades.get(type, 0), _life(decay))
    parts = [part for definition in definitions for part in parts_of(definition)]
    clocked = frozenset((site.record, name) for site, name, is_clocked in _compared(parts) if is_clocked)
    is_relative = _is_relative(parts, clocked)
    return Passing({type: frozenset(ages) for type, ages in edges.items()}, fades, clocked, is_relative)


def _edges(definition: Score | Segment) -> Iterator[tuple[tuple[str, ...], int]]:
    for part in parts_of(definition):
        if isinstance(part, Events) and isinstance(part.look.window, Last):
            yield part.types, part.look.window.period.micros


def _decays(score: Score) -> Iterator[tuple[tuple[str, ...], Decay]]:
    for path, rule in score.rules():
        if isinstance(rule, EventRule) and (decay := rule.decay_in(score.groups[int(path[1])])) is not None:
            yield rule.event, decay


def _steps(decay: Decay) -> frozenset[int]:
    """The ages at which a decay takes a step; none for one that is even, or nearly so."""
    count = -(-(10**8) // int(Decimal(str(decay.percent)) * 10**6))
    if decay.mode == "linear" or count > _MOST_STEPS:
        return frozenset()
    return frozenset(step * decay.every.micros for step in range(1, count + 1))


def _life(decay: Decay) -> int:
    return decay.reach + decay.every.micros


def _compared(parts: Sequence[object]) -> Iterator[tuple[Site, str, bool]]:
    """The places where a property's value is compared: with the present, or with something that stays."""
    for part in parts:
        condition = part.condition if isinstance(part, Site) else None
        if isinstance(condition, PropertyCondition) and condition.operator != "is_known":
            assert isinstance(part, Site)
            yield part, condition.property, condition.operator in _BY_THE_CLOCK


def _is_relative(parts: Sequence[object], clocked: frozenset[tuple[str, str]]) -> bool:
    windows = [part.look.window for part in parts if isinstance(part, Events)]
    is_by_calendar = any(window is not None and not isinstance(window, Last) for window in windows)
    # What is compared with a day, too, or is said by an event, cannot be set back.
    is_fixed = any(
        site.events if is_clocked else (site.record, name) in clocked for site, name, is_clocked in _compared(parts)
    )
    return not (is_by_calendar or is_fixed)
