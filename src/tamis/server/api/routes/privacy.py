"""What a person may ask of whoever keeps data about them: to be told, and to be forgotten."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from tamis.operations.access import Permission
from tamis.operations.record.export import export_contact
from tamis.operations.record.opened import open_record
from tamis.operations.verbs import Erase
from tamis.server.api.doing import JOB_ANSWERS, do
from tamis.server.api.routing import context_in, found, route

router = Router(tags=["Privacy"])


@route(router, "GET", "/privacy/contact/{path:id}", Permission.PRIVACY, dict[str, Any])
def export_person(request: HttpRequest, id: str) -> Any:
    """Tell everything that is known of a contact. That it was asked for is in the audit log."""
    context = context_in(request)
    return json.loads(found(lambda: export_contact(context.workspace, context.actor, id, now=context.now)))


@route(router, "DELETE", "/privacy/contact/{path:id}", Permission.PRIVACY, JOB_ANSWERS)
def erase_person(request: HttpRequest, response: HttpResponse, id: str) -> Any:
    """Erase a contact for good, with its events, values and history. A job. It cannot be taken back."""
    context = context_in(request)

    def whole() -> str:
        with open_record(context.workspace, "contact", id) as record:
            return record.id

    return do(request, response, Erase(found(whole)))
