"""The figures of the overview: who came, what became of them, what happens, and whether all is well."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Query
from pydantic import Field

from tamis.operations.access import Permission
from tamis.operations.overview import (
    ShownScore,
    conversion,
    conversion_kinds,
    event_flow,
    needs_attention,
    new_leads,
    period_of,
    read_lag,
    within_a_minute,
)
from tamis.operations.rescore import micros_of
from tamis.server.api.routes.overview import HidesCustomers, asked_score, hidden, router
from tamis.server.api.routing import context_in, found, route
from tamis.server.api.shapes import Instant, Told
from tamis.server.context import Context

_PERIODS = Literal["day", "week", "month", "quarter"]
ForDays = Annotated[int, Query(default=90, ge=1, le=365, description="How long they had.")]


class PeriodTold(Told):
    """A time up to now, and where each of its parts begins."""

    name: str = Field(examples=["month"])
    unit: str = Field(examples=["day"])
    begins: list[Instant]
    end: Instant


class NewLeadsTold(Told):
    """By tier, how many reached it for the first time in each part of the period; and how many a publication put there,
    which is nobody's doing."""

    score: str
    period: PeriodTold
    reached: dict[str, list[int]] = Field(examples=[{"A1": [0, 2], "A2": [1, 0]}])
    published: dict[str, int]


class TierConversionTold(Told):
    """How many were in the tier and had not converted, and how many of them have since; of nobody the share is null."""

    tier: str
    records: int
    converted: int
    share: float | None


class ConversionTold(Told):
    """What became of who was in which tier `since` then. `kind`: what counts as a conversion; `kinds`: what may.
    Without any `tiers` there is nothing to tell it by."""

    score: str
    kind: str | None = Field(examples=["deal.is_won = true"])
    kinds: list[str]
    since: Instant | None
    as_of: Instant
    is_shortened: bool = Field(description="The score is not known for as long as was asked for.")
    tiers: list[TierConversionTold]


class EventFlowTold(Told):
    """How many events there were in each part of the period, of the most frequent types and of all others."""

    period: PeriodTold
    types: dict[str, list[int]] = Field(examples=[{"page_viewed": [120, 98]}])
    others: list[int]
    machines: int = Field(description="How many of them machines made.")
    last_at: Instant | None


class HealthTold(Told):
    """How far scores are behind: of messages since the server began, how many seconds half and 95 of a hundred took at
    most until the scores were kept. `reasons` says why the server does not do its work, if so."""

    messages: int
    half: float | None
    most: float | None
    waiting: int | None
    reasons: list[str]


class ConcernTold(Told):
    """One thing that needs attention."""

    kind: str = Field(examples=["failed_job"])
    subject: str = Field(description="A key, a kind of job, a source, or a part of the server.")
    number: int
    told: str
    since: Instant | None


class ConcernsTold(Told):
    """All that needs attention, the gravest first, as far as it is for whoever asks."""

    items: list[ConcernTold]


@route(router, "GET", "/overview/new-leads", Permission.SEE_OVERVIEW, NewLeadsTold)
def read_new_leads(
    request: HttpRequest, score: str | None = None, period: _PERIODS = "month", hides_customers: HidesCustomers = False
) -> Any:
    """Tell who reached which tier for the first time, by hour, day or week."""
    context, shown = context_in(request), asked_score(request, score)
    chosen = period_of(period, micros_of(context.now()), context.time_zone)
    with context.workspace.opened() as warehouse:
        without = hidden(context, warehouse, shown, hides_customers)
        asked = ("new leads", str(shown), period, context.time_zone, without)
        told = within_a_minute(
            context.workspace,
            warehouse,
            chosen.end,
            asked,
            lambda: new_leads(warehouse, warehouse.catalog(), shown, chosen, without=without),
        )
    return {"score": shown.key, "period": told.period, "reached": told.reached, "published": told.published}


@route(router, "GET", "/overview/conversion", Permission.SEE_OVERVIEW, ConversionTold)
def read_conversion(request: HttpRequest, score: str | None = None, kind: str | None = None, days: ForDays = 90) -> Any:
    """Tell how many of each tier converted, of those who were in it so many days ago."""
    context, shown = context_in(request), asked_score(request, score)
    return found(lambda: _conversion(context, shown, kind, days))


@route(router, "GET", "/overview/events", Permission.SEE_OVERVIEW, EventFlowTold)
def read_event_flow(request: HttpRequest, period: _PERIODS = "month") -> Any:
    """Tell how many events there were, by hour, day or week, and of which types."""
    context = context_in(request)
    chosen = period_of(period, micros_of(context.now()), context.time_zone)
    asked = ("events", period, context.time_zone)
    with context.workspace.opened() as warehouse:
        return within_a_minute(context.workspace, warehouse, chosen.end, asked, lambda: event_flow(warehouse, chosen))


@route(router, "GET", "/overview/health", Permission.SEE_OVERVIEW, HealthTold)
def read_health(request: HttpRequest) -> Any:
    """Tell how far the scores are behind what happens, and whether the server does its work."""
    lent = context_in(request).desk.lent
    return {**vars(read_lag(lent.meters)), "reasons": list(lent.health.reasons.values())}


@route(router, "GET", "/overview/attention", Permission.SEE_OVERVIEW, ConcernsTold)
def read_attention(request: HttpRequest) -> Any:
    """Tell what somebody should look at: jobs that failed, drafts that lie, sources that have fallen silent."""
    context = context_in(request)
    warnings = context.desk.lent.health.warnings
    with context.workspace.opened() as warehouse:
        told = needs_attention(context.workspace, warehouse, micros_of(context.now()), warnings=warnings)
    return {"items": [concern for concern in told if context.may(concern.permission)]}


def _conversion(context: Context, shown: ShownScore, kind: str | None, days: int) -> dict[str, Any]:
    as_of = micros_of(context.now())
    asked = ("conversion", str(shown), kind, days)
    with context.workspace.opened() as warehouse:
        catalog = warehouse.catalog()
        kinds = [each.name for each in conversion_kinds(warehouse, catalog)]
        told = within_a_minute(
            context.workspace,
            warehouse,
            as_of,
            asked,
            lambda: conversion(warehouse, catalog, shown, as_of, kind=kind, days=days),
        )
    if told is None:
        nothing: dict[str, Any] = {"kind": kind, "since": None, "is_shortened": False, "tiers": []}
        return {"score": shown.key, "kinds": kinds, "as_of": as_of, **nothing}
    return {**vars(told), "score": shown.key, "kind": told.kind.name, "kinds": kinds, "tiers": list(told.tiers)}
