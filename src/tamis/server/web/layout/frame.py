"""What the frame around every page shows: the navigation of whoever is signed in, their theme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from tamis import __version__
from tamis.operations.access import may
from tamis.server.context import actor_of
from tamis.server.web.pages import PAGES
from tamis.server.web.start.beginning import is_beginning


@dataclass(frozen=True)
class Entry:
    """One entry of the navigation."""

    label: str
    icon: str
    url: str
    is_current: bool


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor."""
    person = getattr(request, "user", None)
    is_known = person is not None and person.is_authenticated
    begins = is_known and is_beginning(request)
    return {
        "entries": _entries(request, begins=begins) if is_known else (),
        "is_beginning": begins,
        "theme": getattr(person, "theme", "auto"),
        "tamis_version": __version__,
    }


def _entries(request: HttpRequest, *, begins: bool) -> list[Entry]:
    actor = actor_of(request)
    shown = [page for page in PAGES if page.label and may(actor, page.permission)]
    # By address, since editors are apps of their own within scores and segments.
    entries = [
        Entry(page.label, page.icon, reverse(page.route), request.path_info.startswith(f"/{page.prefix}"))
        for page in shown
    ]
    if begins:
        start = reverse("start")
        entries.insert(0, Entry(_("First steps"), "flag", start, request.path_info.startswith(start)))
    return entries
