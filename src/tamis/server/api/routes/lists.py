"""What stands beside the ranked list: why leads stand where they stand, all of them as a file, and the scores."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query
from pydantic import Field

from tamis.operations.access import Permission
from tamis.operations.leads.asked import MOST_ROWS
from tamis.operations.leads.export import exporting_leads
from tamis.operations.leads.found import found_ids
from tamis.operations.leads.reasons import read_reasons
from tamis.operations.list_scores import ListedScore, list_scores
from tamis.server.api.csv_files import CSV_ANSWER, csv_answer
from tamis.server.api.routes.leads import LeadsQuery, router
from tamis.server.api.routing import context_in, found, route
from tamis.server.api.shapes import Instant, Told

Ids = Annotated[
    list[str], Query(min_length=1, max_length=MOST_ROWS, alias="id", description="Of which records; repeated.")
]


class LeadReasonTold(Told):
    """What one rule gives a record; of an event rule, how many events it counts, and when the newest was."""

    label: str = Field(examples=["Requested a demo"])
    points: float
    times: int
    last_at: Instant | None


class LeadReasonsTold(Told):
    """The rules that weigh most in a record's value, the weightiest first."""

    id: str
    reasons: list[LeadReasonTold]


class ReasonsTold(Told):
    """Those of each record that is there, in the order in which they were asked for."""

    items: list[LeadReasonsTold]


class LeadIdsTold(Told):
    """The ids of leads, in the order of the list."""

    ids: list[str] = Field(examples=[["1042", "2077"]])


class TierCountTold(Told):
    """How many records are in a tier now."""

    tier: str
    color: str | None
    count: int


class ScoreTold(Told):
    """A score: where it stands, how its records lie in its tiers, and what asks for it."""

    key: str = Field(examples=["interest"])
    label: str
    description: str
    object: str
    categories: list[str]
    rules: int
    state: str = Field(examples=["published"])
    version: int | None
    published_at: Instant | None
    drafted_at: Instant | None
    valued: int = Field(description="How many records have a value.")
    tiers: list[TierCountTold]
    uses: list[str]


class ScoresTold(Told):
    """All scores, those in use first."""

    items: list[ScoreTold]


@route(router, "GET", "/leads/{object}/reasons", Permission.SEE_LEADS, ReasonsTold)
def list_reasons(request: HttpRequest, object: str, ids: Ids, score: str | None = None) -> Any:
    """Tell why leads stand where they stand: the rules that weigh most in the value of each."""
    context = context_in(request)
    told = found(lambda: read_reasons(context.workspace, ids, object=object, score=score, now=context.now))
    return {"items": [{"id": id, "reasons": list(told[id])} for id in dict.fromkeys(ids) if id in told]}


@route(router, "GET", "/leads/{object}/ids", Permission.SEE_LEADS, LeadIdsTold)
def list_lead_ids(request: HttpRequest, object: str, query: Query[LeadsQuery]) -> Any:
    """List the ids of all leads that are asked for, to decide on all of them or to put them on a list.

    The parameters are those of the list. Of more than ten thousand it is refused.
    """
    context = context_in(request)
    return {"ids": list(found_ids(context.workspace, query.asked(object), now=context.now))}


@route(router, "GET", "/leads/{object}/export", Permission.EXPORT_LEADS, {200: None}, extra=CSV_ANSWER)
def export_leads(request: HttpRequest, object: str, query: Query[LeadsQuery]) -> Any:
    """Give all leads that are asked for as a CSV file, ranked.

    The parameters are those of the list. Where `name` is one of the `column`s, the file has no others beside the id: of
    name, company, tier, score, fit, engagement, trend, likelihood, likelihood_change, priority, reasons, last_activity,
    owner, and those of the list, in their order. Else they stand among all that is known. One that there is not now,
    such as a priority where no model is live, is refused. Reasons are told of the first 1,000 rows. A cell that a
    spreadsheet would take for a formula begins with an apostrophe.
    """
    context, asked = context_in(request), query.asked(object)
    with ExitStack() as opened:
        exporting = exporting_leads(context.workspace, context.actor, asked, is_exact=True, now=context.now)
        lines = opened.enter_context(exporting)
        return csv_answer(_closing(lines, opened.pop_all()), "leads.csv")


@route(router, "GET", "/scores", Permission.SEE_SCORES, ScoresTold)
def list_scores_(request: HttpRequest) -> Any:
    """List the scores, those in use first, with the number of records in each tier."""
    return {"items": [_told(each) for each in list_scores(context_in(request).workspace)]}


def _told(each: ListedScore) -> dict[str, Any]:
    return {**vars(each), "uses": [str(use) for use in each.uses]}


def _closing(lines: Iterator[str], opened: ExitStack) -> Iterator[str]:
    with opened:
        yield from lines
