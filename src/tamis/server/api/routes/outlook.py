"""What would move a record to the next tier, computed and not guessed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from tamis.operations.access import Permission
from tamis.operations.record.nearing.next_tier import CategoryOutlook, Suggestion, read_outlook
from tamis.operations.record.opened import open_record
from tamis.operations.rescore import micros_of
from tamis.server.api.routing import context_in, found, route
from tamis.server.api.shapes import Instant, Points, Told

router = Router(tags=["Values"])


class WishTold(Told):
    """One thing that would have to be so."""

    kind: str = Field(examples=["event"])
    words: str = Field(examples=["Requested a demo"])
    times: int = Field(description="How often it would have to happen.", examples=[1])
    about: str | None = Field(description="Whom it is about, if not the record itself.")


class SuggestionTold(Told):
    """Things that, all being so now, bring the record to the next tier; the points and the tiers then."""

    wishes: list[WishTold]
    points: Points
    total: Points
    tier: str
    whole_tier: str


class FallTold(Told):
    """When time alone takes the record to a lower tier, if nothing happens."""

    at: Instant
    tier: str


class CategoryOutlookTold(Told):
    """Where a record stands in a category, and the shortest ways to the next tier."""

    category: str
    points: Points
    tier: str
    next_tier: str | None
    next_from: Points | None
    suggestions: list[SuggestionTold]
    fall: FallTold | None


class OutlookTold(Told):
    """What may become of a record's tier; `is_scored`: whether it is in the score's population."""

    score: str
    is_scored: bool
    categories: list[CategoryOutlookTold]


@route(router, "GET", "/outlooks/{score}/{path:id}", Permission.SEE_LEADS, OutlookTold)
def read_outlook_(request: HttpRequest, score: str, id: str, object: str = "contact") -> Any:
    """Tell what would move a record to the next tier: the shortest changes, each computed."""
    context = context_in(request)

    def read() -> dict[str, Any]:
        with open_record(context.workspace, object, id) as record:
            outlook = read_outlook(record, score, micros_of(context.now()))
        return {**vars(outlook), "categories": [_category(each) for each in outlook.categories]}

    return found(read)


def _category(outlook: CategoryOutlook) -> dict[str, Any]:
    told = {**vars(outlook), "next_from": outlook.from_}
    return told | {"suggestions": [_suggestion(each) for each in outlook.suggestions]}


def _suggestion(suggestion: Suggestion) -> dict[str, Any]:
    return {**vars(suggestion), "wishes": list(suggestion.wishes)}
