"""What records and events have: properties with their types and how full they are, event types with their counts and
when the newest of each happened.

A page is of one object, or of the event types; a search looks through all. Of many, so many are drawn at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tamis.definitions import PropertyType
from tamis.definitions.instants import day_of
from tamis.operations.access import Permission
from tamis.operations.known_names import KnownEvent, KnownNames, KnownProperty, known_names
from tamis.operations.offered_values import offered_values
from tamis.operations.rescore import micros_of
from tamis.operations.retype import TYPES
from tamis.operations.verbs import Retype
from tamis.server.accounts.needs import needs
from tamis.server.context import context_of
from tamis.server.web.data.frame import page

_MOST_VALUES, _MOST_ROWS = 8, 50
_EVENTS = "events"


@dataclass(frozen=True)
class Section:
    """What is shown of one object, or of events (`object` empty): some rows of `all` that there are or that fit; `more`
    is the address of the next."""

    object: str
    records: int
    rows: Sequence[KnownProperty] | Sequence[KnownEvent]
    all: int
    more: str | None


@needs(Permission.SEE_DATA)
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """The properties of an object or the event types; or whatever is called as was typed."""
    context = context_of(request)
    known = known_names(context.workspace)
    typed, order = request.GET.get("q", "").strip(), request.GET.get("order", "")
    places = _places(known)
    chosen = request.GET.get("in") if request.GET.get("in") in places else next(iter(places), None)
    shown: dict[str, Any] = {
        "places": places,
        "chosen": None if typed else chosen,
        "sections": _found(known, typed) if typed else _chosen(request, known, chosen, order),
        "typed": typed,
        "order": order,
        "types": TYPES,
        "now": micros_of(context.now()),
    }
    if "HX-Request" in request.headers:
        shown |= {"may_change": context.may(Permission.CHANGE_DATA)}
        if "from" in request.GET and shown["sections"]:
            return render(request, "data/names_rows.html", {**shown, "section": shown["sections"][0]})
        return render(request, "data/names_part.html", shown)
    return page(request, "data/names.html", "data-names", shown)


@needs(Permission.SEE_DATA)
@require_GET
def event(request: HttpRequest) -> HttpResponse:
    """The properties of one event type, as a part of the page; their values come by themselves."""
    context = context_of(request)
    found = known_names(context.workspace).event(request.GET.get("type", ""))
    if found is None:
        raise Http404
    shown = {"event": found, "types": TYPES, "may_change": context.may(Permission.CHANGE_DATA)}
    return render(request, "data/event.html", shown)


@needs(Permission.SEE_DATA)
@require_GET
def values(request: HttpRequest) -> HttpResponse:
    """The most frequent values of one property, as a part of the page."""
    of, name, is_event = request.GET.get("of", ""), request.GET.get("name", ""), "event" in request.GET
    context = context_of(request)
    found = offered_values(context.workspace, of, name, is_event=is_event, most=_MOST_VALUES)
    ends = [found.spread.least, found.spread.most] if found.spread else []
    told = [_moment(each, found.type, context.place.time_zone) for each in ends]
    return render(request, "data/values.html", {"found": found, "ends": told, "is_event": is_event})


def _moment(micros: float, type: str, time_zone: str) -> date | int:
    """A day is one of the workspace's, an instant one of whoever reads it."""
    return day_of(int(micros), time_zone) if type == PropertyType.DATE else int(micros)


@needs(Permission.CHANGE_DATA)
@require_POST
def correct(request: HttpRequest) -> HttpResponse:
    """Makes a property one of another type, after a look at what would become of its values."""
    context = context_of(request)
    of, name, type = (request.POST.get(field, "") for field in ("of", "name", "type"))
    is_sure = "sure" in request.POST
    verb = Retype(of, name, type, is_event="event" in request.POST, dry_run=not is_sure)
    back = _address({"in": _EVENTS if verb.is_event else of})
    imported = context.do(verb)
    if imported is None:
        messages.info(request, _("This takes a while; it goes on by itself. See the jobs."))
        return redirect("data-jobs")
    if not is_sure:
        retyped = imported.taken.retyped
        shown = {"of": of, "name": name, "type": type, "retyped": retyped, "is_event": verb.is_event, "back": back}
        return page(request, "data/correct.html", "data-names", shown)
    messages.success(request, _("%(name)s is of type %(type)s now.") % {"name": name, "type": type})
    return redirect(back)


def _places(known: KnownNames) -> dict[str, int]:
    """What can be looked at, and how many names each has; event types come last."""
    objects = {each.object: len(each.properties) for each in known.objects if each.records}
    return objects | ({_EVENTS: len(known.events)} if known.events else {})


def _chosen(request: HttpRequest, known: KnownNames, chosen: str | None, order: str) -> list[Section]:
    if chosen is None:
        return []
    begin = request.GET.get("from", "")
    first = int(begin) if begin.isdecimal() and len(begin) < 8 else 0
    query = {"in": chosen, "order": order} if order else {"in": chosen}
    if chosen == _EVENTS:
        return [_section("", 0, _ordered(known.events, order), first, query)]
    object = known.object(chosen)
    return [_section(object.object, object.records, object.properties, first, query)] if object else []


def _found(known: KnownNames, typed: str) -> list[Section]:
    """The first of each kind that are called so: an event type also by one of its properties."""
    asked = _plain(typed)
    sections = [
        _section(each.object, each.records, [name for name in each.properties if asked in _plain(name.name)])
        for each in known.objects
        if each.records
    ]
    events = [
        each
        for each in known.events
        if asked in _plain(each.type) or any(asked in _plain(name.name) for name in each.properties)
    ]
    return [each for each in (*sections, _section("", 0, events)) if each.all]


def _section(
    object: str,
    records: int,
    rows: Sequence[KnownProperty] | Sequence[KnownEvent],
    first: int = 0,
    query: dict[str, str] | None = None,
) -> Section:
    last = first + _MOST_ROWS
    more = _address({**query, "from": str(last)}) if query is not None and last < len(rows) else None
    return Section(object, records, rows[first:last], len(rows), more)


def _ordered(events: Sequence[KnownEvent], order: str) -> Sequence[KnownEvent]:
    """The most frequent first, if nothing else is asked for."""
    if order == "name":
        return sorted(events, key=lambda each: each.type.casefold())
    if order == "last":
        return sorted(events, key=lambda each: (each.last_at is None, -(each.last_at or 0)))
    return events


def _plain(name: str) -> str:
    """A name as people type it: `form submitted` for `Form_Submitted`."""
    return name.casefold().replace("_", " ").replace("-", " ")


def _address(query: dict[str, str]) -> str:
    return f"{reverse('data-names')}?{urlencode(query)}"
