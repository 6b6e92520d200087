"""Who asks, and what they may do."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from tamis.operations.access import Permission, may
from tamis.server.api.routing import context_in, route
from tamis.server.api.shapes import Told

router = Router(tags=["Access"])


class MeTold(Told):
    """Who asks: the person of the token or the session."""

    name: str = Field(examples=["Ada Lovelace"])
    role: str = Field(examples=["marketing"])
    token: str | None = Field(description="The name of the token; null for a session.", examples=["Nightly export"])
    permissions: list[str] = Field(examples=[["see_leads", "see_scores"]])


@route(router, "GET", "/me", None, MeTold)
def read_me(request: HttpRequest) -> Any:
    """Tell who asks, and what they may do."""
    actor = context_in(request).actor
    permissions = [permission.value for permission in Permission if may(actor, permission)]
    return {"name": actor.name, "role": actor.role.value, "token": actor.token or None, "permissions": permissions}
