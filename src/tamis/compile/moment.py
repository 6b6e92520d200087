"""When events count, told from the instant of the computation (`as_of`) or by the calendar."""

from __future__ import annotations

from dataclasses import dataclass

from tamis.definitions import After, Before, Between, Decay, Last, Window
from tamis.definitions.instants import read_instant

#: Wider than any instant of a calendar (years 1 to 9999), and small enough never to overflow a subtraction.
EARLIEST = -(2**61)
LATEST = 2**61


@dataclass(frozen=True)
class Span:
    """When an event counts; nothing later than `as_of` ever does.

    `age`: at most so many microseconds ago; `since` and `until`: the first and the last microsecond, UTC, by the
    calendar. None is no bound.
    """

    age: int | None = None
    since: int | None = None
    until: int | None = None

    @property
    def is_eternal(self) -> bool:
        """Whether events count however long ago they happened."""
        return self.age is None and self.since is None

    def first(self, as_of: int) -> int:
        """The first microsecond at which an event counts."""
        return max(EARLIEST if self.age is None else as_of - self.age, EARLIEST if self.since is None else self.since)


def span_of(window: Window | None, time_zone: str, decay: Decay | None = None) -> Span:
    """When an event is inside the window and still worth something; a date begins in the time zone.

    scoring.md, Rules: `{last: P}` is `as_of − P < t ≤ as_of`, `{before: D}` is `t < D`, `{after: D}` is `t ≥ D`,
    `{between: [D1, D2]}` is `D1 ≤ t < D2`.
    """
    reach = decay.reach if decay else None
    match window:
        case Last(period=period):
            inside = period.micros - 1
            return Span(age=inside if reach is None else min(inside, reach))
        case Before(instant=instant):
            return Span(age=reach, until=read_instant(instant, time_zone) - 1)
        case After(instant=instant):
            return Span(age=reach, since=read_instant(instant, time_zone))
        case Between(first=first, second=second):
            return Span(reach, read_instant(first, time_zone), read_instant(second, time_zone) - 1)
    return Span(age=reach)
