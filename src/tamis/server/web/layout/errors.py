"""Errors as pages, and as parts of pages: the sentence, and what to do."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils.translation import gettext as _

from tamis.errors import DefinitionError, Forbidden, TamisError, Unknown
from tamis.server.desk import NotReady
from tamis.server.faults import place_of
from tamis.server.french import spoken
from tamis.server.rereading import read_again

_LOG = logging.getLogger("tamis.web")
_SOON = "3"
_METHODS = ("GET", "HEAD", "POST", "OPTIONS")
_READING = ("GET", "HEAD")
# What Django answers by itself.
_OF_THE_REQUEST = (Http404, PermissionDenied, SuspiciousOperation, BadRequest)


def telling(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: what an operation refuses is told in its own sentence."""
    return _Telling(get_response)


class _Telling:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in _METHODS and not request.path_info.startswith("/api/"):
            return HttpResponseNotAllowed(_METHODS)
        answer = self._get_response(request)
        # What somebody was shown is nobody else's, who comes to the same browser later and goes back.
        answer.headers.setdefault("Cache-Control", "no-store")
        return answer

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        told = _refusal(request, error)
        if told is not None or request.method not in _READING or isinstance(error, _OF_THE_REQUEST):
            return told
        view, values, named = request.resolver_match
        try:
            answer: HttpResponse = read_again(error, lambda: view(request, *values, **named))
        except Exception as again:  # noqa: BLE001 - what is not told here, `failed` tells of the first.
            return _refusal(request, again)
        return answer


def _refusal(request: HttpRequest, error: Exception) -> HttpResponse | None:
    """What somebody is told who asked for what cannot be; None of an unexpected error."""
    match error:
        case NotReady():
            told = _("The workspace is being opened. This page comes by itself in a moment.")
            answer = _told(request, 503, told, is_passing=True)
            answer["Retry-After"] = _SOON
            return answer
        case Forbidden():
            return forbidden(request, error)
        case DefinitionError():
            return _told(request, 422, _("The definition has mistakes."), issues=error.issues)
        case Unknown():
            return _told(request, 404, spoken(str(error)))
        case TamisError():
            return _told(request, 422, spoken(str(error)))
    return None


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Not permitted; who may permit it is told."""
    return _told(request, 403, _("Your role does not allow this. An administrator can change your role."))


def refused_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without the token of this session: it is another site's, or the session ended."""
    return _told(request, 403, _("This form is out of date. Load the page again and send it once more."))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """There is no such page."""
    return _told(request, 404, _("There is nothing at this address."))


def not_understood(request: HttpRequest, exception: Exception) -> HttpResponse:
    """For another host than this one, or larger than any form of ours."""
    sentence = _("This request cannot be answered: it is for another address, or larger than any form here.")
    return HttpResponse(sentence, status=400, content_type="text/plain; charset=utf-8")


def failed(request: HttpRequest) -> HttpResponse:
    """Our own mistake, which is in the log by its place alone."""
    if (error := sys.exc_info()[1]) is not None:
        _LOG.error("A page failed: %s", place_of(error))
    return _told(request, 500, _("Something went wrong on our side; it is in the server's log. Nothing was changed."))


def _told(request: HttpRequest, status: int, sentence: str, **more: Any) -> HttpResponse:
    is_part = bool(getattr(request, "htmx", False)) and not request.headers.get("HX-Boosted")
    template = "layout/alert.html" if is_part else "layout/error.html"
    return render(request, template, {"status": status, "sentence": sentence, **more}, status=status)
