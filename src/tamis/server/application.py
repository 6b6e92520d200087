"""All routes of the serving process: those of ingest, `/healthz` and `/metrics`; anything else is for the pages."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from tamis.operations.meters import CONTENT_TYPE, Meters
from tamis.server.health import Health
from tamis.server.ingest import IngestApp

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

    Pages = Callable[[WSGIEnvironment, StartResponse], Iterable[bytes]]

_INGEST = "/v1/"


class Application:
    """A WSGI application. `/healthz` answers 200 where the process works, else 503 and the reasons; either way with
    warnings, which nobody should take the process out of service for."""

    def __init__(self, ingest: IngestApp, health: Health, meters: Meters, pages: Pages | None = None) -> None:
        """Without `pages` there are none: what only takes messages in shows nothing."""
        self._ingest, self._health, self._meters, self._pages = ingest, health, meters, pages

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] in ("GET", "HEAD"):
            match environ.get("PATH_INFO"):
                case "/healthz":
                    return self._tell_health(start_response)
                case "/metrics":
                    return _answer(start_response, "200 OK", CONTENT_TYPE, self._meters.text())
        # Also where ingest has no such route: a client that was told so in HTML would block its sender for minutes.
        if self._pages is None or environ.get("PATH_INFO", "").startswith(_INGEST):
            return self._ingest(environ, start_response)
        return self._pages(environ, start_response)

    def _tell_health(self, start_response: StartResponse) -> list[bytes]:
        reasons = self._health.reasons
        status = "503 Service Unavailable" if reasons else "200 OK"
        said = {"ready": not reasons, "reasons": _told(reasons.items()), "warnings": _told(self._health.warnings)}
        return _answer(start_response, status, "application/json", json.dumps(said).encode())


def _told(sentences: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"part": part, "message": text} for part, text in sentences]


def _answer(start_response: StartResponse, status: str, kind: str, body: bytes) -> list[bytes]:
    start_response(status, [("Content-Type", kind), ("Content-Length", str(len(body))), ("Cache-Control", "no-store")])
    return [body]
