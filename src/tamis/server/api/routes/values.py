"""What scores give: values, explanations, and the history of both."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from tamis.operations.access import Permission
from tamis.operations.explain_workspace import explain_workspace
from tamis.operations.list_values import list_values, read_value
from tamis.operations.read_history import read_history
from tamis.progress import NullProgress
from tamis.server.api.paging import Cursor, Limit, cursor_of, page_of, place_of
from tamis.server.api.problems import not_found
from tamis.server.api.routing import context_in, found, route
from tamis.server.api.shapes import Instant, PageOf, Points, Spoken, Told

router = Router(tags=["Values"])


class ValueTold(Told):
    """The value of a record."""

    id: str = Field(examples=["1042"])
    points: Points | None
    fit: Points | None
    engagement: Points | None
    tier: str | None = Field(examples=["A1"])
    version: int = Field(examples=[3])
    computed_at: Instant


class CaseTold(Told):
    """A case of a record rule."""

    index: int
    label: str
    points: float
    holds: bool


class EventTold(Told):
    """A matching event; points before and after decay, null in a rule that counts."""

    type: str
    occurred_at: Instant
    case: int | None
    raw: float | None
    points: float | None


class SeenTold(Told):
    """What a property that a rule looks at was at the instant: a day or an instant as text, null if unknown."""

    property: str = Field(examples=["employees"])
    type: str | None = Field(examples=["number"])
    value: str | bool | int | float | list[str] | None = Field(examples=[250])
    of: str | None = Field(
        description="`company`, if the property is of the contact's primary company.", examples=["company"]
    )


class ExplainedRecordTold(Told):
    """An associated record, what it earned, and what the rule saw of it."""

    object: str
    id: str
    points: float
    count: int | None
    cases: list[CaseTold]
    events: list[EventTold]
    values: list[SeenTold]


class RuleTold(Told):
    """A rule: `earned` is before its own bounds and gate, `points` after them; `values` is what it saw."""

    path: str
    label: str
    kind: str
    enabled: bool
    gate: bool | None
    earned: float
    points: float
    cut_by: str | None
    combine: str | None
    count: int | None
    cases: list[CaseTold]
    events: list[EventTold]
    records: list[ExplainedRecordTold]
    values: list[SeenTold]


class GroupTold(Told):
    """A group, and what its bounds left of what its rules earned."""

    key: str
    label: str | None
    earned: float
    points: float
    cut_by: str | None
    rules: list[RuleTold]


class CategoryTold(Told):
    """A category, its points and its tier."""

    category: str
    earned: float
    points: float
    cut_by: str | None
    tier: str | None
    groups: list[GroupTold]


class TreeTold(Told):
    """The tree of one record's score, from the total down to each event."""

    id: str
    score: str
    label: str | None
    points: float | None
    tier: str | None
    why_none: Spoken | None = Field(description="Of a record without a value: why it has none.")
    reset_at: Instant | None
    categories: list[CategoryTold]


class ExplanationTold(Told):
    """An explanation, as of the instant for which the value was computed, so that the points add up to it."""

    as_of: Instant
    messages: list[Spoken]
    tree: TreeTold


class ChangeTold(Told):
    """One change of a value or tier, and why."""

    at: Instant
    score: str = Field(examples=["interest"])
    version: int = Field(examples=[3])
    before: Points | None
    after: Points | None
    tier_before: str | None
    tier_after: str | None
    cause: str = Field(examples=["event"])
    detail: str


class HistoryTold(PageOf[ChangeTold]):
    """The changes of one record, oldest first."""

    object: str = Field(examples=["contact"])
    id: str = Field(examples=["1042"])


Tiers = Annotated[list[str], Query(default=[], alias="tier", description="Only those in one of these tiers.")]


@route(router, "GET", "/values/{score}", Permission.SEE_LEADS, PageOf[ValueTold])
def list_values_(request: HttpRequest, score: str, tier: Tiers, limit: Limit = 50, cursor: Cursor = None) -> Any:
    """List the values of a score, by the ids of its records.

    Each record is told once, whatever changes between two pages.
    """
    asked = ("values", score, tuple(tier))
    place = place_of(asked, cursor, tuple[str])
    after = place[0] if place else None
    rows = found(
        lambda: list_values(context_in(request).workspace, score, after=after, tiers=tuple(tier), most=limit + 1)
    )
    return page_of(rows, limit, lambda row: cursor_of(asked, row.id))


@route(router, "GET", "/values/{score}/{path:id}", Permission.SEE_LEADS, ValueTold)
def read_value_(request: HttpRequest, score: str, id: str) -> Any:
    """Read the value of one record."""
    return found(lambda: read_value(context_in(request).workspace, score, id))


@route(router, "GET", "/explanations/{score}/{path:id}", Permission.SEE_LEADS, ExplanationTold)
def explain_value(request: HttpRequest, score: str, id: str, as_of: str | None = None) -> Any:
    """Explain the value of one record.

    As of the instant for which it was computed, or of another one (`as_of`, such as 2026-03-01 or
    2026-03-01T09:30:00Z).
    """
    context = context_in(request)
    explained = found(
        lambda: explain_workspace(context.workspace, id, score, now=context.now, as_of=as_of, progress=NullProgress())
    )
    return {"as_of": explained.as_of, "messages": list(explained.messages), "tree": explained.scores[0]}


@route(router, "GET", "/history/{object}/{path:id}", Permission.SEE_LEADS, HistoryTold)
def read_history_(
    request: HttpRequest,
    object: str,
    id: str,
    score: str | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Any:
    """List every change of a record's values, oldest first, with its cause."""
    asked = ("history", object, id, score)
    place = place_of(asked, cursor, tuple[int])
    histories = found(lambda: read_history(context_in(request).workspace, id, score=score))
    history = next((each for each in histories if each.object == object), None)
    if history is None:
        raise not_found(f"There is no history of a {object} of that id.")
    begin = place[0] if place else 0
    shown = list(enumerate(history.changes))[begin : begin + limit + 1]
    page = page_of(shown, limit, lambda row: cursor_of(asked, row[0] + 1))
    page["items"] = [change for _, change in page["items"]]
    return {**page, "object": history.object, "id": history.id}
