"""What a team looks at first: the leads that wait, and who moved."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from tamis.operations.access import Permission
from tamis.operations.leads.customers import customers_by
from tamis.operations.overview import ShownScore, hot_leads, movements, shown_score
from tamis.operations.published import published_in
from tamis.operations.rescore import micros_of
from tamis.server.api.problems import not_found
from tamis.server.api.routing import context_in, found, route
from tamis.server.api.shapes import Instant, Points, Told
from tamis.server.context import Context

router = Router(tags=["Overview"])
_DAY = 86_400_000_000

Days = Annotated[int, Query(default=7, ge=1, le=365, description="How far to look back.")]


class HotLeadTold(Told):
    """A lead in a best tier who waits."""

    id: str = Field(examples=["1042"])
    name: str | None
    points: Points
    tier: str
    has_owner: bool


class HotLeadsTold(Told):
    """How many are in the best tiers, without an owner (null where nothing says who owns), and silent since."""

    score: str
    tiers: list[str]
    since: Instant
    all: int
    without_owner: int | None
    idle: int
    best: list[HotLeadTold]


class MovementTold(Told):
    """How many records went from one tier to another, and why."""

    before: str | None
    after: str | None
    kind: str = Field(examples=["happened"])
    count: int
    is_up: bool | None


class MoverTold(Told):
    """A record that moved far, and where it is now."""

    id: str
    name: str | None
    by: Points
    points: Points | None
    tier: str | None


class MovementsTold(Told):
    """Who moved between two instants."""

    score: str
    begin: Instant
    end: Instant
    moves: list[MovementTold]
    risen: list[MoverTold]
    fallen: list[MoverTold]


@route(router, "GET", "/overview/hot-leads", Permission.SEE_OVERVIEW, HotLeadsTold)
def read_hot_leads(
    request: HttpRequest, score: str | None = None, days: Days = 14, hides_customers: bool = False
) -> Any:
    """Tell who is in the best tier and waits: without an owner, or silent for so many days.

    `hides_customers`: without contacts that are customers, as the overview shows it.
    """
    context, shown = context_in(request), asked_score(request, score)
    with context.workspace.opened() as warehouse:
        catalog, as_of = warehouse.catalog(), micros_of(context.now())
        customers = customers_by(context.workspace, warehouse, catalog, shown.object) if hides_customers else None
        told = hot_leads(warehouse, catalog, shown, as_of, days=days, without=customers)
    return {**vars(told), "score": shown.key}


@route(router, "GET", "/overview/movements", Permission.SEE_OVERVIEW, MovementsTold)
def read_movements(request: HttpRequest, score: str | None = None, days: Days = 7) -> Any:
    """Tell who went up and who went down in the last days, and why."""
    context, shown = context_in(request), asked_score(request, score)
    as_of = micros_of(context.now())
    with context.workspace.opened() as warehouse:
        told = movements(warehouse, warehouse.catalog(), shown, as_of - days * _DAY, as_of)
    return {**vars(told), "score": shown.key}


def asked_score(request: HttpRequest, key: str | None) -> ShownScore:
    """The score of that key, or the leading one. Raises Refused with 404 where there is none with tiers."""
    context: Context = context_in(request)
    published = published_in(context.workspace)
    shown: ShownScore | None = found(lambda: shown_score(published, key))
    if shown is None:
        raise not_found("No score of contacts with tiers is published yet.")
    return shown
