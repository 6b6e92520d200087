"""When the passing of time alone takes a record to a lower tier: looked for by computing it at later instants."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tamis.definitions import Score, Segment
from tamis.definitions.passing import Passing, passing
from tamis.operations.record.nearing.tiers import category_points, tier_of, tiers_of
from tamis.store.warehouse.supposed import Supposed, SupposedValue

_MINUTE = 60_000_000
_DAY = 24 * 60 * _MINUTE
_LOOKS = tuple(days * _DAY for days in (1, 3, 7, 14, 30, 60, 90, 180, 365))
# Where one query tells of many instants: the nearer, the closer to each other.
_AT_ONCE = 96
_GRID = tuple(365 * _DAY * (i * i) // (_AT_ONCE * _AT_ONCE) for i in range(1, _AT_ONCE + 1))


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
    looks = _Looks(score, supposed, as_of, moving)
    return {c: fall for c in score.categories if (fall := looks.first_fall(c, looks.place(now, c))) is not None}


class _Looks:
    """Values at later instants, each computed once; of definitions that are relative, many at once."""

    def __init__(self, score: Score, supposed: Supposed, as_of: int, moving: Passing) -> None:
        self._score, self._supposed, self._as_of, self._moving = score, supposed, as_of, moving
        self._seen: dict[int, SupposedValue] = {}

    def place(self, value: SupposedValue, category: str) -> int:
        """Which of the category's tiers a value has, 0 being the best; outside the population the last."""
        tiers = tiers_of(self._score, category)
        return len(tiers) - 1 if value.points is None else tier_of(tiers, category_points(self._score, value, category))

    def first_fall(self, category: str, place: int) -> Fall | None:
        """When it falls from this place first, to the minute."""
        tiers = tiers_of(self._score, category)
        if place == len(tiers) - 1:
            return None

        def is_lower(age: int) -> bool:
            return self.place(self._after(age), category) > place

        age = self._first_age(is_lower)
        return None if age is None else Fall(self._as_of + age, tiers[self.place(self._after(age), category)].tier)

    def _first_age(self, is_lower: Callable[[int], bool]) -> int | None:
        grid = _GRID if self._moving.is_relative else _LOOKS
        self._look(grid)
        upper = next((age for age in grid if is_lower(age)), None)
        if upper is None:
            return None
        lower = max((age for age in grid if age < upper), default=0)
        while upper - lower > _MINUTE:
            ages = _between(lower, upper, _AT_ONCE if self._moving.is_relative else 2)
            self._look(ages)
            upper = next((age for age in ages if is_lower(age)), upper)
            lower = max((age for age in ages if age < upper), default=lower)
        return upper

    def _look(self, ages: Sequence[int]) -> None:
        """Computes the values at several instants at once, where that is possible."""
        if self._moving.is_relative:
            unseen = [age for age in ages if age not in self._seen]
            found = self._supposed.later(self._score.key, unseen, self._as_of, self._moving.clocked)
            self._seen |= dict(zip(unseen, found, strict=True))

    def _after(self, age: int) -> SupposedValue:
        if age not in self._seen:
            self._seen[age] = self._supposed.value(self._score.key, self._as_of + age)
        return self._seen[age]


def _between(lower: int, upper: int, parts: int) -> Sequence[int]:
    """What cuts the time between into so many parts, none shorter than a minute."""
    step = max(_MINUTE, -(-(upper - lower) // parts))
    return range(lower + step, upper, step)
