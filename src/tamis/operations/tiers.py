"""The tiers that a score gives: in which order, how far each is from the best, and in which colour they are shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from tamis.definitions import Score
from tamis.definitions.score import Tiers

#: The colours that pages have; those that the colour-blind can tell apart best come first.
COLORS = ("green", "blue", "orange", "purple", "yellow", "red", "gray")
#: The shades of a colour, from the best fit to the least. What has them differs in lightness and in outline too, so
#: that colour-blind people can tell it apart.
SHADES = ("-strong", "", "-faint", "-faintest")
# Of tiers that were given no colour: the best, the least, and those between.
_BEST, _LEAST, _BETWEEN = "green", "gray", ("yellow", "orange", "blue", "purple")


@dataclass(frozen=True)
class _Step:
    """A tier: its places among those of each category, fit before engagement, 0 for the best."""

    name: str
    places: tuple[int, ...]

    @property
    def rank(self) -> int:
        return sum(self.places)


def has_matrix(score: Score) -> bool:
    """Whether its tiers are made of two categories (A1 … C3): then points alone do not tell which tier is better."""
    return len(score.thresholds) > 1


def tiers_of(score: Score) -> tuple[str, ...]:
    """All tiers that a score gives, best first. Of two categories (A1 … C3): by how far both are from their best
    together; of those that are equally far, the better fit comes first."""
    return tuple(step.name for step in _steps(score))


def tier_ranks(score: Score) -> Mapping[str, int]:
    """How far each tier is from the best, 0 for the best: A2 and B1 are equally far."""
    return {step.name: step.rank for step in _steps(score)}


def tier_colors(score: Score) -> Mapping[str, str]:
    """The colour in which each tier is shown. Of two categories: that of the engagement tier, in the shade of the fit
    tier (`green-strong`, `green`, `green-faint`), so that A1, B1 and C1 are told apart. What is given no colour that
    pages have is shown in the usual one of its place."""
    ladders = _ladders(score)
    colors = _colors(ladders[-1]) if ladders else ()
    return {step.name: colors[step.places[-1]] + _shade(step.places[:-1]) for step in _steps(score)}


def category_colors(score: Score, category: str) -> Mapping[str, str]:
    """The colour in which each tier of one category is shown."""
    tiers = next((tiers for name, tiers in score.thresholds.items() if name == category), ())
    return {tier.tier: color for tier, color in zip(tiers, _colors(tiers), strict=True)}


def _colors(tiers: Tiers) -> Sequence[str]:
    own = [tier.color for tier in tiers]
    return [color if color in COLORS else _usual(place, len(own)) for place, color in enumerate(own)]


def _ladders(score: Score) -> list[Tiers]:
    """The tiers of each category, fit before engagement."""
    return [tiers for _, tiers in sorted(score.thresholds.items(), reverse=True)]


def _steps(score: Score) -> Sequence[_Step]:
    found: dict[str, _Step] = {}
    for steps in product(*(enumerate(tiers) for tiers in _ladders(score))):
        name = "".join(tier.tier for _, tier in steps)
        found.setdefault(name, _Step(name, tuple(place for place, _ in steps)))
    return sorted(found.values(), key=lambda step: step.rank) if score.thresholds else ()


def _usual(place: int, count: int) -> str:
    if place == 0:
        return _BEST
    return _LEAST if place == count - 1 else _BETWEEN[(place - 1) % len(_BETWEEN)]


def _shade(fit: tuple[int, ...]) -> str:
    """Of one category there is one shade."""
    return SHADES[min(fit[0], len(SHADES) - 1)] if fit else ""
