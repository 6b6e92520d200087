"""What the pages of segments share: the segment that is asked for, what one may do, and where else to go."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.urls import NoReverseMatch, reverse

from tamis.operations.access import Permission
from tamis.operations.leads.asked import Asked
from tamis.operations.rescore import micros_of
from tamis.operations.segments import KeptSegment, kept_segment
from tamis.server.context import Context
from tamis.server.web.overview.links import to, to_leads


def key_of(request: HttpRequest) -> str:
    """The key of the segment that the address asks for."""
    key = request.GET.get("segment")
    if not key:
        raise Http404
    return key


def place_of(key: str, route: str = "segments:segment", *args: int) -> str:
    """The address of a page of a segment."""
    return f"{reverse(route, args=args)}?{urlencode({'segment': key})}"


def to_editor(key: str) -> str:
    """Where its condition is edited; empty where that page is not there, or cannot name such a key."""
    try:
        return reverse("edit_segment", args=[key])
    except NoReverseMatch:
        return ""


def allowed(context: Context) -> dict[str, bool]:
    """What whoever looks may do with segments."""
    return {
        "may_edit": context.may(Permission.EDIT_SCORES),
        "may_publish": context.may(Permission.PUBLISH),
        "may_change": context.may(Permission.CHANGE_DATA),
        "may_export": context.may(Permission.EXPORT_LEADS),
        "may_see_records": context.may(Permission.SEE_LEADS),
    }


def about(context: Context, key: str) -> dict[str, Any]:
    """What every page of one segment shows."""
    found: KeptSegment = kept_segment(context.workspace, key)
    may = allowed(context)
    is_contact = found.object == "contact" and found.is_counted
    return {
        "segment": found,
        "query": urlencode({"segment": key}),
        "now": micros_of(context.now()),
        "editor": to_editor(key) if may["may_edit"] and (found.is_dynamic or found.state == "draft") else "",
        "leads": to_leads(Asked(object=found.object, segment=key)) if is_contact else "",
        "jobs": to("data-jobs"),
        **may,
    }
