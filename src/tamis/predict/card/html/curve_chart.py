"""What a model says of one thing: a curve over the bins of a number, or bars for the values of a category."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, exp, log

from tamis.predict.card.html.element import Html, join, tag
from tamis.predict.card.html.frame import Frame, Tick, axes, svg
from tamis.predict.card.html.table import table
from tamis.predict.card.words.say import Words
from tamis.predict.evaluation.importance import Curve, Point
from tamis.predict.feature import OTHER

_Z = 1.96
_MOST_BARS = 12
_LETTERS = 18
_MOST_BLOCKS = 30


def curve_chart(words: Words, curve: Curve, name: str) -> Html:
    """Each bin is drawn as wide as the others, so that where most examples lie there is most to see."""
    return _of_numbers(words, curve, name) if curve.is_of_numbers else _of_categories(words, curve, name)


def curve_table(words: Words, curve: Curve, name: str) -> Html:
    heads = [words(code) for code in ("curves.value", "curves.odds", "curves.rows")]
    rows = [(value(words, each), _times(words, exp(each.log_odds)), words.number(each.rows)) for each in curve.points]
    return table(heads, rows, caption=name)


def value(words: Words, point: Point) -> str:
    """What a bin holds, in words."""
    if point.is_unknown:
        return words("curves.unknown")
    if point.label is not None:
        return words("curves.other") if point.label == OTHER else point.label
    low = None if point.low is None else words.compact(point.low)
    high = None if point.high is None else words.compact(point.high)
    if low is None:
        return words("curves.below", high=high)
    return words("curves.from", low=low) if high is None else words("curves.between", low=low, high=high)


def _of_numbers(words: Words, curve: Curve, name: str) -> Html:
    known = [each for each in curve.points if not each.is_unknown]
    unknown = [each for each in curve.points if each.is_unknown and each.rows]
    reach = _reach(curve.points)
    # Values that are not known stand apart, to the right.
    room = max(len(known) * 0.16, 1.0) if unknown else 0.0
    frame = Frame((0, len(known) + room), (-reach, reach), height=215, left=48, bottom=28)
    steps = [(edge, each.log_odds) for place, each in enumerate(known) for edge in (place, place + 1)]
    ticks = _edges(words, known)
    blocks = _blocks(known)
    if unknown:
        ticks.append((len(known) + room / 2, words("curves.unknown")))
        blocks.append((len(known) + room * 0.3, len(known) + room * 0.7, sum(each.rows for each in unknown)))
    return svg(
        frame,
        axes(frame, x=ticks, y=_odds(words, reach), x_title="", y_title=""),
        _rows(frame, blocks),
        _band(frame, known),
        frame.line([(0, 0), (frame.x[1], 0)], "zero"),
        frame.line(steps, "model"),
        *(_single(frame, len(known) + room * 0.5, each) for each in unknown),
        said=name,
    )


def _of_categories(words: Words, curve: Curve, name: str) -> Html:
    shown = sorted(curve.points, key=lambda each: -each.rows)[:_MOST_BARS]
    shown.sort(key=lambda each: -each.log_odds)
    reach, count = _reach(shown), len(shown)
    frame = Frame((-reach, reach), (count, 0), height=38 + 24.0 * count, left=148, right=52, top=6, bottom=28)
    bars = [
        frame.box((min(0, each.log_odds), max(0, each.log_odds)), (place + 0.2, place + 0.8), _side(each))
        for place, each in enumerate(shown)
    ]
    names = _beside(frame, [_short(value(words, each)) for each in shown], frame.left - 8)
    rows = _beside(frame, [words.compact(each.rows) for each in shown], frame.width)
    grid = axes(frame, x=_odds(words, reach), y=[], x_title="", y_title="")
    middle = frame.line([(0, 0), (0, count)], "zero")
    return svg(frame, grid, *bars, names, rows, middle, said=name)


def _beside(frame: Frame, texts: Sequence[str], x: float) -> Html:
    """A text for each bar, ending at `x`."""
    return join(
        *(tag("text", text, x=x, y=frame.at_y(place + 0.5) + 4, text_anchor="end") for place, text in enumerate(texts))
    )


def _rows(frame: Frame, blocks: list[tuple[float, float, float]]) -> Html:
    """How many examples lie from place to place, as bars from the floor that fill a quarter of the height at most."""
    most = max((rows for _, _, rows in blocks), default=0.0) or 1.0
    floor, height = frame.y[0], (frame.y[1] - frame.y[0]) / 4
    return join(
        *(frame.box((low, high), (floor, floor + height * rows / most), "rows", 0.4) for low, high, rows in blocks)
    )


def _blocks(known: list[Point]) -> list[tuple[float, float, float]]:
    """Bins side by side; where there are many, several together, for a bar of a hundredth of the width says nothing."""
    size = ceil(len(known) / _MOST_BLOCKS) or 1
    starts = range(0, len(known), size)
    return [
        (start, min(start + size, len(known)), sum(each.rows for each in known[start : start + size]))
        for start in starts
    ]


def _band(frame: Frame, known: list[Point]) -> Html | None:
    if not known or any(each.standard_error is None for each in known):
        return None
    edges = [(place, each) for place, point in enumerate(known) for place, each in ((place, point), (place + 1, point))]
    limits = [(x, each.log_odds, _Z * (each.standard_error or 0.0)) for x, each in edges]
    upper = [(x, min(middle + off, frame.y[1])) for x, middle, off in limits]
    lower = [(x, max(middle - off, frame.y[0])) for x, middle, off in reversed(limits)]
    return frame.area([*upper, *lower], "band")


def _single(frame: Frame, x: float, point: Point) -> Html:
    return tag("circle", cx=frame.at_x(x), cy=frame.at_y(point.log_odds), r=4.5, class_="dot")


def _edges(words: Words, known: list[Point]) -> list[Tick]:
    """Labels for up to six edges between bins."""
    inner = [(float(place + 1), each.high) for place, each in enumerate(known[:-1]) if each.high is not None]
    apart = ceil(len(inner) / 6) or 1
    return [(place, words.compact(edge)) for place, edge in inner[::apart]]


def _reach(points: Sequence[Point]) -> float:
    """How far the axis goes from nothing, in log-odds: to a power of two of the odds."""
    most = max((abs(each.log_odds) for each in points), default=0.0)
    return log(2) * max(1, ceil(most / log(2)))


def _odds(words: Words, reach: float) -> list[Tick]:
    doublings = round(reach / log(2))
    apart = ceil(doublings / 2)
    return [
        (log(2) * each, _times(words, 2.0**each))
        for each in range(-apart * 2, doublings + 1, apart)
        if abs(each) <= doublings
    ]


def _times(words: Words, odds: float) -> str:
    """By what the odds are multiplied, or divided."""
    return "×" + words.compact(odds) if odds >= 1 else "÷" + words.compact(1 / odds)


def _side(point: Point) -> str:
    return "raises" if point.log_odds >= 0 else "lowers"


def _short(text: str) -> str:
    return text if len(text) <= _LETTERS else text[: _LETTERS - 1].rstrip() + "…"
