"""How many can be called: a slider over the cuts of the list, and what each brings.

Without script there is the table; the script only puts what the page already says in the place of what it says now.
"""

from __future__ import annotations

import json
from importlib.resources import files

from tamis.predict.card.html.element import Html, tag
from tamis.predict.card.html.sheet import Sheet, section
from tamis.predict.card.html.table import behind, table
from tamis.predict.evaluation.held_out import HeldOut
from tamis.predict.evaluation.ranking import Cut

SCRIPT = files(__package__).joinpath("static", "capacity.js").read_text(encoding="utf-8")
_FIRST_SHARE = 0.2


def capacity(sheet: Sheet) -> Html | None:
    """The slider, what calling so many brings, and the confusion matrix."""
    found = sheet.card.held_out
    if found is None or not found.cuts:
        return None
    start = min(range(len(found.cuts)), key=lambda at: abs(found.cuts[at].share - _FIRST_SHARE))
    told = [_told(sheet, each) for each in found.cuts]
    unit = "share" if found.weeks is None else "week"
    return section(
        sheet.say("capacity.title"),
        _slider(sheet, start, told, unit),
        tag("div", _figures(sheet, told[start]), _matrix(sheet, told[start]), class_="pair"),
        behind(sheet.words, _table(sheet, found, told, unit)),
        tag("script", Html(_json(told)), type="application/json", id="cuts"),
        id_="capacity",
    )


def _told(sheet: Sheet, cut: Cut) -> list[str]:
    """What the page says of a cut: how many, threshold, conversions in 100 calls, share reached, then the matrix."""
    words = sheet.words
    size = words.percent(cut.share) if cut.per_week is None else words.number(cut.per_week, int(cut.per_week < 10))
    matrix = (cut.hits, cut.false_alarms, cut.missed, cut.spared)
    return [
        size,
        words.percent(cut.threshold),
        words.number(cut.precision * 100),
        words.percent(cut.recall),
        *(words.number(each) for each in matrix),
    ]


def _slider(sheet: Sheet, start: int, told: list[list[str]], unit: str) -> Html:
    label = tag("label", sheet.say(f"capacity.label.{unit}"), for_="calls")
    size = tag("output", told[start][0], for_="calls", data_told="0", class_="value")
    moved = tag(
        "input",
        type="range",
        id="calls",
        min=0,
        max=len(told) - 1,
        value=start,
        aria_valuetext=told[start][0],
        hidden=True,
        data_live=True,
    )
    note = tag("p", sheet.say(f"capacity.lead.{unit}"), class_="note", hidden=True, data_live=True)
    return tag("div", note, tag("div", label, size, class_="slider-head"), moved, class_="slider")


def _figures(sheet: Sheet, told: list[str]) -> Html:
    codes = ("capacity.threshold", "capacity.per100", "capacity.reached")
    each = (
        tag("div", tag("dt", sheet.say(code)), tag("dd", told[at], data_told=str(at)), class_="count")
        for at, code in enumerate(codes, start=1)
    )
    return tag("dl", *each, class_="counts")


def _matrix(sheet: Sheet, told: list[str]) -> Html:
    head = tag("tr", tag("td"), *(tag("th", sheet.say(f"capacity.{each}"), scope="col") for each in _OUTCOMES))
    rows = (
        tag("tr", tag("th", sheet.say(f"capacity.{name}"), scope="row"), *(_cell(told, at, name) for at in places))
        for name, places in (("called", (4, 5)), ("not_called", (6, 7)))
    )
    caption = tag("caption", sheet.say("capacity.matrix"))
    return tag("table", caption, tag("thead", head), tag("tbody", *rows), class_="matrix")


_OUTCOMES = ("converted", "not_converted")


def _cell(told: list[str], at: int, name: str) -> Html:
    is_right = at in (4, 7)
    return tag("td", told[at], data_told=str(at), class_=f"number {name} {'right' if is_right else 'wrong'}")


def _table(sheet: Sheet, found: HeldOut, told: list[list[str]], unit: str) -> Html:
    """Some twenty of the cuts, the first ones closer together."""
    shares = [each.share for each in found.cuts]
    wanted = (0.01, 0.02, 0.03, 0.05, 0.075, *(part / 20 for part in range(2, 21)))
    places = dict.fromkeys(min(range(len(shares)), key=lambda at: abs(shares[at] - want)) for want in wanted)
    codes = (f"label.{unit}", "threshold", "per100", "reached")
    heads = [sheet.say(f"capacity.{code}") for code in codes]
    return table(heads, (told[place][:4] for place in places), caption=sheet.say("capacity.title"), texts=0)


def _json(told: list[list[str]]) -> str:
    # Within a script element nothing is unescaped but an end tag.
    return json.dumps(told, ensure_ascii=False).replace("<", "\\u003c")
