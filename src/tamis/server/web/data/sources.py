"""Sources: who may send, by which key, what one puts into a site or a program, and what arrives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from tamis.errors import UsageError
from tamis.operations.access import Permission
from tamis.operations.heard_sources import heard_sources
from tamis.operations.rescore import micros_of
from tamis.operations.sources import add_source, list_sources, revoke_source, rotate_source
from tamis.server.accounts.needs import needs
from tamis.server.arrivals import Arrived
from tamis.server.context import context_of
from tamis.server.web.data.frame import page

_MOST = 50
# Of what a message says, so much is shown.
_LONGEST = 600


@dataclass(frozen=True)
class Row:
    """A message in the tail: what it was and about whom, and its contents as JSON."""

    at: int
    source: str
    kind: str
    name: str
    who: str
    content: str
    refused: str


@needs(Permission.MANAGE_SOURCES)
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """All sources, how to send, and the tail."""
    return _page(request)


@needs(Permission.MANAGE_SOURCES)
@require_GET
@never_cache
def tail(request: HttpRequest) -> HttpResponse:
    """What came last, as the part of the page that is asked for again and again."""
    return render(request, "data/tail.html", _tail(request))


@needs(Permission.MANAGE_SOURCES)
@require_POST
@never_cache
def add(request: HttpRequest) -> HttpResponse:
    """Adds a source; its key is on the page that answers, and never again."""
    context, name = context_of(request), request.POST.get("name", "").strip()
    try:
        key = add_source(context.place, name, now=context.now, by=context.actor)
    except UsageError as error:
        return _page(request, error=str(error), name=name, status=422)
    return _page(request, key=key, keyed=name)


@needs(Permission.MANAGE_SOURCES)
@require_POST
@never_cache
def rotate(request: HttpRequest) -> HttpResponse:
    """Gives a source another key; the one before is good for another day, so nothing is lost meanwhile."""
    context, name = context_of(request), request.POST.get("name", "")
    key = rotate_source(context.place, name, grace="1 day", now=context.now, by=context.actor)
    return _page(request, key=key, keyed=name)


@needs(Permission.MANAGE_SOURCES)
@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    """Ends every key of a source; a new key takes that back."""
    context, name = context_of(request), request.POST.get("name", "")
    revoke_source(context.place, name, now=context.now, by=context.actor)
    messages.success(request, _('"%(name)s" may not send any more. A new key lets it send again.') % {"name": name})
    return redirect("data-sources")


def _page(request: HttpRequest, *, status: int = 200, **shown: Any) -> HttpResponse:
    context = context_of(request)
    address = f"{request.scheme}://{request.get_host()}"
    with context.workspace.opened() as warehouse:
        heard = heard_sources(context.workspace, warehouse)
    now = micros_of(context.now())
    told = {"sources": [(each, each.is_silent(now)) for each in heard], "address": address, **_tail(request), **shown}
    return page(request, "data/sources.html", "data-sources", told, status=status)


def _tail(request: HttpRequest) -> dict[str, Any]:
    context = context_of(request)
    sources = {source.id: source.name for source in list_sources(context.place)}
    arrived = context.desk.lent.arrivals.newest(_MOST)
    return {"rows": [_row(each, sources) for each in arrived], "now": micros_of(context.now())}


def _row(arrived: Arrived, sources: dict[int, str]) -> Row:
    source, message = sources.get(arrived.source, ""), arrived.message
    if message is None:
        return Row(arrived.at, source, "", "", "", "", arrived.refused)
    content = message.properties or message.traits
    text = msgspec.json.format(msgspec.json.encode(content), indent=2).decode() if content else ""
    return Row(
        arrived.at,
        source,
        message.kind,
        message.event_name or message.event or "",
        message.user_id or message.group_id or message.anonymous_id or "",
        text[:_LONGEST],
        "",
    )
