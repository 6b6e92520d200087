"""One thing that differs between two definitions, and how a change of one value is put into words."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from tamis.definitions.comparisons import PropertyCondition, ScoreCondition, TierCondition
from tamis.definitions.conditions import Associated, Condition, EventCondition, parts
from tamis.definitions.grammar import Model
from tamis.definitions.language import quoted, say, say_number
from tamis.definitions.periods import Period
from tamis.definitions.wording import describe_condition

_SENTENCES: Mapping[str, str] = {
    "moved": "{part} moved {told}",
    "changed": "{part}: {told}",
    "added": "{part} added: {told}",
    "removed": "{part} removed: {told}",
}


@dataclass(frozen=True)
class Difference:
    """What happened to one part of a definition; as a text, a sentence.

    >>> str(Difference("changed", "Rule Requested a demo", "20 points become 25"))
    'Rule Requested a demo: 20 points become 25'
    >>> str(Difference("added", "Rule Webinar", "15 points"))
    'Rule Webinar added: 15 points'
    """

    kind: Literal["added", "removed", "moved", "changed"]
    part: str
    """What it is about: `Rule Webinar`, `Group Interest`, `Tier A`."""
    told: str
    """What it is worth, where it went, or what became of it."""

    def __str__(self) -> str:
        return say(_SENTENCES[self.kind], part=self.part, told=self.told)


def changed(part: str, told: Iterator[str]) -> Iterator[Difference]:
    """All of these changes, as those of one part."""
    return (Difference("changed", part, each) for each in told)


def change(name: str, before: Any, after: Any, told: Callable[[Any], str] = str) -> Iterator[str]:
    """What became of a value, which may be none; nothing if it is the same.

    >>> [*change("limit", 60, 40), *change("limit", None, 40), *change("limit", 60, None), *change("limit", 1, 1)]
    ['limit 60 becomes 40', 'limit 40 added', 'limit 60 removed']
    """
    if is_same(before, after):
        return
    name = say(name)
    if before is None:
        yield say("{name} {value} added", name=name, value=told(after))
    elif after is None:
        yield say("{name} {value} removed", name=name, value=told(before))
    else:
        was, becomes = told(before), told(after)
        if was == becomes:
            # The words leave something out: whether `is` or `is_any_of`, whether `1 month` or `1 months`.
            was, becomes = _as_written(before), _as_written(after)
        yield say("{name} {was} becomes {becomes}", name=name, was=was, becomes=becomes)


def points(number: float) -> str:
    """
    >>> points(1.0), points(-2.5), points(1000.0)
    ('1 point', '-2.5 points', '1,000 points')
    """
    return say("{number} point" if abs(number) == 1 else "{number} points", number=say_number(number))


def points_change(before: float, after: float) -> Iterator[str]:
    """`20 points become 25`."""
    if before != after:
        become = "{points} becomes {number}" if abs(before) == 1 else "{points} become {number}"
        yield say(become, points=points(before), number=say_number(after))


def say_condition(condition: Condition) -> str:
    """A condition between quotes, with what a reason may leave out and a change may not."""
    counts_machines = any(isinstance(part, EventCondition) and part.machine for _, part in parts(condition))
    described = describe_condition(condition)
    return quoted(say("{condition}, machine events too", condition=described) if counts_machines else described)


def is_same(before: Any, after: Any) -> bool:
    """Whether two values mean the same: 5 and 5.0 do, 1 and true do not."""
    return identity(before) == identity(after)


def identity(value: Any) -> Hashable:
    """What a value is told apart by; hashable."""
    if isinstance(value, Model):
        return (type(value).__name__, *(identity(getattr(value, name)) for name in type(value).model_fields))
    if isinstance(value, Mapping):
        return frozenset((key, identity(each)) for key, each in value.items())
    if isinstance(value, list | tuple):
        return tuple(identity(each) for each in value)
    return ("boolean", value) if isinstance(value, bool) else value


def is_reordered(pairs: Sequence[tuple[int, int]]) -> bool:
    """Whether what is in both lists, as pairs of places, stands in another order."""
    places = [new for _, new in sorted(pairs)]
    return places != sorted(places)


def _as_written(value: Any) -> str:
    """The value as YAML in one line, or nearly."""
    return json.dumps(_plain(value), ensure_ascii=False)


def _plain(value: Any) -> Any:
    if isinstance(value, PropertyCondition | ScoreCondition | TierCondition):
        unknown = {} if value.matches_unknown is None else {"matches_unknown": value.matches_unknown}
        return {value.word: getattr(value, value.word), value.operator: _plain(value.value), **unknown}
    if isinstance(value, Associated):
        association = {} if value.association is None else {"association": value.association}
        return {"of": value.of, **association, **_plain(value.condition)}
    if isinstance(value, Model):
        fields = type(value).model_fields.items()
        kept = {field.alias or name: getattr(value, name) for name, field in fields}
        return {name: _plain(each) for name, each in kept.items() if each is not None}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value.text if isinstance(value, Period) else value
