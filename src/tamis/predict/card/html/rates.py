"""Rates of groups, where there is too little for a likelihood of a single record."""

from __future__ import annotations

from collections.abc import Sequence

from tamis.predict.card.html.curve_chart import value
from tamis.predict.card.html.element import Html, join, tag
from tamis.predict.card.html.sheet import Sheet, section
from tamis.predict.card.html.table import table
from tamis.predict.evaluation.group_rates import GroupRate, GroupRates
from tamis.predict.evaluation.importance import Point


def rates(sheet: Sheet) -> Html | None:
    """A table for each property."""
    if not sheet.card.rates:
        return None
    tables = join(*(_table(sheet, each) for each in sheet.card.rates))
    return section(sheet.say("rates.title"), tables, id_="rates", note=sheet.say("rates.note"))


def heads_of_rates(sheet: Sheet) -> list[str]:
    """What stands above the cells of `row_of_rate`."""
    return [sheet.say(code) for code in ("rates.group", "rates.reached", "rates.rate", "calibration.between")]


def row_of_rate(sheet: Sheet, group: GroupRate) -> Sequence[str]:
    """The group, how many of how many reached the goal, the rate, and between which ends it lies."""
    words = sheet.words
    return (
        value(words, Point(0.0, group.rows, None, group.label, group.begins, group.ends)),
        words("rates.of", reached=group.reached, rows=group.rows),
        words.percent(group.rate),
        words("calibration.and", low=group.low, high=group.high),
    )


def _table(sheet: Sheet, found: GroupRates) -> Html:
    title = sheet.say("segments.by", by=sheet.called(found.feature))
    rows = [row_of_rate(sheet, each) for each in found.groups]
    return join(tag("h3", title), table(heads_of_rates(sheet), rows, caption=title))
