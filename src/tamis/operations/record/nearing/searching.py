"""The search for the fewest things that bring a category to enough points: one, else two, else three together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from tamis.definitions import Score
from tamis.operations.record.nearing.candidates import Candidate
from tamis.operations.record.nearing.wishes import Way, Wish, contradicts
from tamis.store.warehouse.supposed import Supposed, SupposedValue
from tamis.store.warehouse.suppositions import EventHappens, PropertyIs

# How often something is supposed to happen; and of what brought points, how many are joined in twos and in threes.
_TIMES = (2, 3, 4, 5, 10)
_PAIRED, _JOINED = 14, 9
_MOST_CANDIDATES = 300


@dataclass(frozen=True)
class _Tried:
    candidate: Candidate
    way: Way
    points: int
    value: SupposedValue


class Search:
    """For one category of a score: it has `points` now and needs `target` (whole millionths)."""

    def __init__(self, score: Score, category: str, supposed: Supposed, points: int, target: int, as_of: int) -> None:
        self._score, self._category, self._supposed = score, category, supposed
        self._points, self._target, self._as_of = points, target, as_of
        self.most: int | None = None

    def run(self, found: Sequence[Candidate], most: int) -> list[tuple[Way, SupposedValue]]:
        """The shortest ways to the target, the best first; none where not even three things suffice."""
        if not found or self._score.limit is not None and self._score.limit * 1e6 < self._target:
            return []
        subsets = [(place, part) for place, each in enumerate(found[:_MOST_CANDIDATES]) for part in _subsets(each)]
        # What counts only from the second time on brings nothing once.
        often = [candidate.times(times) for candidate in found if candidate.event is not None for times in _TIMES]
        all_tried = self._tried([*(part for _, part in subsets), *often], all_of_them=True)
        once = self._least([place for place, _ in subsets], all_tried[: len(subsets)])
        tried = [*once, *self._fewest(once, [each for each in all_tried[len(subsets) :] if each.points > self._points])]
        for count, width in ((1, len(tried)), (2, _PAIRED), (3, _JOINED)):
            enough = self._enough(tried, count, width)
            if enough:
                return _distinct(enough)[:most]
        return []

    def _enough(self, tried: Sequence[_Tried], count: int, width: int) -> list[_Tried]:
        if count > 1:
            best = sorted(tried, key=lambda each: (-each.points, _effort(each.way)))[:width]
            tried = self._tried([Candidate(way) for way in _joined(best, count)])
        return sorted((each for each in tried if each.points >= self._target), key=lambda each: _effort(each.way))

    def _least(self, places: Sequence[int], tried: Sequence[_Tried]) -> list[_Tried]:
        """Each candidate that brings points, without what is not needed for them (because it is so already). `places`:
        of which candidate each of those that were tried is a part."""
        by_place: dict[int, list[_Tried]] = {}
        for place, each in zip(places, tried, strict=True):
            by_place.setdefault(place, []).append(each)
        least = []
        for options in by_place.values():
            best = max(each.points for each in options)
            if best > self._points:
                least.append(min((o for o in options if o.points == best), key=lambda o: len(o.way)))
        return _once(least)

    def _fewest(self, once: Sequence[_Tried], often: Sequence[_Tried]) -> Iterator[_Tried]:
        """Of what happens several times, the fewest times that suffice, else that bring more than once."""
        by_event: dict[object, list[_Tried]] = {}
        for each in often:
            by_event.setdefault(_bare(each.way), []).append(each)
        best_once = {_bare(each.way): each.points for each in once}
        for bare, options in by_event.items():
            if best_once.get(bare, 0) >= self._target:
                continue
            more = [each for each in options if each.points > best_once.get(bare, self._points)]
            enough = [each for each in more if each.points >= self._target]
            yield from (enough or more)[:1]

    def _tried(self, found: Sequence[Candidate], *, all_of_them: bool = False) -> list[_Tried]:
        """Their values; of those that bring no points only if asked for."""
        values = self._supposed.values(
            self._score.key, [tuple(w.supposed for w in each.way) for each in found], self._as_of
        )
        tried = [
            _Tried(each, each.way, self._category_points(value), value)
            for each, value in zip(found, values, strict=True)
        ]
        self.most = max([self.most or self._points, *(each.points for each in tried)])
        return tried if all_of_them else [each for each in tried if each.points > self._points]

    def _category_points(self, value: SupposedValue) -> int:
        # Nothing, where a change would take it out of the population.
        points = value.points if len(self._score.categories) == 1 else getattr(value, self._category)
        return -(2**62) if points is None else int(points)


def _subsets(candidate: Candidate) -> Iterator[Candidate]:
    """The candidate, and each part of it that may do as well."""
    yield candidate
    way = candidate.way
    if 1 < len(way) <= 3:
        for count in range(1, len(way)):
            for part in combinations(way, count):
                is_repeated = candidate.event is not None and part[-1] is way[-1]
                yield Candidate(part, len(part) - 1 if is_repeated else None)


def _joined(tried: Sequence[_Tried], count: int) -> Iterator[Way]:
    for group in combinations(tried, count):
        way = tuple(dict.fromkeys(wish for each in group for wish in each.way))
        bare = [_bare(each.way) for each in group]
        if len(set(bare)) == count and not contradicts(way):
            yield way


def _bare(way: Way) -> object:
    """What is supposed, however often it happens."""
    return tuple(replace(w.supposed, times=1) if isinstance(w.supposed, EventHappens) else w.supposed for w in way)


def _once(tried: Sequence[_Tried]) -> list[_Tried]:
    """Each way once: several rules may be met by the same."""
    return list({tuple(w.supposed for w in each.way): each for each in tried}.values())


def _distinct(tried: Sequence[_Tried]) -> list[tuple[Way, SupposedValue]]:
    """What reads the same is told once."""
    told = {
        tuple(sorted((w.kind, w.words, w.about or "", w.times) for w in each.way)): each for each in reversed(tried)
    }
    order = {id(each): i for i, each in enumerate(tried)}
    return [(each.way, each.value) for each in sorted(told.values(), key=lambda each: order[id(each)])]


def _effort(way: Way) -> tuple[int, int, int]:
    """What is easier comes first: few things, and things that happen rather than things that are otherwise."""
    return len(way), sum(map(_hardness, way)), sum(wish.times for wish in way)


def _hardness(wish: Wish) -> int:
    match wish.supposed:
        case EventHappens(times=times):
            return 1 if times == 1 else 2
        case PropertyIs():
            # What is not known yet may turn out to be so; what is known would have to change.
            return 2 if wish.now is None else 4
    return 5
