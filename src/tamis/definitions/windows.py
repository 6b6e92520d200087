"""When an event has to have happened: `within` (scoring.md, "Rules")."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import BeforeValidator, Discriminator, Field, Tag

from tamis.definitions.grammar import Mistake, Model, Reading, found, wrong
from tamis.definitions.instants import is_date, read_instant
from tamis.definitions.periods import Period
from tamis.definitions.values import Instant
from tamis.errors import closest

_DAY = 24 * 3_600_000_000


class Last(Model):
    """`as_of − P < t ≤ as_of`."""

    noun = "window"
    period: Period = Field(alias="last", description="Events of the last days, weeks, months: as of − period < t.")


class Before(Model):
    """`t < D`."""

    noun = "window"
    instant: Instant = Field(alias="before", description="Events before this instant.")


class After(Model):
    """`t ≥ D`."""

    noun = "window"
    instant: Instant = Field(alias="after", description="Events at or after this instant.")


def _two(value: Any) -> Any:
    if not isinstance(value, list | tuple) or len(value) != 2:
        size = f"a list of {len(value)}" if isinstance(value, list | tuple) else found(value)
        raise wrong("wrong-shape", f"wants two instants, not {size}", "write it as [first, second]")
    return value


class Between(Model):
    """`D1 ≤ t < D2`."""

    noun = "window"
    instants: Annotated[tuple[Instant, Instant], BeforeValidator(_two)] = Field(
        alias="between", description="From the first instant, before the second."
    )

    @property
    def first(self) -> str:
        return self.instants[0]

    @property
    def second(self) -> str:
        return self.instants[1]

    def contradictions(self, reading: Reading) -> Iterator[Mistake]:
        if is_never(self.first, self.second):
            message = f"between {self.first} and {self.second} lies nothing: the first instant must be the earlier"
            hint = f"write between: [{self.second}, {self.first}]"
            if is_never(self.second, self.first):
                hint = "the second is not counted: write the day or the time after it"
            yield Mistake("empty-window", message, hint, ("between",))


def is_never(first: str, second: str) -> bool:
    """Whether `first ≤ t < second` holds for no instant, whatever the workspace's time zone.

    A date among the two moves with the zone (by less than a day) and a time does not, so a mixed pair is only
    certain when it is reversed by a day.
    """
    tolerance = _DAY if is_date(first) != is_date(second) else 0
    return read_instant(second) + tolerance <= read_instant(first)


def _kind(value: Any) -> str | None:
    if isinstance(value, Model):
        return f"<{type(value).__name__.lower()}>"
    if isinstance(value, dict):
        words = [word for word in WINDOW_WORDS if word in value]
        return f"<{words[0]}>" if words else None
    return None


def _recognised(value: Any) -> Any:
    """Refuse what has no word of a window, with the words that there are."""
    if _kind(value) is not None:
        return value
    if not isinstance(value, dict):
        raise wrong("wrong-window", f"wants a window such as {{last: 30 days}}, not {found(value)}")
    near = next((hint for key in value if (hint := closest(key, WINDOW_WORDS))), "")
    raise wrong("wrong-window", f"has none of {', '.join(WINDOW_WORDS)}", near or "such as {last: 30 days}")


WINDOW_WORDS = ("last", "before", "after", "between")
"""Exactly one of them stands in a window."""

Window = Annotated[
    Annotated[Last, Tag("<last>")]
    | Annotated[Before, Tag("<before>")]
    | Annotated[After, Tag("<after>")]
    | Annotated[Between, Tag("<between>")],
    Discriminator(_kind),
    BeforeValidator(_recognised),
]
