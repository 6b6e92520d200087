"""What records and events have: properties with their types and how full they are, event types with their counts."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tamis.operations.access import Permission
from tamis.operations.known_names import known_names
from tamis.operations.offered_values import offered_values
from tamis.operations.retype import TYPES
from tamis.operations.verbs import Retype
from tamis.server.accounts.needs import needs
from tamis.server.context import context_of
from tamis.server.web.data.frame import page

_MOST_VALUES = 8


@needs(Permission.SEE_DATA)
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """Every property and event type."""
    known = known_names(context_of(request).workspace)
    return page(request, "data/names.html", "data-names", {"known": known, "types": TYPES})


@needs(Permission.SEE_DATA)
@require_GET
def values(request: HttpRequest) -> HttpResponse:
    """The most frequent values of one property, as a part of the page."""
    of, name, is_event = request.GET.get("of", ""), request.GET.get("name", ""), "event" in request.GET
    found = offered_values(context_of(request).workspace, of, name, is_event=is_event, most=_MOST_VALUES)
    return render(request, "data/values.html", {"found": found})


@needs(Permission.CHANGE_DATA)
@require_POST
def correct(request: HttpRequest) -> HttpResponse:
    """Makes a property one of another type, after a look at what would become of its values."""
    context = context_of(request)
    of, name, type = (request.POST.get(field, "") for field in ("of", "name", "type"))
    is_sure = "sure" in request.POST
    verb = Retype(of, name, type, is_event="event" in request.POST, dry_run=not is_sure)
    imported = context.do(verb)
    if imported is None:
        messages.info(request, _("This takes a while; it goes on by itself. See the jobs."))
        return redirect("data-jobs")
    if not is_sure:
        retyped = imported.taken.retyped
        shown = {"of": of, "name": name, "type": type, "retyped": retyped, "is_event": verb.is_event}
        return page(request, "data/correct.html", "data-names", shown)
    messages.success(request, _("%(name)s is of type %(type)s now.") % {"name": name, "type": type})
    return redirect("data-names")
