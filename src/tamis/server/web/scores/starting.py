"""The beginning of a score: from a template, empty, as a copy, or from a file."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tamis.definitions.editing.beginnings import Known
from tamis.errors import UsageError
from tamis.operations.access import Permission
from tamis.operations.clone import clone_definition
from tamis.operations.editing import start_score
from tamis.operations.fitting_templates import fitting_templates
from tamis.operations.known_names import KnownNames, known_names, to_begin_with
from tamis.operations.labels import definition_labels
from tamis.operations.list_definitions import list_definitions
from tamis.operations.start_draft import free_key, start_from_template, start_from_text
from tamis.server.accounts.needs import needs
from tamis.server.context import context_of
from tamis.server.web.scores.files import text_of_file
from tamis.server.web.scores.places import to_editor


@needs(Permission.EDIT_SCORES)
def new(request: HttpRequest) -> HttpResponse:
    """The ways to begin, and which of the templates fit the data."""
    context = context_of(request)
    defined = list_definitions(context.workspace)
    with_objects = known_names(context.workspace).objects
    return render(
        request,
        "scores/new.html",
        {
            "templates": fitting_templates(context.workspace),
            "scores": [each for each in defined if each.kind == "score"],
            "objects": [each.object for each in with_objects],
        },
    )


@needs(Permission.EDIT_SCORES)
@require_POST
def from_template(request: HttpRequest, template: str) -> HttpResponse:
    """A template under a name of one's own."""
    context = context_of(request)
    label = _named(request)
    started = start_from_template(
        context.workspace,
        template,
        free_key(context.place, label),
        label=label,
        now=context.now,
        only_fitting="only_fitting" in request.POST,
        by=context.actor,
    )
    if started.segments:
        told = _(
            "Its segments are drafts too: put your own domains into them. They are published with it: %(segments)s."
        )
        labels = definition_labels(context.place)
        messages.info(request, told % {"segments": ", ".join(labels.get(key, key) for key in started.segments)})
    return redirect(to_editor(started.key))


@needs(Permission.EDIT_SCORES)
@require_POST
def empty(request: HttpRequest) -> HttpResponse:
    """A score with one rule to begin with."""
    context = context_of(request)
    label, object_type = _named(request), request.POST.get("object", "contact")
    key = free_key(context.place, label)
    names = _beginning(known_names(context.workspace), object_type)
    start_score(context.workspace, key, label, object_type, "fit", names, now=context.now, by=context.actor)
    return redirect(to_editor(key))


@needs(Permission.EDIT_SCORES)
@require_POST
def copy(request: HttpRequest) -> HttpResponse:
    """A copy of another score."""
    context = context_of(request)
    label = _named(request)
    key = free_key(context.place, label)
    of = request.POST.get("of", "")
    clone_definition(context.place, of, key, label=label, output=None, now=context.now, by=context.actor)
    return redirect(to_editor(key))


@needs(Permission.EDIT_SCORES)
@require_POST
def from_file(request: HttpRequest) -> HttpResponse:
    """A score that was written elsewhere, as YAML."""
    context = context_of(request)
    started = start_from_text(context.place, text_of_file(request), now=context.now, by=context.actor)
    if started.kind != "score":
        messages.success(request, _('The segment "%(key)s" is a draft now.') % {"key": started.key})
        return redirect("scores:list")
    return redirect(to_editor(started.key))


def _named(request: HttpRequest) -> str:
    label = request.POST.get("label", "").strip()
    if not label:
        raise UsageError(_("Give the score a name."))
    return label[:200]


def _beginning(names: KnownNames, object_type: str) -> Known:
    """What a first rule may ask for: the property that most records have."""
    found = names.object(object_type)
    event = names.events[0].type if names.events else ""
    return Known(property=(to_begin_with(found.properties) if found else "") or "created_at", event=event)
