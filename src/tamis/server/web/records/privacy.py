"""What a person may ask: to be told what is known of them, and to be erased."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tamis.operations.access import Permission
from tamis.operations.record.export import export_contact
from tamis.operations.record.opened import open_record
from tamis.operations.record.portrait import read_portrait
from tamis.operations.verbs import Erase
from tamis.server.accounts.needs import needs
from tamis.server.context import context_of
from tamis.server.web.records.words import PATIENCE


@require_GET
@needs(Permission.PRIVACY)
def export(request: HttpRequest, id: str) -> HttpResponse:
    """Everything that is known of a contact, as a file."""
    context = context_of(request)
    text = export_contact(context.workspace, context.actor, id, now=context.now)
    answer = HttpResponse(text, content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="contact.json"'
    answer["Cache-Control"] = "no-store"
    return answer


@require_http_methods(["GET", "POST"])
@needs(Permission.PRIVACY)
def erase(request: HttpRequest, id: str) -> HttpResponse:
    """Says what goes for good, and erases the contact when its id is typed."""
    context = context_of(request)
    with open_record(context.workspace, "contact", id) as opened:
        portrait = read_portrait(opened)
    typed = request.POST.get("id", "").strip()
    is_wrong = request.method == "POST" and typed != portrait.id
    if request.method == "POST" and not is_wrong:
        done = context.do(Erase(portrait.id), within=PATIENCE)
        under_way = _("The erasure is under way; it waits for other work.")
        messages.success(request, _("Erased. Nothing of this contact is left.") if done else under_way)
        return redirect("find_records")
    shown = {"record": portrait, "is_wrong": is_wrong}
    return render(request, "records/erase.html", shown, status=422 if is_wrong else 200)
