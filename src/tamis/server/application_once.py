"""A request opens the application database once, however many operations of it look into that."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from tamis.store.application import opening_once


def once(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: what is opened while a request is answered stays open until the answer is made; one that is sent in
    parts opens its own."""

    def answered(request: HttpRequest) -> HttpResponse:
        with opening_once():
            return get_response(request)

    return answered
