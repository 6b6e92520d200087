"""Charts as the layout draws them: figures with names, and the table behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tamis.operations.overview import Conversion, EventFlow, NewLeads, Period
from tamis.operations.tiers import COLORS
from tamis.server.web.layout.templatetags.tamis import number, percent
from tamis.server.web.overview.links import to_leads
from tamis.server.web.records.words import in_words

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MOST_TIERS = 5


def new_leads_chart(told: NewLeads) -> dict[str, Any]:
    """Bars of who reached each tier; tiers far from the best are one."""
    shown = list(told.reached.items())
    # One more has its own colour as well as a collected one.
    if len(shown) > _MOST_TIERS + 1:
        rest = [counts for _tier, counts in shown[_MOST_TIERS:]]
        shown = [*shown[:_MOST_TIERS], (_("Other tiers"), tuple(map(sum, zip(*rest, strict=True))))]
    colors = {_("Other tiers"): "gray", **told.score.colors}
    return _over_time(_("New leads by tier"), told.period, dict(shown), colors)


def event_chart(told: EventFlow) -> dict[str, Any]:
    """Bars of what happened."""
    shown, others = {in_words(type): counts for type, counts in told.types.items()}, _("Other types")
    if len(shown) < len(told.types):
        # Two types whose names differ by signs alone.
        shown = dict(told.types)
    if any(told.others):
        shown[others] = told.others
    return _over_time(_("Events by type"), told.period, shown, {others: "gray"})


def conversion_chart(told: Conversion) -> dict[str, Any]:
    """Bars of the share of each tier that converted."""
    shown = [each for each in told.tiers if each.records]
    shares = [round((each.share or 0) * 100, 1) for each in shown]
    data = {
        "categories": [each.tier for each in shown],
        "series": [{"name": _("Converted"), "values": shares, "color": "green"}],
        "unit": "%",
        "links": [to_leads(told.behind(each.tier)) for each in shown],
    }
    title = _("Conversion by tier")
    rows = [[each.tier, number(each.records), number(each.converted), percent(each.share)] for each in shown]
    columns = [_("Tier"), _("Contacts"), _("Converted"), _("Share")]
    best = max(shown, key=lambda each: each.share or 0, default=None)
    summary = f"{title}. {_named(best.tier, percent(best.share))}" if best else title
    return {"kind": "bar", "title": title, "summary": summary, "data": data, "columns": columns, "rows": rows}


def _named(name: str, told: str) -> str:
    return _("%(name)s: %(told)s") % {"name": name, "told": told}


def _over_time(
    title: str, period: Period, shown: Mapping[str, Sequence[int]], colors: Mapping[str, str]
) -> dict[str, Any]:
    names = [part_name(period, begin) for begin in period.begins]
    series = [
        {"name": name, "values": list(counts), "color": _color(colors.get(name, ""), place)}
        for place, (name, counts) in enumerate(shown.items())
    ]
    rows = [[name, *(number(counts[i]) for counts in shown.values())] for i, name in enumerate(names)]
    total = sum(sum(counts) for counts in shown.values())
    return {
        "kind": "stacked",
        "title": title,
        "summary": _named(title, number(total)),
        "data": {"categories": names, "series": series},
        "columns": [_("From"), *shown],
        "rows": list(reversed(rows)),
    }


def part_name(period: Period, begin: int) -> str:
    """An hour, or the day on which a part begins, as the reader writes them."""
    local = timezone.localtime(_EPOCH + timedelta(microseconds=begin))
    form = pgettext("form of an hour", "g:i a") if period.unit == "hour" else pgettext("day of a chart", "M j")
    return formats.date_format(local, form)


def _color(own: str, place: int) -> str:
    return own or COLORS[place % len(COLORS)]
