"""Saved views of the ranked list: one's own, and those that are shared."""

from __future__ import annotations

from typing import Any

import msgspec
from django.http import HttpRequest
from ninja import Router
from ninja.responses import Status
from pydantic import Field

from tamis.operations.access import Permission
from tamis.operations.leads.asked import Asked, read_asked
from tamis.operations.leads.views import LeadView, change_view, delete_view, list_views, read_view, save_view
from tamis.server.api.routing import context_in, found, route
from tamis.server.api.shapes import Sent, Told

router = Router(tags=["Leads"])
_MOST_IDS = 1 << 62
_ASKED = {"object": "contact", "tiers": ["A1"], "order": "last_activity"}


class ViewTold(Told):
    """A saved view: what it asks of the list, and whether whoever asks may change it."""

    id: int
    name: str = Field(examples=["Hot and silent"])
    asked: dict[str, Any] = Field(examples=[_ASKED])
    is_shared: bool
    is_own: bool
    may_change: bool


class ViewsTold(Told):
    """Views, oldest first."""

    items: list[ViewTold]


class ViewSent(Sent):
    """A view. `asked`: object, score, condition, segment, tiers, owner, search, moved, ids, hides_rejected,
    hides_customers, model, priorities, likelihood_from, likelihood_to, order, descending, columns. Of columns, `name`
    says that they are all that is shown, in this order; without it, they come behind the standard ones."""

    name: str = Field(min_length=1, max_length=60, examples=["Hot and silent"])
    asked: dict[str, Any] = Field(examples=[_ASKED])
    is_shared: bool = False


@route(router, "GET", "/views", Permission.SEE_LEADS, ViewsTold)
def list_views_(request: HttpRequest, object: str = "contact") -> Any:
    """List the views of an object's leads: one's own, and those that are shared."""
    context = context_in(request)
    return {"items": [_told(view) for view in list_views(context.place, context.actor, object)]}


@route(router, "POST", "/views", Permission.SEE_LEADS, {201: ViewTold})
def save_view_(request: HttpRequest, body: ViewSent) -> Any:
    """Save a view. To share it needs the permission `share_views`."""
    context = context_in(request)
    return _told(
        save_view(context.place, context.actor, body.name, _asked(body), is_shared=body.is_shared, now=context.now)
    )


@route(router, "PUT", "/views/{int:id}", Permission.SEE_LEADS, ViewTold)
def change_view_(request: HttpRequest, id: int, body: ViewSent) -> Any:
    """Change a view."""
    context = context_in(request)
    found(lambda: read_view(context.place, context.actor, min(id, _MOST_IDS)))
    return _told(
        change_view(
            context.place,
            context.actor,
            id,
            name=body.name,
            asked=_asked(body),
            is_shared=body.is_shared,
            now=context.now,
        )
    )


@route(router, "DELETE", "/views/{int:id}", Permission.SEE_LEADS, {204: None})
def delete_view_(request: HttpRequest, id: int) -> Any:
    """Delete a view."""
    context = context_in(request)
    found(lambda: read_view(context.place, context.actor, min(id, _MOST_IDS)))
    delete_view(context.place, context.actor, id)
    return Status(204, None)


def _asked(body: ViewSent) -> Asked:
    return read_asked(msgspec.json.encode(body.asked).decode())


def _told(view: LeadView) -> dict[str, Any]:
    return {**vars(view), "asked": msgspec.json.decode(view.asked.as_json())}
