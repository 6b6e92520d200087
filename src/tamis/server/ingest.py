"""The routes that sources send to (ingest.md), as a plain WSGI application."""

from __future__ import annotations

import itertools
import logging
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from tamis.connectors.segment import (
    ALLOWED,
    MOST_SENT,
    PREFLIGHT,
    Refusal,
    Route,
    acceptance,
    read_messages,
    read_request,
    refusal,
    route_of,
)
from tamis.messages import Message
from tamis.operations.meters import Meters
from tamis.server.arrivals import Arrivals
from tamis.server.bodies import Bodies
from tamis.server.faults import place_of
from tamis.server.health import Health
from tamis.store.inbox import Inbox, InboxBusy, InboxFailed

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_LOG = logging.getLogger("tamis.ingest")
_JSON = ("Content-Type", "application/json")
# Any page may send: the write key, which browsers show to all the world anyway, is all the authority there is.
_ANY_ORIGIN = ("Access-Control-Allow-Origin", "*")
# How long a failure to store is told of, in seconds.
_ILL = 10.0
_RETRY_SOON = ("Retry-After", "1")
# Bytes of a body that is too large which are read all the same, and how many at once.
_MOST_DISCARDED, _DISCARDED = 64 << 20, 1 << 18


@dataclass(frozen=True)
class _Answer:
    status: int
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()


class IngestApp:
    """Answers 200 when all that it accepted is durable; every error is JSON with `code` and `message`."""

    def __init__(
        self,
        inbox: Inbox,
        clock: Callable[[], int],
        *,
        meters: Meters,
        bodies: Bodies,
        health: Health,
        arrivals: Arrivals | None = None,
    ) -> None:
        """`clock` gives the present instant in microseconds since the epoch, UTC; `arrivals` hears what came."""
        self._inbox, self._clock = inbox, clock
        self._meters, self._bodies, self._health = meters, bodies, health
        self._arrivals = arrivals or Arrivals()
        # Of each request something that no other has. A random number each would have the thread let go of Python's
        # lock, and wait for it again.
        self._name, self._requests = uuid.uuid4().hex, itertools.count()
        self.stored: Callable[[], None] = lambda: None
        """Called when messages were stored."""

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        answer = self._answer(environ)
        self._meters.requests.labels(answer.status).inc()
        status = f"{answer.status} {HTTPStatus(answer.status).phrase}"
        length = ("Content-Length", str(len(answer.body)))
        start_response(status, [_JSON, _ANY_ORIGIN, length, *answer.headers])
        return [answer.body]

    def _answer(self, environ: WSGIEnvironment) -> _Answer:
        try:
            return self._routed(environ)
        except Refusal as error:
            return _Answer(error.status, refusal(error.code, error.message))
        except InboxBusy as error:
            return _Answer(429, refusal("too_fast", str(error)), (_RETRY_SOON,))
        except InboxFailed as error:
            _LOG.error("Messages were not stored: %s", error)
            # Not until the next success: nobody sends to a server that is said to be ill.
            self._health.hinder("inbox", "Messages could not be stored.", lasting=_ILL)
            return _Answer(
                503, refusal("not_stored", "The messages could not be stored; send them again."), (_RETRY_SOON,)
            )
        except Exception as error:  # noqa: BLE001 - whatever it is, the client blocks for minutes if it is not told in JSON.
            _LOG.error("A request failed: %s", place_of(error))
            return _Answer(500, refusal("internal_error", "The request could not be answered; send it again."))

    def _routed(self, environ: WSGIEnvironment) -> _Answer:
        route = route_of(environ.get("PATH_INFO", ""))
        if route is None:
            return _Answer(404, refusal("not_found", "There is nothing at this path."))
        method = environ["REQUEST_METHOD"]
        if method == "OPTIONS":
            return _Answer(200, b"", PREFLIGHT)
        if method != "POST":
            return _Answer(405, refusal("method_not_allowed", "Only POST is understood here."), (("Allow", ALLOWED),))
        return self._taken(route, environ)

    def _taken(self, route: Route, environ: WSGIEnvironment) -> _Answer:
        body = self._body(environ)
        received_at = self._clock()
        request = read_request(
            route,
            body,
            encoding=environ.get("HTTP_CONTENT_ENCODING", ""),
            authorization=environ.get("HTTP_AUTHORIZATION", ""),
        )
        source = self._inbox.sources.with_key(request.key, received_at)
        if source is None:
            raise Refusal(401, "unknown_key", "No source has this write key.")
        read = read_messages(request, received_at, f"{self._name}-{next(self._requests)}")
        self._put(source, read.messages)
        self._arrivals.add(received_at, source, read.messages, [each.message for each in read.rejected])
        self._meters.messages_rejected.inc(len(read.rejected))
        return _Answer(200, acceptance(read.rejected))

    def _put(self, source: int, messages: Sequence[Message]) -> None:
        begun = time.perf_counter()
        self._inbox.put(source, messages)
        self._meters.put_seconds.observe(time.perf_counter() - begun)
        self._meters.messages_received.inc(len(messages))
        self._health.mend("inbox")
        self.stored()

    def _body(self, environ: WSGIEnvironment) -> bytes:
        with self._bodies.receiving(environ.get("REMOTE_ADDR", "")):
            body = _received(environ)
        # The clients send again what is answered with 503, and give up after 408.
        if len(body) < min(int(environ.get("CONTENT_LENGTH") or 0), MOST_SENT):
            raise Refusal(503, "incomplete", "The request did not come whole; send it again.")
        return body


def _received(environ: WSGIEnvironment) -> bytes:
    """What was sent, or a byte more than may be sent: never more of it in memory, whatever the headers say."""
    stream = environ["wsgi.input"]
    body: bytes = stream.read(MOST_SENT + 1)
    if len(body) > MOST_SENT:
        # Who is still sending would see a broken connection, and not the answer, and would try again and again.
        for _ in range(_MOST_DISCARDED // _DISCARDED):
            if not stream.read(_DISCARDED):
                break
    return body
