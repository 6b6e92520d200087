"""The time that was learnt from, the gap, and the time that was judged by, as one bar."""

from __future__ import annotations

from tamis.predict.card.html.element import Html, tag
from tamis.predict.card.html.frame import Frame, svg
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
    frame = Frame((start, end), (0, 1), 900, 58, 0, 0, 0, 28)
    learnt = found.first - found.gap
    parts = ((start, learnt, "learnt"), (learnt, found.first, "gap"), (found.first, end, "judged"))
    drawn = [part for low, high, name in parts if high > low for part in _part(sheet, frame, low, high, name)]
    return svg(frame, *drawn, said=sheet.say("sample.title"), class_="timeline")


def _part(sheet: Sheet, frame: Frame, low: int, high: int, name: str) -> tuple[Html, Html]:
    middle = (frame.at_x(low) + frame.at_x(high)) / 2
    text = tag("text", sheet.say(f"sample.{name}"), x=middle, y=48, text_anchor="middle")
    return frame.box((low, high), (0, 1), f"part {name}", 1), text
