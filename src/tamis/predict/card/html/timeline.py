"""The time that was learnt from, the gap, and the time that was judged by, as one bar."""

from __future__ import annotations

from tamis.predict.card.html.element import Html, join, tag
from tamis.predict.card.html.frame import Frame
from tamis.predict.card.html.sheet import Sheet
from tamis.predict.evaluation.held_out import HeldOut
from tamis.predict.evaluation.splits import Way


def timeline(sheet: Sheet, found: HeldOut) -> Html | None:
    """Nothing where it was not divided by time."""
    start = sheet.card.readiness.first
    if found.way is Way.RECORDS or start is None or found.last <= start:
        return None
    # A landmark stands for a time, so the last one has some width too.
    end = found.last + max((found.last - start) // 20, 1)
    learnt = found.first - found.gap
    parts = [(start, learnt, "learnt"), (learnt, found.first, "gap"), (found.first, end, "judged")]
    shown = [each for each in parts if each[1] > each[0]]
    frame = Frame((start, end), (0, 1), 900, 28, 0, 0, 0, 0)
    bars = (frame.box((low, high), (0, 1), f"part {name}", 1) for low, high, name in shown)
    # As wide as the page and as high as the style says; the legend tells what the colours are.
    size = {"viewBox": "0 0 900 28", "preserveAspectRatio": "none", "aria_hidden": "true", "class_": "timeline"}
    legend = tag("ul", *(_named(sheet, name) for _, _, name in shown), class_="legend")
    return tag("div", tag("svg", *bars, **size), legend)


def _named(sheet: Sheet, name: str) -> Html:
    swatch = tag("rect", width=12, height=12, class_=f"part {name}")
    drawn = tag("svg", swatch, viewBox="0 0 12 12", class_="swatch", aria_hidden="true")
    return tag("li", join(drawn, tag("span", sheet.say(f"sample.{name}"))))
