"""The top of the page: the verdict in words, and what to expect."""

from __future__ import annotations

from tamis.predict.card.html.element import Html, join, tag
from tamis.predict.card.html.rank_charts import dots
from tamis.predict.card.html.sheet import DAY, Sheet, section
from tamis.predict.card.html.signs import sign
from tamis.predict.evaluation.held_out import HeldOut
from tamis.predict.evaluation.verdict import Reason


def header(sheet: Sheet) -> Html:
    """Which model this is."""
    card = sheet.card
    eyebrow = tag("p", sheet.say("card.eyebrow", version=card.version, at=card.trained_at), class_="eyebrow")
    segment = (
        tag("p", sheet.say("card.segment", segment=card.goal.segment), class_="note") if card.goal.segment else None
    )
    return tag("header", eyebrow, tag("h1", card.goal.label), segment)


def verdict(sheet: Sheet) -> Html:
    """The verdict, a sentence on what it means, and its reasons."""
    found = sheet.card.verdict
    badge = tag("p", sign(found.level.value), sheet.coded("level", found.level.value), class_="level")
    advice = tag("p", sheet.say(f"verdict.{found.level.value}"), class_="advice")
    reasons = tag("ul", *(_reason(sheet, each) for each in found.reasons), class_="reasons")
    return tag("section", badge, advice, reasons, class_=f"verdict {found.level.value}", id="verdict")


def expect(sheet: Sheet) -> Html | None:
    """What the first of the list brought, beside chance."""
    found = sheet.card.held_out
    if found is None:
        return None
    top, base, of = found.deciles[0].rate, found.measures.base_rate, found.crowd
    told = tag(
        "div",
        tag("p", sheet.say("expect.first", of=of, top=top * of), class_="big"),
        tag("p", sheet.say("expect.chance", base=base * of), class_="big soft"),
        tag("p", _within(sheet), class_="note"),
        tag("p", sheet.say("expect.priority", of=of, rate=found.rate_of_first(25) * of), class_="note"),
    )
    drawn = tag("div", _dots(sheet, "model", top, of), _dots(sheet, "chance", base, of), class_="hundreds")
    lead = tag("div", told, drawn, class_="hundred")
    return section(sheet.say("expect.title"), lead, _tiles(sheet, found), id_="expect")


def _reason(sheet: Sheet, reason: Reason) -> Html:
    return tag("li", sign(reason.level.value), tag("span", sheet.remark(reason.said)), class_=reason.level.value)


def _within(sheet: Sheet) -> str:
    horizon = sheet.card.goal.horizon
    return sheet.say("expect.snapshot") if horizon is None else sheet.say("expect.within", days=horizon / DAY)


def _dots(sheet: Sheet, which: str, rate: float, of: int) -> Html:
    caption = tag("figcaption", sheet.say(f"expect.dots.{which}"))
    return tag("figure", dots(sheet.words, round(rate * of), f"on {which}", of=of), caption)


def _tiles(sheet: Sheet, found: HeldOut) -> Html:
    highest = found.calibration[-1]
    told = (
        (
            sheet.say("expect.lift.value", lift=found.deciles[0].lift),
            sheet.say("expect.lift"),
            sheet.say("expect.lift.note"),
        ),
        (sheet.words.percent(found.gain[20]), sheet.say("expect.gain"), sheet.say("expect.gain.note")),
        (
            sheet.words.percent(highest.observed),
            sheet.say("expect.calibration", said=highest.predicted),
            sheet.say("expect.calibration.note", low=highest.low, high=highest.high),
        ),
    )
    return tag("div", *(_tile(*each) for each in told), class_="tiles")


def _tile(value: str, what: str, note: str) -> Html:
    return tag(
        "div", join(tag("p", value, class_="value"), tag("p", what), tag("p", note, class_="note")), class_="tile"
    )
