"""The pages and the API, as a WSGI application that is there when Django is: messages need not wait for it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from tamis.operations.workspace import Workspace
from tamis.server.bodies import Bodies, WatchedBody
from tamis.server.callers import Callers
from tamis.server.context import DESK
from tamis.server.desk import Desk
from tamis.server.reach import Reach
from tamis.server.seats import SHARED_SEATS, Seats

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

    Django = Callable[[WSGIEnvironment, StartResponse], Iterable[bytes]]

# Seconds that somebody who looks at pages takes from one to the next.
_LOOKS = 5.0
# Seconds after which what pages need is loaded although nobody has asked for one yet. That takes two seconds of work,
# which a server that has just been started has other uses for: messages may have waited for it.
_QUIET = 2.0
_STARTING = b"The server is starting; ask again in a moment.\n"
_CROWDED = b"The server is busy with other pages, or with many of yours; ask again in a moment.\n"


class Pages:
    """Answers 503 until `open` was called. Every request carries what the process lends: `context.desk_of`."""

    def __init__(self, desk: Desk, bodies: Bodies) -> None:
        self._desk, self._bodies, self._seats = desk, bodies, Seats()
        self._callers = Callers(is_behind_proxy=bool(desk.reach.url))
        self._django: Django | None = None
        self._looked_at = -_LOOKS
        self._is_wanted, self._is_closed = threading.Event(), False

    @property
    def are_looked_at(self) -> bool:
        """Whether somebody asked for a page, or a program for an answer, lately."""
        return time.monotonic() < self._looked_at + _LOOKS

    def open(self) -> None:
        """Sets Django up and makes its tables; once, before anything else opens the application database.

        Raises what opening the application database raises.
        """
        if self._django is not None:
            return
        place = self._desk.place
        _set_up(place, self._desk.reach)
        from django.core.handlers.wsgi import WSGIHandler

        from tamis.store.application import open_application

        with open_application(place.application):
            self._django = WSGIHandler()
        # The first who looks would wait for it, and the keeper need not.
        # At the end it is waited for: a process that ends in the middle of an import may not end at all.
        threading.Thread(target=self._make_ready_soon, name="pages").start()

    def close(self) -> None:
        """Begins to load nothing any more."""
        self._is_closed = True
        self._is_wanted.set()

    def _make_ready_soon(self) -> None:
        self._is_wanted.wait(_QUIET)
        if not self._is_closed:
            _make_ready()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if self._django is None:
            return _later(environ, start_response, _STARTING)
        environ[DESK] = self._desk
        self._is_wanted.set()
        self._looked_at = time.monotonic()
        watched = WatchedBody(environ["wsgi.input"], self._bodies, environ.get("REMOTE_ADDR", ""))
        environ["wsgi.input"] = watched
        who = self._callers.who(environ)
        with self._seats.taken(who, None if who[0] == "person" else SHARED_SEATS) as has_seat:
            if not has_seat:
                return _later(environ, start_response, _CROWDED)
            answer = self._django(environ, start_response)
            self._callers.learn(environ)
            return answer


def _later(environ: WSGIEnvironment, start_response: StartResponse, sentence: bytes) -> list[bytes]:
    length = ("Content-Length", str(len(sentence)))
    kind = ("Content-Type", "text/plain; charset=utf-8")
    headers = [kind, ("Retry-After", "1"), length]
    if environ["REQUEST_METHOD"] == "GET":
        # Of this, a browser asks for a page again by itself; a script heeds the other.
        headers.append(("Refresh", "1"))
    start_response("503 Service Unavailable", headers)
    return [sentence]


def _make_ready() -> None:
    """Loads what the first requests need: all views, and what compiles a definition."""
    from importlib import import_module

    from django.urls import get_resolver

    # The whole tree of routes is built when a name is looked up.
    get_resolver()._populate()
    for module in ("tamis.operations.explain_records", "tamis.operations.leads.read_leads", "tamis.operations.preview"):
        import_module(module)


def _set_up(place: Workspace, reach: Reach) -> None:
    from django.conf import settings

    from tamis.server.django_settings import set_up_django
    from tamis.store.application import django_database

    if not settings.configured:
        set_up_django(place.folder, django_database(place.application), reach)
