"""What a term of a model would add for other values, as a small drawing with the record's own point on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import formats
from django.utils.translation import gettext as _

from tamis.server.web.layout.templatetags.tamis import signed

if TYPE_CHECKING:
    # They bring all of numpy along.
    from tamis.operations.models.whole_explanation import ExplainedTerm
    from tamis.predict.evaluation.importance import Point

WIDTH, HEIGHT = 320, 110
_TOP, _FLOOR = 12.0, 88.0
# Beside the bins of known values, those of whom the value is not known stand apart.
_APART = 0.6
_LONGEST, _MOST_EDGES = 14, 5
# Of contributions smaller than this (log-odds), a curve is drawn as if they were of this size.
_LEAST_REACH = 0.1


@dataclass(frozen=True)
class Bar:
    """One bin: where it is drawn, in pixels without a language, and whether the record is in it."""

    x: str
    y: str
    width: str
    height: str
    is_here: bool


@dataclass(frozen=True)
class Label:
    """A text below the drawing, at its middle."""

    x: str
    text: str


@dataclass(frozen=True)
class ShownCurve:
    """Bars from the line of nothing up or down, one for each bin, and the point of the record; `said`: all of that in a
    sentence."""

    bars: tuple[Bar, ...]
    labels: tuple[Label, ...]
    zero: str
    here: tuple[str, str] | None
    said: str


def shown_curve(term: ExplainedTerm) -> ShownCurve | None:
    """The drawing of a term, if it has a curve. Every bin is as wide as the others, as on the card of the model."""
    if term.curve is None or not term.curve.points:
        return None
    points = term.curve.points
    reach = max(_LEAST_REACH, *(abs(point.log_odds) for point in points))
    middles = _middles(points)
    wide = middles[0] * 2
    bars = tuple(
        _bar(middle, wide, point, reach, is_here=place == term.here)
        for place, (point, middle) in enumerate(zip(points, middles, strict=True))
    )
    here = None if term.here is None else (_px(middles[term.here]), _px(_height(points[term.here].log_odds, reach)))
    return ShownCurve(bars, _labels(points, middles, wide), _px(_height(0.0, reach)), here, _said(term))


def bin_text(point: Point) -> str:
    """The values of a bin."""
    if point.label is not None:
        return point.label
    if point.is_unknown:
        return _("not known")
    if point.low is None:
        return _("under %(high)s") % {"high": _number(point.high)}
    if point.high is None:
        return _("%(low)s or more") % {"low": _number(point.low)}
    return _("%(low)s to under %(high)s") % {"low": _number(point.low), "high": _number(point.high)}


def _middles(points: Sequence[Point]) -> list[float]:
    places = [
        place + (0.5 if not point.is_unknown or place == 0 else 0.5 + _APART) for place, point in enumerate(points)
    ]
    wide = WIDTH / (places[-1] + 0.5)
    return [place * wide for place in places]


def _bar(middle: float, wide: float, point: Point, reach: float, *, is_here: bool) -> Bar:
    top, zero = sorted((_height(point.log_odds, reach), _height(0.0, reach)))
    gap = min(1.0, wide * 0.1)
    # What adds nothing is a line, so that it is seen that somebody was there.
    return Bar(_px(middle - wide / 2 + gap / 2), _px(top), _px(wide - gap), _px(max(zero - top, 1.0)), is_here)


def _height(log_odds: float, reach: float) -> float:
    return _TOP + (_FLOOR - _TOP) * (1 - log_odds / reach) / 2


def _labels(points: Sequence[Point], middles: Sequence[float], wide: float) -> tuple[Label, ...]:
    """Of numbers some edges, of categories as many names as there is room for."""
    found = []
    if any(point.label for point in points):
        apart = max(1, -(-len(points) // 4))
        found = [(middle, bin_text(point)) for point, middle in list(zip(points, middles, strict=True))[::apart]]
    else:
        edges = [
            (middle - wide / 2, _number(p.low)) for p, middle in zip(points, middles, strict=True) if p.low is not None
        ]
        apart = max(1, -(-len(edges) // _MOST_EDGES))
        found = edges[::apart]
        found += [(middle, "?") for p, middle in zip(points, middles, strict=True) if p.is_unknown]
    return tuple(Label(_px(min(max(x, 12), WIDTH - 12)), _short(text)) for x, text in found)


def _said(term: ExplainedTerm) -> str:
    told = {"meaning": term.meaning, "value": term.value, "adds": signed(term.contribution, 3)}
    return _("%(meaning)s: the curve of the model; at %(value)s, where this record is, it adds %(adds)s.") % told


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"


def _number(value: float | None) -> str:
    if value is None:
        return ""
    text = f"{value:,.0f}" if value == int(value) or abs(value) >= 100 else f"{value:.3g}"
    decimals = len(text.partition(".")[2]) if "." in text and "e" not in text else 0
    return formats.number_format(value, decimal_pos=decimals, use_l10n=True, force_grouping=True)


def _px(value: float) -> str:
    """A length that no language writes with a comma."""
    return f"{value:.1f}"
