"""The API as one thing: its routes, how it reads bodies, and how it tells errors."""

from __future__ import annotations

from typing import Any

import msgspec
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser
from ninja.renderers import BaseRenderer

import tamis
from tamis.nesting import is_nested_deeper
from tamis.server.api.mistakes import mistakes_in
from tamis.server.api.problems import Refused, answer_error
from tamis.server.api.routes import (
    admitting,
    data,
    definitions,
    events,
    figures,
    imports,
    jobs,
    leads,
    likelihoods,
    lists,
    models,
    names,
    outlook,
    overview,
    own,
    people,
    previews,
    privacy,
    records,
    segments,
    sources,
    templates,
    values,
    versions,
    views,
)

TITLE = "Tamis"
_FIRST = (own, overview, figures, leads, lists, views, records, values, outlook, likelihoods, events)
_THEN = (models, definitions, versions, templates, previews, segments, imports, data, names, sources, jobs, privacy)
_LAST = (people, admitting)
# Some share a router: one address has one router.
ROUTERS = tuple(dict.fromkeys(family.router for family in (*_FIRST, *_THEN, *_LAST)))
"""In the order of the reference; to add a family of routes: its file in `routes`, and here."""


class _Reading(Parser):
    """JSON as it is, and nothing nested without end."""

    def parse_body(self, request: HttpRequest) -> Any:
        try:
            if is_nested_deeper(request.body):
                raise RecursionError
            return msgspec.json.decode(request.body)
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
            raise Refused(400, "unreadable", "The body is no JSON, or is nested too deeply.") from None


class _Writing(BaseRenderer):
    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> Any:
        return msgspec.json.encode(data)


class _Service(NinjaAPI):
    def validation_error_from_error_contexts(self, error_contexts: Any) -> Any:
        """What is wrong with a request, with hints at what is known."""
        return Refused(422, "wrong-request", "The request has mistakes.", mistakes_in(error_contexts))


def make_service() -> NinjaAPI:
    """The API with all its routes."""
    made = _Service(
        title=TITLE,
        version=tamis.__version__,
        urls_namespace="api",
        docs_url=None,
        openapi_url=None,
        parser=_Reading(),
        renderer=_Writing(),
    )
    for kind in (Exception, Http404, HttpError, ValidationError):
        made.add_exception_handler(kind, answer_error)
    for router in ROUTERS:
        made.add_router("", router)
    return made


def nowhere(request: HttpRequest, **_: Any) -> HttpResponse:
    """There is no such route."""
    return answer_error(request, Http404())
