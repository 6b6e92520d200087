"""One sentence in two languages, with places for its values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

# In English only a name; in French also how its value is told. A space after the colon is YAML: `{last: 30 days}`.
PLACE = re.compile(r"\{([a-z_]+)(?::([^\s{}][^{}]*))?\}")
_MOST_TRIED = 20


@dataclass(frozen=True)
class Saying:
    """`english` with `{name}`, `french` with `{name}` or `{name:how}`; how is one of those of `values.told_as`."""

    english: str
    french: str
    names: tuple[str, ...] = field(init=False)
    around: tuple[str, ...] = field(init=False)
    """What stands before, between and after the values."""

    def __post_init__(self) -> None:
        parts = PLACE.split(self.english)
        object.__setattr__(self, "names", tuple(parts[1::3]))
        object.__setattr__(self, "around", tuple(parts[::3]))

    @cached_property
    def weight(self) -> int:
        """How many signs of it are its own: of two that fit, the one that says more is meant."""
        return sum(map(len, self.around))

    def readings(self, text: str) -> Iterator[dict[str, str]]:
        """The values with which it says a text, the shortest first; where a value holds words of it, several ways."""
        first, *others = self.around
        if not others:
            if text == first:
                yield {}
        elif text.startswith(first) and text.endswith(others[-1]):
            for values, _ in zip(_ways(text, len(first), others), range(_MOST_TRIED), strict=False):
                yield dict(zip(self.names, values, strict=True))


def _ways(text: str, start: int, around: list[str]) -> Iterator[tuple[str, ...]]:
    ahead, *rest = around
    if not rest:
        if len(text) - len(ahead) >= start and text.endswith(ahead):
            yield (text[start : len(text) - len(ahead)],)
        return
    at = text.find(ahead, start)
    # Where the rest does not fit behind the first place, it fits behind no later one.
    while at >= 0 and _fits(text, at + len(ahead), rest):
        for values in _ways(text, at + len(ahead), rest):
            yield (text[start:at], *values)
        at = text.find(ahead, at + 1)


def _fits(text: str, start: int, around: list[str]) -> bool:
    for ahead in around[:-1]:
        at = text.find(ahead, start)
        if at < 0:
            return False
        start = at + len(ahead)
    return len(text) - len(around[-1]) >= start and text.endswith(around[-1])
