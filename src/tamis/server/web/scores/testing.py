"""A draft tried on a record that one knows: every point it would give, beside what is published."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tamis.definitions.language import with_labels
from tamis.errors import DefinitionError, UsageError
from tamis.operations.access import Permission
from tamis.operations.labels import definition_labels
from tamis.operations.preview import Tried, examples_of, try_on_record
from tamis.operations.record.finding import find_records
from tamis.operations.record.names_of import names_of
from tamis.server.accounts.needs import needs
from tamis.server.context import Context, context_of
from tamis.server.web.scores.listing import about, listed
from tamis.server.web.scores.previewing import text_of

# More than that, somebody types on.
_MOST = 20


@needs(Permission.SEE_SCORES)
def test(request: HttpRequest, key: str) -> HttpResponse:
    """The finder, some records to begin with, and the trees of the record that was chosen (`?record=`).

    `part` is for the editor, which shows it beside the form: `tried` the trees alone, `finder` all but what is around.
    """
    context = context_of(request)
    found, part = listed(context, key), request.GET.get("part", "")
    record, name = request.GET.get("record", ""), request.GET.get("name", "").strip()
    shown = {**about(context, found, "test"), "record": record, "typed": name, "is_beside": bool(part)}
    if part == "tried":
        return render(request, "scores/tried.html", shown | (_tried(context, key, record) if record else {}))
    shown["examples"] = examples_of(context.workspace, key, found.object)
    if name:
        shown["records"] = find_records(context.workspace, name, object=found.object, most=_MOST)
    if record:
        shown |= _tried(context, key, record)
    return render(request, "scores/beside.html" if part else "scores/test.html", shown)


@needs(Permission.SEE_SCORES)
def find(request: HttpRequest, key: str) -> HttpResponse:
    """Records by a part of their name: a part of the page."""
    context = context_of(request)
    found = listed(context, key)
    name = request.GET.get("name", "").strip()
    records = find_records(context.workspace, name, object=found.object, most=_MOST) if name else ()
    shown = {"records": records, "name": name, "score": found, "is_beside": "part" in request.GET}
    return render(request, "scores/found.html", shown)


def _tried(context: Context, key: str, record: str) -> dict[str, object]:
    try:
        with with_labels(definition_labels(context.place)):
            tried: Tried = try_on_record(context.workspace, text_of(context, key), record, now=context.now)
    except DefinitionError as error:
        return {"issues": error.issues}
    except UsageError as error:
        return {"sentence": str(error)}
    name = names_of(context.workspace, tried.object, [tried.draft.id]).get(tried.draft.id, tried.draft.id)
    return {"tried": tried, "name": name}
