"""The ranked list, and what people do with leads: accept, reject, reset, merge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from tamis.definitions import PropertyType
from tamis.errors import UsageError
from tamis.operations.access import Permission
from tamis.operations.leads.asked import MOST_COLUMNS, Asked
from tamis.operations.leads.columns import FIELDS, NAME, SCORE
from tamis.operations.leads.lead import Lead, LeadPage
from tamis.operations.leads.moving import MOST_DAYS, Moved, Way
from tamis.operations.leads.read_leads import read_leads
from tamis.operations.record.cells import Shown
from tamis.operations.record.deciding import (
    MOST_AT_ONCE,
    decide,
    decide_all,
    decisions_of,
    undo_decision,
    undo_decisions,
)
from tamis.operations.record.opened import open_record
from tamis.operations.record.portrait import read_portrait
from tamis.operations.rescore import micros_of
from tamis.operations.verbs import Merge, Reset, Unmerge, Unreset
from tamis.server.api.doing import JOB_ANSWERS, do
from tamis.server.api.paging import Cursor, Limit, cursor_of, place_of
from tamis.server.api.routes.records import CONDITION_TOLD, MOST_CONDITION, read_condition
from tamis.server.api.routing import context_in, found, route
from tamis.server.api.shapes import Instant, PageOf, Points, Sent, Told
from tamis.server.api.told_records import told_cell

router = Router(tags=["Leads"])


class LeadsQuery(Schema):
    """What may be asked of the list."""

    tier: list[str] = Field(default=[], max_length=MOST_COLUMNS)
    column: list[str] = Field(default=[], max_length=MOST_COLUMNS)
    score: str | None = None
    segment: str | None = None
    condition: str | None = Field(default=None, max_length=MOST_CONDITION, description=CONDITION_TOLD)
    owner: str | None = None
    search: str = ""
    hides_rejected: bool = Field(default=False, description="Whether those who were rejected are left out.")
    hides_customers: bool = Field(default=False, description="Whether contacts that are customers are left out.")
    moved: Way | None = None
    moved_days: int = Field(default=7, ge=1, le=MOST_DAYS)
    moved_from: str | None = Field(default=None, description="From which tier; empty: from none.")
    moved_to: str | None = Field(default=None, description="To which tier; empty: to none.")
    model: str | None = Field(default=None, description="A live model, for likelihoods; without, the leading one.")
    priority: list[str] = Field(default=[], max_length=MOST_COLUMNS)
    likelihood_from: float | None = Field(default=None, ge=0, le=100, description="In percent.")
    likelihood_to: float | None = Field(default=None, ge=0, le=100, description="In percent.")
    order: str = "score"
    descending: bool | None = None

    def asked(self, object: str) -> Asked:
        """The question. Raises Refused for a condition that is no JSON object."""
        return Asked(
            object=object,
            score=self.score,
            condition=read_condition(self.condition),
            segment=self.segment,
            tiers=tuple(self.tier),
            owner=self.owner,
            search=self.search,
            hides_rejected=self.hides_rejected,
            hides_customers=self.hides_customers,
            model=self.model,
            priorities=tuple(self.priority),
            likelihood_from=self.likelihood_from,
            likelihood_to=self.likelihood_to,
            moved=Moved(self.moved, self.moved_days, self.moved_from, self.moved_to) if self.moved else None,
            order=self.order,
            descending=self.descending,
            columns=tuple(self.column),
        )


class CompanyTold(Told):
    """The primary company of a record."""

    id: str
    name: str


class LeadLikelihoodTold(Told):
    """What a model says of a lead, in percent; `change` from the run before, in percentage points. A lead that has
    reached the goal has none, and the priority `closed won`."""

    likelihood: float | None = Field(examples=[31.25])
    low: float | None
    high: float | None
    priority: str | None = Field(examples=["very high"])
    change: float | None
    at: Instant


class LeadTold(Told):
    """A record as the list shows it; `trend` is how much it moved since last week, `came_from` the tier before, where
    it is asked for who `moved`."""

    id: str = Field(examples=["1042"])
    name: str
    email: str | None
    points: Points | None
    fit: Points | None
    engagement: Points | None
    tier: str | None
    came_from: str | None
    trend: Points | None
    is_new: bool
    last_activity: Instant | None
    owner: str | None
    company: CompanyTold | None
    values: list[Any] = Field(
        description="Those of the `column`s that were asked for, in their order; of properties as a record has them."
    )
    computed_at: Instant | None
    likelihood: LeadLikelihoodTold | None = Field(description="By the `model` of the list; null where none is live.")


class LeadsTold(PageOf[LeadTold]):
    """Leads, the score that ranks them, the model that tells how likely they are, and how many there are."""

    total: int
    score: str | None
    model: str | None
    as_of: Instant


class DecisionTold(Told):
    """Who decided what about a lead, and why."""

    id: int
    verdict: Literal["accepted", "rejected"]
    reason: str
    by: str
    at: Instant
    undone_at: Instant | None
    undone_by: str


class DecisionsTold(Told):
    """All decisions about a record, newest first."""

    items: list[DecisionTold]


class DecisionSent(Sent):
    """Of which record what is decided; rejecting wants a reason."""

    object: str = Field(default="contact", max_length=200)
    id: str = Field(max_length=500, examples=["1042"])
    verdict: Literal["accepted", "rejected"]
    reason: str = Field(default="", max_length=1_000, examples=["Competitor."])


class DecisionsSent(Sent):
    """Of which records the same is decided; rejecting wants a reason."""

    object: str = Field(default="contact", max_length=200)
    ids: list[str] = Field(min_length=1, max_length=MOST_AT_ONCE, examples=[["1042", "2077"]])
    verdict: Literal["accepted", "rejected"]
    reason: str = Field(default="", max_length=1_000, examples=["Met at the fair."])


class UndoManySent(Sent):
    """Which decisions are taken back."""

    ids: list[Annotated[int, Field(ge=0, lt=1 << 62)]] = Field(min_length=1, max_length=MOST_AT_ONCE, examples=[[7, 8]])


class UndoSent(Sent):
    """Which decision is taken back."""

    id: int = Field(ge=0, lt=1 << 62, examples=[7])


class ResetSent(Sent):
    """Whose engagement is reset, and up to when; now, if nothing is said."""

    object: str = Field(default="contact", max_length=200)
    id: str = Field(max_length=500, examples=["1042"])
    at: str | None = Field(default=None, max_length=40, examples=["2026-03-01T00:00:00Z"])


class UnresetSent(Sent):
    """Whose last reset is taken back."""

    object: str = Field(default="contact", max_length=200)
    id: str = Field(max_length=500, examples=["1042"])


class MergeSent(Sent):
    """The contact that is kept, and the one that becomes part of it."""

    kept: str = Field(max_length=500, examples=["1042"])
    other: str = Field(max_length=500, examples=["2077"])


class UnmergeSent(Sent):
    """The contact that is one of its own again."""

    other: str = Field(max_length=500, examples=["2077"])


@route(router, "GET", "/leads/{object}", Permission.SEE_LEADS, LeadsTold)
def list_leads(
    request: HttpRequest,
    object: str,
    query: Query[LeadsQuery],
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Any:
    """List leads, ranked.

    By a score, the first published one if none is named; where there is none, by likelihood. `order`: tier (the best
    first, in it who has most points), score, fit, engagement, trend, last_activity, name, likelihood,
    likelihood_change, contacts (how many a company has), property:NAME, score:KEY or likelihood:KEY of a live model.
    `moved`: who went up or down between its tiers in the last days (`any`: to another), or reached one for the first
    time (`entered`). `priority`: very high, high, medium, low or closed won. `column`: what a lead has no field for,
    that is property:NAME, score:KEY, likelihood:KEY (percent) or, of companies, contacts. A lead that moves while pages
    are read may be told twice, or not at all; to read all records, list records or values.
    """
    context, asked = context_in(request), query.asked(object)
    place = place_of(asked, cursor, tuple[str])
    if "reasons" in asked.columns:
        raise UsageError(f'"reasons" are told by leads/{object}/reasons; leave them out of the columns.')
    if fields := [each for each in asked.columns if each in FIELDS]:
        raise UsageError(f'"{fields[0]}" is told of each lead beside its columns; leave it out of these.')
    # Without what is standard beside them.
    shown = replace(asked, columns=(NAME, *asked.columns))
    page = read_leads(context.workspace, shown, now=context.now, cursor=place[0] if place else None, most=limit)
    next = cursor_of(asked, page.next) if page.next else None
    return {
        "items": [_with_values(lead, page, asked.columns) for lead in page.leads],
        "next": next,
        "total": page.total,
        "score": page.score,
        "model": page.model,
        "as_of": page.as_of,
    }


def _with_values(lead: Lead, page: LeadPage, columns: Sequence[str]) -> Lead:
    """The lead with a value for each of the columns, whatever the list has not and however often one is asked for."""
    values = dict(zip((each for each in page.columns if each not in FIELDS), lead.values, strict=True))
    return replace(lead, values=tuple(_told_value(each, values.get(each), page.types.get(each)) for each in columns))


def _told_value(column: str, value: Shown, type: PropertyType | None) -> Any:
    """Points are kept as whole millionths."""
    return value / 1_000_000 if column.startswith(SCORE) and isinstance(value, int) else told_cell(value, type)


@route(router, "GET", "/decisions/{object}/{path:id}", Permission.SEE_LEADS, DecisionsTold)
def list_decisions(request: HttpRequest, object: str, id: str) -> Any:
    """List who accepted or rejected a lead, when and why."""
    context = context_in(request)

    def read() -> list[str]:
        with open_record(context.workspace, object, id) as record:
            portrait = read_portrait(record)
            return [portrait.id, *(each.id for each in portrait.earlier_ids)]

    return {"items": list(decisions_of(context.place, object, found(read)))}


@route(router, "POST", "/decisions", Permission.WORK_LEADS, {201: DecisionTold})
def decide_(request: HttpRequest, body: DecisionSent) -> Any:
    """Accept or reject a lead."""
    context = context_in(request)
    return decide(context.workspace, context.actor, body.object, body.id, body.verdict, body.reason, now=context.now)


@route(router, "POST", "/decisions/undo", Permission.WORK_LEADS, DecisionTold)
def undo_decision_(request: HttpRequest, body: UndoSent) -> Any:
    """Take a decision back; the one before it holds again."""
    context = context_in(request)
    return undo_decision(context.place, context.actor, body.id, now=context.now)


@route(router, "POST", "/decisions/many", Permission.WORK_LEADS, {201: DecisionsTold})
def decide_all_(request: HttpRequest, body: DecisionsSent) -> Any:
    """Accept or reject many leads at once, all of them or none."""
    context = context_in(request)
    told = (body.object, body.ids, body.verdict, body.reason)
    return {"items": list(decide_all(context.workspace, context.actor, *told, now=context.now))}


@route(router, "POST", "/decisions/many/undo", Permission.WORK_LEADS, DecisionsTold)
def undo_decisions_(request: HttpRequest, body: UndoManySent) -> Any:
    """Take many decisions back, as far as they hold."""
    context = context_in(request)
    return {"items": list(undo_decisions(context.place, context.actor, body.ids, now=context.now))}


@route(router, "POST", "/resets", Permission.WORK_LEADS, JOB_ANSWERS)
def reset(request: HttpRequest, response: HttpResponse, body: ResetSent) -> Any:
    """Reset the engagement of a record: its engagement groups ignore events up to an instant. A job."""
    asked_at = micros_of(context_in(request).now())
    return do(request, response, Reset(body.id, body.object, asked_at, body.at))


@route(router, "POST", "/resets/undo", Permission.WORK_LEADS, JOB_ANSWERS)
def unreset(request: HttpRequest, response: HttpResponse, body: UnresetSent) -> Any:
    """Take the last reset of a record back. A job."""
    asked_at = micros_of(context_in(request).now())
    return do(request, response, Unreset(body.id, body.object, asked_at))


@route(router, "POST", "/merges", Permission.MERGE_RECORDS, JOB_ANSWERS)
def merge(request: HttpRequest, response: HttpResponse, body: MergeSent) -> Any:
    """Make one record of two contacts that are one person. A job."""
    return do(request, response, Merge(body.kept, body.other))


@route(router, "POST", "/merges/undo", Permission.MERGE_RECORDS, JOB_ANSWERS)
def unmerge(request: HttpRequest, response: HttpResponse, body: UnmergeSent) -> Any:
    """Take a merge back: the other contact is one of its own again. A job."""
    return do(request, response, Unmerge(body.other, micros_of(context_in(request).now())))
