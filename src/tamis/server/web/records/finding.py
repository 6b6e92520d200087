"""The finder at the top of every page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tamis.operations.access import Permission
from tamis.operations.record.finding import find_records
from tamis.server.accounts.needs import needs
from tamis.server.context import context_of

_MOST = {"contact": 8, "company": 4, "deal": 3}


@require_GET
@needs(Permission.SEE_LEADS)
def find(request: HttpRequest) -> HttpResponse:
    """Contacts, companies and deals that fit what is typed: as a part under the field, or as a page."""
    text = request.GET.get("q", "").strip()
    is_part = bool(getattr(request, "htmx", False))
    workspace = context_of(request).workspace
    most = _MOST if is_part else dict.fromkeys(_MOST, 30)
    found = {object: find_records(workspace, text, object, count) for object, count in most.items()} if text else {}
    shown = {"text": text, "groups": {object: each for object, each in found.items() if each}}
    return render(request, "records/found.html" if is_part else "records/find.html", shown)
