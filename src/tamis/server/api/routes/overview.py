"""What a team looks at first: the leads that wait, and who moved."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from tamis.operations.access import Permission
from tamis.operations.conversion_kinds import ConversionKind
from tamis.operations.leads.customers import customers_by
from tamis.operations.overview import ShownScore, hot_leads, movements, shown_score
from tamis.operations.published import published_in
from tamis.operations.rescore import micros_of
from tamis.server.api.problems import not_found
from tamis.server.api.routing import context_in, found, route
from tamis.server.api.shapes import Instant, Points, Told
from tamis.server.context import Context
from tamis.store.warehouse import Warehouse

router = Router(tags=["Overview"])
_DAY = 86_400_000_000

HidesCustomers = Annotated[
    bool, Query(default=False, description="Whether contacts that are customers are left out, as the overview does.")
]
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
    request: HttpRequest, score: str | None = None, days: Days = 14, hides_customers: HidesCustomers = False
) -> Any:
    """Tell who is in the best tier and waits: without an owner, or silent for so many days."""
    context, shown = context_in(request), asked_score(request, score)
    with context.workspace.opened() as warehouse:
        catalog, as_of = warehouse.catalog(), micros_of(context.now())
        without = hidden(context, warehouse, shown, hides_customers)
        told = hot_leads(warehouse, catalog, shown, as_of, days=days, without=without)
    return {**vars(told), "score": shown.key}


@route(router, "GET", "/overview/movements", Permission.SEE_OVERVIEW, MovementsTold)
def read_movements(
    request: HttpRequest, score: str | None = None, days: Days = 7, hides_customers: HidesCustomers = False
) -> Any:
    """Tell who went up and who went down in the last days, and why."""
    context, shown = context_in(request), asked_score(request, score)
    as_of = micros_of(context.now())
    with context.workspace.opened() as warehouse:
        without = hidden(context, warehouse, shown, hides_customers)
        told = movements(warehouse, warehouse.catalog(), shown, as_of - days * _DAY, as_of, without=without)
    return {**vars(told), "score": shown.key}


def hidden(context: Context, warehouse: Warehouse, shown: ShownScore, hides_customers: bool) -> ConversionKind | None:
    """By what those are known who are left out; None where nobody is."""
    if not hides_customers:
        return None
    return customers_by(context.workspace, warehouse, warehouse.catalog(), shown.object)


def asked_score(request: HttpRequest, key: str | None) -> ShownScore:
    """The score of that key, or the leading one. Raises Refused with 404 where there is none with tiers."""
    context: Context = context_in(request)
    published = published_in(context.workspace)
    shown: ShownScore | None = found(lambda: shown_score(published, key))
    if shown is None:
        raise not_found("No score of contacts with tiers is published yet.")
    return shown
