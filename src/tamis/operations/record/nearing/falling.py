"""When the passing of time alone takes a record to a lower tier: looked for by computing it at later instants."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tamis.definitions import Score, Segment
from tamis.definitions.passing import passing
from tamis.operations.record.nearing.tiers import category_points, tier_of, tiers_of
from tamis.store.warehouse.supposed import Supposed, SupposedValue

_MINUTE = 60_000_000
_DAY = 24 * 60 * _MINUTE
_LOOKS = tuple(days * _DAY for days in (1, 3, 7, 14, 30, 60, 90, 180, 365))


@dataclass(frozen=True)
class Fall:
    """The instant (microseconds since the epoch, UTC; to the minute, and never too early) from which the tier is a
    lower one if nothing happens."""

    at: int
    tier: str


def falls(
    score: Score, segments: Mapping[str, Segment], supposed: Supposed, now: SupposedValue, as_of: int
) -> dict[str, Fall]:
    """By category, the first fall that is found within a year: a tier that is left and reached again between two looks
    is not seen."""
    moving = passing([score], list(segments.values()))
    if not (moving.edges or moving.fades or moving.dates):
        return {}
    looks = _Looks(score, supposed, as_of)
    return {c: fall for c in score.categories if (fall := looks.first_fall(c, looks.place(now, c))) is not None}


class _Looks:
    """Values at later instants, each computed once."""

    def __init__(self, score: Score, supposed: Supposed, as_of: int) -> None:
        self._score, self._supposed, self._as_of = score, supposed, as_of
        self._seen: dict[int, SupposedValue] = {}

    def place(self, value: SupposedValue, category: str) -> int:
        """Which of the category's tiers a value has, 0 being the best; outside the population the last."""
        tiers = tiers_of(self._score, category)
        return len(tiers) - 1 if value.points is None else tier_of(tiers, category_points(self._score, value, category))

    def first_fall(self, category: str, place: int) -> Fall | None:
        tiers = tiers_of(self._score, category)
        if place == len(tiers) - 1:
            return None

        def is_lower(at: int) -> bool:
            return self.place(self._at(at), category) > place

        upper = next((look for look in _LOOKS if is_lower(self._as_of + look)), None)
        if upper is None:
            return None
        lower = max((look for look in _LOOKS if look < upper), default=0)
        at = _between(self._as_of + lower, self._as_of + upper, is_lower)
        return Fall(at, tiers[self.place(self._at(at), category)].tier)

    def _at(self, instant: int) -> SupposedValue:
        if instant not in self._seen:
            [self._seen[instant]] = self._supposed.values(self._score.key, [()], instant)
        return self._seen[instant]


def _between(lower: int, upper: int, is_lower: Callable[[int], bool]) -> int:
    """The first instant at which it is lower, to the minute: it is not at the first, and is at the second."""
    while upper - lower > _MINUTE:
        middle = (lower + upper) // 2
        lower, upper = (lower, middle) if is_lower(middle) else (middle, upper)
    return upper
