"""The arithmetic (scoring.md), exact: every number is a Fraction until the last rounding."""

from decimal import Decimal
from fractions import Fraction
from math import floor

from tests.spec.interpreter.definitions import exact
from tests.spec.interpreter.instants import read_period

_MICRO = 10**6
_NEAR_A_HALF = Fraction(1, 10**9)


def decayed(points: Fraction, age: int, decay: dict | str | None) -> Fraction:
    """Step 2: the points of something `age` microseconds old."""
    if decay is None or decay == "none":
        return points
    periods = Fraction(age, read_period(decay["every"]))
    if decay.get("mode", "linear") == "step":
        periods = Fraction(floor(periods))
    return points * max(Fraction(0), 1 - exact(decay["percent"]) / 100 * periods)


def bounded(points: Fraction, bounds: dict, *, limit=None, floor=None) -> Fraction:
    """Points inside a `limit` and `floor`; `null` means no bound, an absent one is the default given."""
    limit, floor = bounds.get("limit", limit), bounds.get("floor", floor)
    if limit is not None:
        points = min(points, exact(limit))
    if floor is not None:
        points = max(points, exact(floor))
    return points


def combined(points: list[Fraction], how: str) -> Fraction:
    """The points of associated records joined; 0 where there are none."""
    if not points:
        return Fraction(0)
    match how:
        case "sum":
            return sum(points, Fraction(0))
        case "max":
            return max(points)
        case "min":
            return min(points)
        case "average":
            return sum(points, Fraction(0)) / len(points)
    raise ValueError(how)


def rounded(points: Fraction) -> Decimal:
    """Step 5: 6 decimals, half away from zero; "a value within 1e-9 of a half counts as the half"."""
    micro = floor((abs(points) + _NEAR_A_HALF) * _MICRO + Fraction(1, 2))
    return Decimal(-micro if points < 0 else micro).scaleb(-6)


def is_on_the_edge(points: Fraction) -> bool:
    """Whether the rounding hangs on less than an engine has to compute (1e-9): then two answers are right."""
    edge = (abs(points) + _NEAR_A_HALF) * _MICRO + Fraction(1, 2)
    return abs(edge - round(edge)) < Fraction(1, 10**3) and edge != round(edge) + Fraction(1, 10**3)


def tier_of(value: Decimal, thresholds: list[dict]) -> str:
    """Step 7: "the first tier whose `from` is at most the value"; the last has none."""
    for threshold in thresholds:
        if "from" not in threshold or exact(threshold["from"]) <= Fraction(value):
            return threshold["tier"]
    raise ValueError(thresholds)
