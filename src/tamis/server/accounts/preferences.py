"""Pages in the language and time zone of whoever is signed in."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from tamis.definitions.language import told_in
from tamis.server.context import PERSON, desk_of


def preferences(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: what a person chose for themselves; else what the browser asks, and the workspace's time zone."""

    def answered(request: HttpRequest) -> HttpResponse:
        person = request.user
        if person.is_authenticated:
            request.environ[PERSON] = person.pk
        if language := getattr(person, "language", ""):
            translation.activate(language)
            request.LANGUAGE_CODE = language
        chosen = getattr(person, "time_zone", "") or desk_of(request).place.time_zone
        with timezone.override(ZoneInfo(chosen)), told_in(translation.get_language() or "en"):
            return get_response(request)

    return answered
