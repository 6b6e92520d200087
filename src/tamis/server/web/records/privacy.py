"""What a person may ask to be told of themselves."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from tamis.operations.access import Permission
from tamis.operations.record.export import export_contact
from tamis.server.accounts.needs import needs
from tamis.server.context import context_of


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
