"""The instant a score is computed for. Passed down everywhere; nothing below the shells reads a clock."""

from dataclasses import dataclass

from tamis.definitions import After, Before, Between, Decay, Last, Window
from tamis.definitions.instants import read_instant

#: Wider than any instant of a calendar (years 1 to 9999), and small enough never to overflow a subtraction.
EARLIEST = -(2**61)
LATEST = 2**61


@dataclass(frozen=True)
class Moment:
    """`as_of` in microseconds since the epoch, UTC; `time_zone` is where a date without a time begins."""

    as_of: int
    time_zone: str = "UTC"

    def micros(self, text: str) -> int:
        """An instant of a definition, in microseconds since the epoch."""
        return read_instant(text, self.time_zone)

    def bounds(self, window: Window | None) -> tuple[int, int]:
        """The first and the last microsecond inside a window, both inclusive; nothing later than `as_of`.

        scoring.md, Rules: `{last: P}` is `as_of − P < t ≤ as_of`, `{before: D}` is `t < D`, `{after: D}` is `t ≥ D`,
        `{between: [D1, D2]}` is `D1 ≤ t < D2`.
        """
        match window:
            case Last(period=period):
                return self.as_of - period.micros + 1, self.as_of
            case Before(instant=instant):
                return EARLIEST, min(self.micros(instant) - 1, self.as_of)
            case After(instant=instant):
                return self.micros(instant), self.as_of
            case Between(first=first, second=second):
                return self.micros(first), min(self.micros(second) - 1, self.as_of)
        return EARLIEST, self.as_of

    def oldest(self, decay: Decay | None) -> int:
        """The first microsecond at which an event is still worth something."""
        return max(self.as_of - decay.reach, EARLIEST) if decay else EARLIEST
