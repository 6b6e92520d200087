"""What calling from the top brings: the dots of a hundred, the curve of gain, the bars of tenths."""

from __future__ import annotations

from tamis.predict.card.html.element import Html, join, tag
from tamis.predict.card.html.frame import Frame, axes, svg
from tamis.predict.card.html.table import table
from tamis.predict.card.words.say import Words
from tamis.predict.evaluation.held_out import HeldOut

_QUARTERS = (0.0, 0.25, 0.5, 0.75, 1.0)


def dots(words: Words, count: int, class_: str, *, of: int) -> Html:
    """A hundred dots or a thousand, of which `count` are filled."""
    across, side = (10, 10.0) if of == 100 else (40, 2.5)
    frame = Frame((0, across), (0, of // across), across * side, of // across * side, 0, 0, 0, 0)
    filled, others = (_points(places, across, side) for places in (range(count), range(count, of)))
    drawn = (tag("path", d=points, class_=colour) for points, colour in ((filled, class_), (others, "off")) if points)
    return svg(
        frame, *drawn, said=words("expect.dots.one", count=count, of=of), class_="dots" if of == 100 else "dots fine"
    )


def _points(places: range, across: int, side: float) -> str:
    """Strokes of no length, which round ends make dots: a thousand elements would be ten times as long."""
    half = side / 2
    return "".join(f"M{place % across * side + half:g} {place // across * side + half:g}h0" for place in places)


def gain_chart(words: Words, found: HeldOut) -> Html:
    """The share of conversions reached, by the part of the list that was called."""
    frame = Frame((0, 1), (0, 1))
    ticks = [(each, words.percent(each)) for each in _QUARTERS]
    rate = max(found.measures.base_rate, 1e-9)
    line = [(place / 100, gain) for place, gain in enumerate(found.gain)]
    said = words("rank.gain.said", share=0.2, gain=found.gain[20])
    return svg(
        frame,
        axes(frame, x=ticks, y=ticks, x_title=words("rank.gain.x"), y_title=words("rank.gain.y")),
        frame.area([*line, (1.0, 0.0)], "under"),
        frame.line([(0, 0), (rate, 1), (1, 1)], "perfect"),
        frame.line([(0, 0), (1, 1)], "chance"),
        frame.line(line, "model"),
        frame.text((min(rate + 0.03, 0.6), 0.93), words("rank.perfect"), "soft", "start"),
        frame.text((0.72, 0.62), words("rank.chance"), "soft", "start"),
        frame.text(_beside(found.gain), words("rank.model"), "strong", "start"),
        said=said,
    )


def gain_table(words: Words, found: HeldOut) -> Html:
    heads = (words("rank.gain.x"), words("rank.model"), words("rank.chance"))
    rows = [
        (words.percent(place / 100), words.percent(found.gain[place]), words.percent(place / 100))
        for place in range(5, 101, 5)
    ]
    return table(heads, rows, caption=words("rank.gain"), texts=0)


def lift_chart(words: Words, found: HeldOut) -> Html:
    """The rate of each tenth, with that of all as a line."""
    top = _round_top(max(each.rate for each in found.deciles))
    frame = Frame((0.5, 10.5), (0, top))
    rate = found.measures.base_rate
    bars = join(*(frame.box((each.tenth - 0.5, each.tenth + 0.5), (0, each.rate), "bar", 3) for each in found.deciles))
    average = frame.line([(0.5, rate), (10.5, rate)], "average")
    label = tag(
        "text",
        words("rank.average", rate=rate),
        x=frame.width - frame.right,
        y=frame.at_y(rate) - 6,
        text_anchor="end",
        class_="strong halo",
    )
    x = [(float(each.tenth), words.number(each.tenth)) for each in found.deciles]
    y = [(top * part / 4, words.percent(top * part / 4)) for part in range(5)]
    grid = axes(frame, x=x, y=y, x_title=words("rank.lift.x"), y_title=words("rank.lift.y"))
    return svg(frame, grid, bars, average, label, said=words("rank.lift"))


def lift_table(words: Words, found: HeldOut) -> Html:
    codes = ("rank.tenth", "rank.rows", "rank.conversions", "rank.rate", "rank.times", "rank.gain")
    rows = [
        (
            words.number(each.tenth),
            words.number(each.rows),
            words.number(each.conversions),
            words.percent(each.rate),
            words("expect.lift.value", lift=each.lift),
            words.percent(each.gain),
        )
        for each in found.deciles
    ]
    return table([words(code) for code in codes], rows, caption=words("rank.lift"))


def _beside(gain: tuple[float, ...]) -> tuple[float, float]:
    """Where the name of the curve stands: below it, where it bends."""
    place = next((at for at, each in enumerate(gain) if each >= 0.55), 50)
    return min(place / 100 + 0.05, 0.62), max(gain[place] - 0.04, 0.1)


def _round_top(value: float) -> float:
    """The end of an axis: a share above `value` of which a quarter is no odd number."""
    tops = (0.004, 0.008, 0.02, 0.04, 0.08, 0.12, 0.2, 0.32, 0.4, 0.6, 0.8, 1.0)
    return next((top for top in tops if top >= value), 1.0)
