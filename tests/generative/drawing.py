"""Choices, one by one. Each shrinks towards its first option, and everything that is optional towards its absence."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from typing import TypeVar
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from tests.generative.constructs import CONSTRUCTS

T = TypeVar("T")
HOUR = 3_600_000_000
DAY = 24 * HOUR
PERIODS = {
    "24 hours": DAY,
    "1 day": DAY,
    "7 days": 7 * DAY,
    "2 weeks": 14 * DAY,
    "1 month": 30 * DAY,
    "30 days": 30 * DAY,
    "60 days": 60 * DAY,
    "3 months": 90 * DAY,
    "1 year": 365 * DAY,
    "5 hours": 5 * HOUR,
}
AGES = (0, HOUR, DAY, 3 * DAY, 7 * DAY, 14 * DAY, 30 * DAY, 45 * DAY, 60 * DAY, 90 * DAY, 365 * DAY, 400 * DAY)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass
class Drawing:
    """Draws one case: what it chooses, it tells `used`."""

    draw: object
    time_zone: str = "UTC"
    as_of: int = 0
    used: set[str] = field(default_factory=set)

    def use(self, *constructs: str) -> None:
        assert CONSTRUCTS.issuperset(constructs), set(constructs) - CONSTRUCTS
        self.used.update(constructs)

    def pick(self, options: Sequence[T]) -> T:
        return self.draw(st.sampled_from(options))

    def chance(self, percent: int) -> bool:
        return self.draw(st.integers(0, 99)) >= 100 - percent

    def maybe(self, percent: int, construct: str) -> bool:
        """A chance that is told when it comes."""
        is_so = self.chance(percent)
        if is_so:
            self.use(construct)
        return is_so

    def count(self, at_least: int, at_most: int) -> int:
        return self.draw(st.integers(at_least, at_most))

    def some(self, options: Sequence[T], at_least: int = 1, at_most: int = 3) -> list[T]:
        """Distinct options in any order."""
        at_most = min(at_most, len(options))
        if not at_most:
            return []
        return self.draw(
            st.lists(st.sampled_from(options), min_size=min(at_least, at_most), max_size=at_most, unique=True)
        )

    def shuffled(self, items: Sequence[T]) -> list[T]:
        return self.draw(st.permutations(items))

    def instant(self, *, later: bool = True) -> int:
        """An instant at, or a microsecond beside, one of the distances that periods have from the as-of instant."""
        age = self.pick(AGES)
        age = -age if later and self.chance(12) else age
        beside = self.pick((0, 0, 0, 0, 1, -1))
        if not beside:
            self.use("instant on a boundary")
        return self.as_of - age + beside

    def instant_text(self, instant: int | None = None) -> str:
        """One of the ways of writing an instant."""
        moment = _EPOCH + timedelta(microseconds=self.instant() if instant is None else instant)
        full = moment.strftime("%Y-%m-%dT%H:%M:%S.%f")
        match self.count(0, 8):
            case 0 | 1:
                return full + "Z"
            case 2:
                return full
            case 3:
                return full.replace("T", " ")
            case 4:
                return full + self.pick(("9", "4999"))  # digits after the microsecond are cut
            case 5:
                offset = self.pick((330, -180, 60, -570))
                local = moment.astimezone(timezone(timedelta(minutes=offset)))
                sign = "-" if offset < 0 else "+"
                return f"{local:%Y-%m-%dT%H:%M:%S.%f}{sign}{abs(offset) // 60:02}:{abs(offset) % 60:02}"
            case 6:
                return moment.strftime("%Y-%m-%d %H:%MZ")
            case 7:
                return moment.strftime("%Y-%m-%dT%H:%M:%S")
        return self.date_text(instant)

    def date_text(self, instant: int | None = None) -> str:
        moment = _EPOCH + timedelta(microseconds=self.instant() if instant is None else instant)
        return moment.astimezone(ZoneInfo(self.time_zone)).strftime("%Y-%m-%d")

    def period(self) -> str:
        return self.pick(list(PERIODS))
