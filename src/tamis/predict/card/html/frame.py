"""The frame that charts are drawn in: a plane with axes, in SVG, sized by the page and coloured by its style."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tamis.predict.card.html.element import Html, join, tag

Tick = tuple[float, str]
Place = tuple[float, float]


@dataclass(frozen=True)
class Frame:
    """A plane `x` by `y` (each from, to), drawn `width` by `height`; margins hold the labels of the axes."""

    x: tuple[float, float]
    y: tuple[float, float]
    width: float = 440.0
    height: float = 300.0
    left: float = 66.0
    right: float = 16.0
    top: float = 14.0
    bottom: float = 46.0

    def at_x(self, value: float) -> float:
        low, high = self.x
        return self.left + (value - low) / ((high - low) or 1.0) * (self.width - self.left - self.right)

    def at_y(self, value: float) -> float:
        low, high = self.y
        return (
            self.height - self.bottom - (value - low) / ((high - low) or 1.0) * (self.height - self.top - self.bottom)
        )

    def line(self, places: Iterable[Place], class_: str) -> Html:
        return tag("polyline", points=self.points(places), class_=class_)

    def area(self, places: Iterable[Place], class_: str) -> Html:
        return tag("polygon", points=self.points(places), class_=class_)

    def points(self, places: Iterable[Place]) -> str:
        return " ".join(f"{self.at_x(x):.1f},{self.at_y(y):.1f}" for x, y in places)

    def box(self, x: tuple[float, float], y: tuple[float, float], class_: str, gap: float = 0.0) -> Html:
        """A rectangle from corner to corner, narrowed by `gap` on both sides."""
        left, right = self.at_x(x[0]) + gap, self.at_x(x[1]) - gap
        top, bottom = sorted((self.at_y(y[0]), self.at_y(y[1])))
        return tag("rect", x=left, y=top, width=max(right - left, 0.6), height=max(bottom - top, 0.0), class_=class_)

    def text(self, at: Place, words: str, class_: str = "", anchor: str = "middle") -> Html:
        """Words at a place of the plane."""
        return tag("text", words, x=self.at_x(at[0]), y=self.at_y(at[1]), class_=class_ or None, text_anchor=anchor)


def axes(frame: Frame, *, x: Sequence[Tick], y: Sequence[Tick], x_title: str, y_title: str) -> Html:
    """Lines across for `y`, labels for both, and what each axis is."""
    across = join(*(_across(frame, *tick) for tick in y))
    below = frame.height - frame.bottom + 17
    along = join(*(tag("text", text, x=frame.at_x(value), y=below, text_anchor="middle") for value, text in x))
    middle = (frame.left + frame.width - frame.right) / 2
    titles = join(
        tag("text", x_title, x=middle, y=frame.height - 8, text_anchor="middle", class_="axis"),
        _upright(frame, y_title) if y_title else None,
    )
    return join(across, along, titles)


def svg(frame: Frame, *children: str | None, said: str, class_: str = "chart") -> Html:
    """A drawing, with a sentence for those who do not see it."""
    size = f"0 0 {frame.width:g} {frame.height:g}"
    return tag("svg", *children, viewBox=size, role="img", aria_label=said, class_=class_)


def _across(frame: Frame, value: float, text: str) -> Html:
    y = frame.at_y(value)
    line = tag("line", x1=frame.left, x2=frame.width - frame.right, y1=y, y2=y, class_="grid")
    return join(line, tag("text", text, x=frame.left - 7, y=y + 4, text_anchor="end"))


def _upright(frame: Frame, words: str) -> Html:
    middle = (frame.top + frame.height - frame.bottom) / 2
    return tag("text", words, text_anchor="middle", class_="axis", transform=f"translate(13 {middle:g}) rotate(-90)")
