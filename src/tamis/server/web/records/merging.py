"""Merging a contact with another one that is the same person, seen before it is done, and unmerging."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tamis.operations.access import Permission
from tamis.operations.record.finding import find_records
from tamis.operations.record.opened import open_record
from tamis.operations.record.portrait import Portrait, read_portrait
from tamis.operations.rescore import micros_of
from tamis.operations.verbs import Merge, Unmerge
from tamis.server.accounts.needs import needs
from tamis.server.context import Context, context_of
from tamis.server.web.records.words import PATIENCE

_CONTACT = "contact"


@require_http_methods(["GET", "POST"])
@needs(Permission.MERGE_RECORDS)
def merge(request: HttpRequest, id: str) -> HttpResponse:
    """Finds the other one, shows both side by side, and merges them."""
    context = context_of(request)
    if request.method == "POST":
        return _merge(request, context)
    portrait = _portrait(context, id)
    other = request.GET.get("other", "")
    text = request.GET.get("q", "").strip()
    shown: dict[str, Any] = {"record": portrait, "text": text}
    if text and not other:
        found = find_records(context.workspace, text, _CONTACT, 12)
        shown["found"] = [each for each in found if each.id != portrait.id]
    if other:
        shown |= {"other": _portrait(context, other)}
        shown["rows"] = list(_rows(portrait, shown["other"]))
    return render(request, "records/merge.html", shown)


@require_POST
@needs(Permission.MERGE_RECORDS)
def unmerge(request: HttpRequest, id: str) -> HttpResponse:
    """Makes the contact of an earlier id a record of its own again."""
    context = context_of(request)
    other = request.POST.get("other", "")
    done = context.do(Unmerge(other, micros_of(context.now())), within=PATIENCE)
    messages.success(request, _("Unmerged.") if done else _("This is under way; it waits for other work."))
    return redirect("record", object=_CONTACT, id=id)


def _merge(request: HttpRequest, context: Context) -> HttpResponse:
    kept, other = request.POST.get("kept", ""), request.POST.get("other", "")
    done = context.do(Merge(kept, other), within=PATIENCE)
    if done is None:
        messages.info(request, _("This is under way; it waits for other work."))
    else:
        messages.success(request, _("Merged. It can be taken back at any time, under the earlier ids."))
    return redirect("record", object=_CONTACT, id=kept)


def _portrait(context: Context, id: str) -> Portrait:
    with open_record(context.workspace, _CONTACT, id) as opened:
        return read_portrait(opened)


def _rows(kept: Portrait, other: Portrait) -> list[dict[str, Any]]:
    """Each property of either, and what the merged contact would have: what is unknown is filled from the other."""
    names = dict.fromkeys([each.name for each in (*kept.properties, *other.properties)])
    types = {each.name: each.type for each in (*kept.properties, *other.properties)}
    rows = []
    for name in names:
        one, two = kept.property(name), other.property(name)
        if one is not None or two is not None:
            rows.append({"name": name, "type": types[name], "kept": one, "other": two, "is_filled": one is None})
    return rows
