"""New segments: of a condition, or of a list."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tamis.definitions.editing.beginnings import Known
from tamis.errors import UsageError
from tamis.operations.access import Permission
from tamis.operations.editing import start_segment
from tamis.operations.known_names import known_names, to_begin_with
from tamis.operations.segments import MOST_NAMES
from tamis.operations.start_draft import free_key
from tamis.operations.verbs import CreateList
from tamis.server.accounts.needs import needs
from tamis.server.context import Context, context_of
from tamis.server.web.segments.lists import changed, names_in
from tamis.server.web.segments.shown import allowed, place_of, to_editor


@needs(Permission.EDIT_SCORES)
def new(request: HttpRequest) -> HttpResponse:
    """The two ways to begin."""
    context = context_of(request)
    objects = [each.object for each in known_names(context.workspace).objects]
    shown = {"objects": objects, "has_editor": bool(to_editor("x")), "most": MOST_NAMES, **allowed(context)}
    return render(request, "segments/new.html", shown)


@needs(Permission.CHANGE_DATA)
@require_POST
def new_list(request: HttpRequest) -> HttpResponse:
    """A list of those of a file, or those that were typed."""
    key = request.POST.get("name", "").strip()
    if not key:
        raise UsageError(_("Give the list a name."))
    verb = CreateList(key, names_in(request), request.POST.get("object", "contact"))
    changed(request, context_of(request), verb)
    return redirect(place_of(key))


@needs(Permission.EDIT_SCORES)
@require_POST
def new_condition(request: HttpRequest) -> HttpResponse:
    """A draft of a condition; the editor opens."""
    context = context_of(request)
    label, object_type = request.POST.get("name", "").strip(), request.POST.get("object", "contact")
    if not label:
        raise UsageError(_("Give the segment a name."))
    key = free_key(context.place, label)
    known = _known(context, object_type)
    start_segment(context.workspace, key, label, object_type, known, now=context.now, by=context.actor)
    return redirect(to_editor(key) or place_of(key))


def _known(context: Context, object_type: str) -> Known:
    """A property to begin with: the fullest there is."""
    found = known_names(context.workspace).object(object_type)
    if found is None or not found.properties:
        raise UsageError(_("There are no properties to ask for yet; import some records first."))
    return Known(property=to_begin_with(found.properties))
