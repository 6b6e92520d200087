"""The shortest changes that would bring a record to the next tier of a category, and when time alone takes it lower."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tamis.definitions import Score
from tamis.definitions.score import Tier
from tamis.errors import UsageError
from tamis.operations.record.nearing.candidates import candidates
from tamis.operations.record.nearing.falling import Fall, falls
from tamis.operations.record.nearing.searching import Search
from tamis.operations.record.nearing.surroundings import Around
from tamis.operations.record.nearing.tiers import category_points, micros_from, tier_of, tiers_of
from tamis.operations.record.nearing.wishes import Wish
from tamis.operations.record.opened import OpenRecord
from tamis.operations.rescore import check_against
from tamis.store.warehouse.supposed import Supposed, SupposedValue


@dataclass(frozen=True)
class Suggestion:
    """Things that, all being so now, bring the record to the next tier; computed with them. `points`: the category's
    then, `total` the score's (whole millionths), and the tiers."""

    wishes: tuple[Wish, ...]
    points: int
    total: int
    tier: str
    whole_tier: str


@dataclass(frozen=True)
class CategoryOutlook:
    """Where a record stands in a category now: its points (whole millionths) and tier; the next tier and the points
    from which it is (None at the top), the shortest ways there, best first, and, where there are none, the most points
    that were found (None where nothing was to be tried). `fall`: when time alone takes it to a lower tier, if it does
    within a year."""

    category: str
    points: int
    tier: str
    next_tier: str | None
    from_: int | None
    suggestions: tuple[Suggestion, ...]
    most: int | None
    fall: Fall | None


@dataclass(frozen=True)
class Outlook:
    """What may become of a record's tier, by one score, as of an instant (microseconds since the epoch, UTC).

    `categories` are empty for a record outside the score's population, and for a score without tiers.
    """

    score: str
    label: str
    categories: tuple[CategoryOutlook, ...]
    is_scored: bool
    as_of: int


def read_outlook(record: OpenRecord, key: str, as_of: int, *, most: int = 5) -> Outlook:
    """How a published score of the record's object may come to the next tier. Raises UsageError for a score that is
    not published, or is of other records; DefinitionError where the data no longer bears out a definition."""
    score = record.published.score(key)
    if score.object != record.object:
        raise UsageError(f'"{key}" scores {score.object} records, not {record.object}.')
    check_against(record.published, record.catalog)
    scores = record.published.of_object(record.object, {key})
    segments = dict(record.published.segments)
    with Supposed(record.warehouse, record.catalog, scores, segments, record.n) as supposed:
        now = supposed.value(key, as_of)
        is_scored = now.points is not None
        found: tuple[CategoryOutlook, ...] = ()
        if is_scored and score.thresholds:
            outlook = _Outlook(record, score, supposed, now, as_of, most)
            fallen = falls(score, segments, supposed, now, as_of)
            found = tuple(outlook.category(c, fallen.get(c)) for c in score.categories)
    return Outlook(key, score.label or key, found, is_scored, as_of)


@dataclass(frozen=True)
class _Outlook:
    record: OpenRecord
    score: Score
    supposed: Supposed
    now: SupposedValue
    as_of: int
    most: int

    def category(self, name: str, fall: Fall | None) -> CategoryOutlook:
        tiers = tiers_of(self.score, name)
        points = category_points(self.score, self.now, name)
        place = tier_of(tiers, points)
        if place == 0:
            return CategoryOutlook(name, points, tiers[0].tier, None, None, (), None, fall)
        following = tiers[place - 1]
        search = Search(self.score, name, self.supposed, points, micros_from(following), self.as_of)
        found = search.run(candidates(self.score, name, Around(self.record, self.as_of)), self.most)
        suggestions = tuple(self._suggestion(name, tiers, wishes, value) for wishes, value in found)
        most = None if suggestions else search.most
        return CategoryOutlook(
            name, points, tiers[place].tier, following.tier, micros_from(following), suggestions, most, fall
        )

    def _suggestion(
        self, name: str, tiers: Sequence[Tier], wishes: tuple[Wish, ...], value: SupposedValue
    ) -> Suggestion:
        points = category_points(self.score, value, name)
        tier = tiers[tier_of(tiers, points)].tier
        return Suggestion(wishes, points, value.points or 0, tier, value.tier or tier)
