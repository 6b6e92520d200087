"""Sources: who may send events and traits, by which write key."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router
from ninja.responses import Status
from pydantic import Field

from tamis.operations.access import Permission
from tamis.operations.heard_sources import HeardSource, heard_sources
from tamis.operations.rescore import micros_of
from tamis.operations.sources import add_source, list_sources, revoke_source, rotate_source
from tamis.server.api.paging import Cursor, Limit, cursor_of, page_of, place_of
from tamis.server.api.problems import not_found
from tamis.server.api.routing import context_in, route
from tamis.server.api.shapes import Instant, PageOf, Sent, Told

router = Router(tags=["Sources"])


class SourceTold(Told):
    """A system that sends."""

    name: str = Field(examples=["web"])
    created_at: Instant
    rotated_at: Instant | None
    revoked_at: Instant | None
    last_heard_at: Instant | None = Field(description="When its last message came that was taken in.")
    is_silent: bool = Field(description="It has sent nothing for longer than is usual for it.")


class KeyTold(Told):
    """A write key: it is told once and kept nowhere."""

    name: str = Field(examples=["web"])
    key: str = Field(examples=["Zk1vQ29kZV9leGFtcGxl"])


class SourceSent(Sent):
    """A name for a source."""

    name: str = Field(min_length=1, max_length=200, examples=["web"])


class RotationSent(Sent):
    """How long the keys before are still good."""

    grace: str | None = Field(default=None, max_length=50, examples=["1 day"])


@route(router, "GET", "/sources", Permission.MANAGE_SOURCES, PageOf[SourceTold])
def list_sources_(request: HttpRequest, limit: Limit = 50, cursor: Cursor = None) -> Any:
    """List the sources, by name."""
    after = place_of("sources", cursor, tuple[str])
    context = context_in(request)
    with context.workspace.opened() as warehouse:
        heard = heard_sources(context.workspace, warehouse)
    rest = [each for each in heard if after is None or each.source.name > after[0]]
    page = page_of(rest[: limit + 1], limit, lambda each: cursor_of("sources", each.source.name))
    return {**page, "items": [_told(each, micros_of(context.now())) for each in page["items"]]}


@route(router, "POST", "/sources", Permission.MANAGE_SOURCES, {201: KeyTold}, tells_secret=True)
def add_source_(request: HttpRequest, body: SourceSent) -> Any:
    """Add a source. Its write key is told once."""
    context = context_in(request)
    key = add_source(context.place, body.name, now=context.now, by=context.actor)
    return {"name": body.name.strip(), "key": key}


@route(router, "POST", "/sources/{path:name}/rotate", Permission.MANAGE_SOURCES, KeyTold, tells_secret=True)
def rotate_source_(request: HttpRequest, name: str, body: RotationSent) -> Any:
    """Give a source another write key, which is told once."""
    context = context_in(request)
    _refuse_unknown(request, name)
    return {
        "name": name,
        "key": rotate_source(context.place, name, grace=body.grace, now=context.now, by=context.actor),
    }


@route(router, "POST", "/sources/{path:name}/revoke", Permission.MANAGE_SOURCES, {204: None})
def revoke_source_(request: HttpRequest, name: str) -> Any:
    """End every key of a source; what it sent stays."""
    context = context_in(request)
    _refuse_unknown(request, name)
    revoke_source(context.place, name, now=context.now, by=context.actor)
    return Status(204, None)


def _told(heard: HeardSource, as_of: int) -> dict[str, Any]:
    return {**vars(heard.source), "last_heard_at": heard.last_at, "is_silent": heard.is_silent(as_of)}


def _refuse_unknown(request: HttpRequest, name: str) -> None:
    if name not in {source.name for source in list_sources(context_in(request).place)}:
        raise not_found("There is no such source.")
