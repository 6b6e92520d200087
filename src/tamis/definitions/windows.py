"""When an event has to have happened: `within` (scoring.md, "Rules")."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag

from tamis.definitions.grammar import Mistake, Model, Reading
from tamis.definitions.instants import is_date, read_instant
from tamis.definitions.periods import Period
from tamis.definitions.values import Instant

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


class Between(Model):
    """`D1 ≤ t < D2`."""

    noun = "window"
    instants: tuple[Instant, Instant] = Field(alias="between", description="From the first instant, before the second.")

    @property
    def first(self) -> str:
        return self.instants[0]

    @property
    def second(self) -> str:
        return self.instants[1]

    def contradictions(self, reading: Reading) -> Iterator[Mistake]:
        if is_never(self.first, self.second):
            message = f"between {self.first} and {self.second} lies nothing: the first instant must be the earlier"
            yield Mistake("empty-window", message, "swap the two", ("between",))


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


WINDOW_WORDS = ("last", "before", "after", "between")

Window = Annotated[
    Annotated[Last, Tag("<last>")]
    | Annotated[Before, Tag("<before>")]
    | Annotated[After, Tag("<after>")]
    | Annotated[Between, Tag("<between>")],
    Discriminator(_kind),
]
