"""What was said beside what happened."""

from __future__ import annotations

from tamis.predict.card.html.element import Html, join, tag
from tamis.predict.card.html.frame import Frame, axes, svg
from tamis.predict.card.html.table import table
from tamis.predict.card.words.say import Words
from tamis.predict.evaluation.held_out import HeldOut


def calibration_chart(words: Words, found: HeldOut) -> Html:
    """A dot for each bin, with the interval of what happened as a band; the line is where all is as it was said."""
    curve = found.calibration
    top = _top(max(max(each.high, each.predicted) for each in curve))
    frame = Frame((0, top), (0, top), height=340)
    ticks = [(top * part / 4, words.percent(top * part / 4)) for part in range(5)]
    band = [(each.predicted, each.high) for each in curve] + [(each.predicted, each.low) for each in reversed(curve)]
    dots = (
        tag("circle", cx=frame.at_x(each.predicted), cy=frame.at_y(each.observed), r=4.5, class_="dot")
        for each in curve
    )
    return svg(
        frame,
        axes(frame, x=ticks, y=ticks, x_title=words("calibration.x"), y_title=words("calibration.y")),
        frame.area(band, "band"),
        frame.line([(0, 0), (top, top)], "chance"),
        frame.line([(each.predicted, each.observed) for each in curve], "model"),
        join(*dots),
        said=words("calibration.error", error=found.measures.calibration_error),
    )


def calibration_table(words: Words, found: HeldOut) -> Html:
    codes = ("calibration.said", "calibration.happened", "calibration.between", "rank.rows")
    rows = [
        (
            words.percent(each.predicted),
            words.percent(each.observed),
            words("calibration.and", low=each.low, high=each.high),
            words.number(each.rows),
        )
        for each in found.calibration
    ]
    return table([words(code) for code in codes], rows, caption=words("calibration.title"), texts=0)


def _top(value: float) -> float:
    return next((top for top in (0.04, 0.08, 0.12, 0.2, 0.32, 0.4, 0.6, 0.8) if top >= value), 1.0)
