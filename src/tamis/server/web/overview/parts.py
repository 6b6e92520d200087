"""The parts of the overview: each asks one operation, and gives what its template shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from tamis.errors import UsageError
from tamis.operations.access import Permission
from tamis.operations.overview import (
    conversion,
    conversion_kinds,
    event_flow,
    hot_leads,
    movements,
    needs_attention,
    new_leads,
    read_lag,
)
from tamis.server.web.overview.charts import conversion_chart, event_chart, new_leads_chart
from tamis.server.web.overview.concerns import told_concerns
from tamis.server.web.overview.links import to_leads, to_record
from tamis.server.web.overview.looking import Looking
from tamis.server.web.overview.words import conversion_words

Part = Callable[[Looking, HttpRequest], dict[str, Any]]

_WEEK = 7 * 86_400_000_000
_SILENT_DAYS = 14
_CONVERSION_DAYS = (30, 90, 180, 365)


def hot(look: Looking, request: HttpRequest) -> dict[str, Any]:
    """Who is hot and waits, and no customer: the list behind it begins so, too."""
    told = hot_leads(look.warehouse, look.catalog, look.score, look.as_of, days=_SILENT_DAYS, without=look.customers)
    shown = told.best or told.top
    links = [to_record(look.score.object, lead.id) for lead in shown]
    return {
        "told": told,
        "all_link": to_leads(told.behind()),
        "unowned_link": to_leads(told.behind(has_no_owner=True)),
        "idle_link": to_leads(told.behind(is_idle=True)),
        "leads": list(zip(shown, links, strict=True)),
    }


def moved(look: Looking, request: HttpRequest) -> dict[str, Any]:
    """Who rose and who fell in the last seven days, and is no customer."""
    since = look.as_of - _WEEK
    told = movements(look.warehouse, look.catalog, look.score, since, look.as_of, without=look.customers)
    return {
        "told": told,
        "up": told.count(is_up=True),
        "down": told.count(is_up=False),
        "faded": told.count(is_up=False, kind="time"),
        "up_link": to_leads(told.behind("up")),
        "down_link": to_leads(told.behind("down")),
        "risen": [(mover, to_record(look.score.object, mover.id)) for mover in told.risen[:3]],
        "fallen": [(mover, to_record(look.score.object, mover.id)) for mover in told.fallen[:3]],
        "pairs": [(*pair, count, to_leads(told.behind_pair(*pair))) for pair, count in told.pairs.items()][:6],
    }


def attention(look: Looking, request: HttpRequest) -> dict[str, Any]:
    """What somebody should look at."""
    warnings = look.context.desk.lent.health.warnings
    found = needs_attention(look.context.workspace, look.warehouse, look.as_of, warnings=warnings)
    return {"concerns": told_concerns(found, look.context), "now": look.as_of}


def arrivals(look: Looking, request: HttpRequest) -> dict[str, Any]:
    """Who reached which tier for the first time, and is no customer."""
    bought = look.customers
    told = look.within_a_minute(
        "new leads",
        bought,
        find=lambda: new_leads(look.warehouse, look.catalog, look.score, look.choice.period, without=bought),
    )
    best = look.score.best[0]
    return {
        "told": told,
        "chart": new_leads_chart(told) if told.total else None,
        "published": sum(told.published.values()),
        "best": best,
        "best_count": sum(told.reached[best]),
        "best_link": to_leads(told.behind(best)),
    }


def conversions(look: Looking, request: HttpRequest) -> dict[str, Any]:
    """Whether tiers keep their promise."""
    kinds = conversion_kinds(look.warehouse, look.catalog)
    names = {kind.name for kind in kinds}
    kind = request.GET.get("conversion")
    asked = request.GET.get("days", "")
    days = int(asked) if asked in map(str, _CONVERSION_DAYS) else _CONVERSION_DAYS[1]
    chosen = kind if kind in names else None
    told = look.within_a_minute(
        "conversion",
        chosen,
        days,
        find=lambda: conversion(look.warehouse, look.catalog, look.score, look.as_of, kind=chosen, days=days),
    )
    return {
        "told": told,
        "kinds": [(each.name, conversion_words(each)) for each in kinds],
        "reached": conversion_words(told.kind) if told else "",
        "days": days,
        "all_days": _CONVERSION_DAYS,
        "chart": conversion_chart(told) if told and any(each.records for each in told.tiers) else None,
    }


def events(look: Looking, request: HttpRequest) -> dict[str, Any]:
    """What happened, by the hour or day."""
    told = look.within_a_minute("events", find=lambda: event_flow(look.warehouse, look.choice.period))
    return {"told": told, "chart": event_chart(told) if told.total else None, "now": look.as_of}


def health(look: Looking, request: HttpRequest) -> dict[str, Any]:
    """How far the scores are behind, and whether the server works."""
    lent = look.context.desk.lent
    return {
        "lag": read_lag(lent.meters),
        "reasons": list(lent.health.reasons.values()),
        "may_see_data": look.context.may(Permission.SEE_DATA),
    }


#: By name: the part, its template, and whether it is about a score with tiers.
PARTS: dict[str, tuple[Part, bool]] = {
    "hot": (hot, True),
    "moved": (moved, True),
    "attention": (attention, False),
    "arrivals": (arrivals, True),
    "conversions": (conversions, True),
    "events": (events, False),
    "health": (health, False),
}


def part_named(name: str) -> tuple[Part, bool]:
    """Raises UsageError where there is none of that name."""
    if name not in PARTS:
        raise UsageError(f'The overview has no part "{name}".')
    return PARTS[name]
