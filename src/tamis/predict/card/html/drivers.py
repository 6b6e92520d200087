"""What the model looks at, how much each counts, and how."""

from __future__ import annotations

from tamis.predict.card.html.curve_chart import curve_chart, curve_table
from tamis.predict.card.html.element import Html, tag
from tamis.predict.card.html.frame import Frame, svg
from tamis.predict.card.html.sheet import Sheet, section
from tamis.predict.card.html.table import behind, figure, table
from tamis.predict.evaluation.importance import Importance

_MOST_BARS, _MOST_CURVES = 12, 8


def drivers(sheet: Sheet) -> Html | None:
    """The terms that move likelihoods most, as bars."""
    found = sheet.card.importances
    if not found:
        return None
    words, shown, rest = sheet.words, found[:_MOST_BARS], found[_MOST_BARS:]
    bars = tag("ul", *(_bar(sheet, each, found[0].share) for each in shown), class_="bars")
    share = sum(each.share for each in rest)
    more = tag("p", words("drivers.more", count=len(rest), share=share), class_="note") if rest else None
    rows = [(_name(sheet, each), words.percent(each.share), words.number(each.mean, 3)) for each in found[:50]]
    heads = [words(code) for code in ("drivers.feature", "drivers.share", "drivers.mean")]
    listed = behind(words, table(heads, rows, caption=words("drivers.title")))
    note = words("drivers.note", count=sheet.card.feature_count or len(found))
    return section(words("drivers.title"), bars, more, listed, id_="drivers", note=note)


def curves(sheet: Sheet) -> Html | None:
    """The curves of the most important features."""
    of = {each.feature: each for each in sheet.card.curves if each.points}
    places = [each.features[0] for each in sheet.card.importances if len(each.features) == 1]
    ordered = [of[name] for name in dict.fromkeys([*places, *of]) if name in of][:_MOST_CURVES]
    if not ordered:
        return None
    words = sheet.words
    drawn = [
        figure(words, name, curve_chart(words, each, name), curve_table(words, each, name))
        for each in ordered
        for name in (sheet.name(each.feature),)
    ]
    grid = tag("div", *drawn, class_="pair")
    return section(words("curves.title"), grid, id_="curves", note=words("curves.note"))


def _bar(sheet: Sheet, found: Importance, largest: float) -> Html:
    frame = Frame((0, largest or 1.0), (0, 1), 400, 10, 0, 0, 0, 0)
    bar = frame.box((0, found.share), (0, 1), "bar")
    share = sheet.words.percent(found.share)
    name = _name(sheet, found)
    drawn = svg(frame, bar, said=f"{name}: {share}", class_="strip")
    return tag("li", tag("span", name), drawn, tag("span", share, class_="number"))


def _name(sheet: Sheet, found: Importance) -> str:
    return " × ".join(sheet.name(each) for each in found.features) or found.name
