"""The routes under /api/v1."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from tamis.server.accounts.needs import public
from tamis.server.api.description import tell_description
from tamis.server.api.problems import Refused, answer_problem
from tamis.server.api.service import make_service, nowhere

View = Callable[..., HttpResponse]
_SERVICE = make_service()


def _told(view: View) -> View:
    """The view, whose routes ask for their permissions themselves; a method that it has not is told as a problem."""

    @wraps(view)
    def answered(request: HttpRequest, **values: Any) -> HttpResponse:
        answer = view(request, **values)
        if answer.status_code == 405:
            sentence = f"{request.method} is not understood here; there is {answer['Allow']}."
            return answer_problem(Refused(405, "method-not-allowed", sentence, headers={"Allow": answer["Allow"]}))
        return answer

    answered.csrf_exempt = True  # type: ignore[attr-defined]
    return public(answered)


def _patterns() -> list[URLPattern]:
    patterns, _, _ = _SERVICE.urls
    # The last is ninja's own, which leads to a page of documents.
    routes = [each for each in patterns if each.name != "api-root"]
    for each in routes:
        each.callback = _told(each.callback)
    # A key may hold a slash: of two routes that an address fits, the one that says more of it is meant.
    return sorted(routes, key=_said_of_it, reverse=True)


def _said_of_it(route: URLPattern) -> int:
    """How many parts of its addresses a route knows."""
    return sum("<" not in part for part in str(route.pattern).split("/"))


urlpatterns = [
    path("openapi.json", public(tell_description(_SERVICE)), name="api_description"),
    *_patterns(),
    path("", _told(nowhere)),
    path("<path:rest>", _told(nowhere)),
]
