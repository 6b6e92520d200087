"""A program that speaks with the API by a token."""

from __future__ import annotations

import http.client
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from tamis.operations.access import Permission
from tamis.operations.workspace import find_workspace
from tamis.store.application import open_application
from tests.web.site import ROLES, email_of

#: As long as the API waits for a job; and how often that is asked for until a test fails.
_LONGEST, _TIMES = "wait=30", 10
#: What a token of each role may do, if nothing else is said.
EVERYTHING = frozenset(permission.value for permission in Permission)


@dataclass(frozen=True)
class Given:
    """An answer of the API."""

    status: int
    headers: dict[str, str]
    """Names in lower case."""
    body: bytes

    @property
    def said(self) -> Any:
        """The JSON that it is."""
        return json.loads(self.body)

    @property
    def codes(self) -> list[str]:
        """Of the mistakes of a problem."""
        return [each["code"] for each in self.said.get("errors", [])]


@dataclass
class Program:
    """Asks one thing after the other, by one connection."""

    port: int
    token: str
    headers: dict[str, str] = field(default_factory=dict)
    _connection: http.client.HTTPConnection | None = None

    def ask(self, method: str, path: str, body: Any = None, /, *, query: Any = None, **headers: str) -> Given:
        """A request under /api/v1; a body is sent as JSON, bytes as they are. An underscore in a header is a hyphen."""
        url = f"/api/v1{quote(path)}" + (f"?{urlencode(query, doseq=True)}" if query else "")
        sent = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        sent |= self.headers | {name.replace("_", "-"): text for name, text in headers.items()}
        raw = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        if body is not None and not isinstance(body, bytes):
            sent.setdefault("Content-Type", "application/json")
        answer = self._asked(method, url, raw, sent)
        return self._ended(answer, sent) if sent.get("Prefer") == _LONGEST else answer

    def get(self, path: str, **query: Any) -> Given:
        """GET with these parameters."""
        return self.ask("GET", path, query=query)

    def post(self, path: str, body: Any = None, **headers: str) -> Given:
        """POST."""
        return self.ask("POST", path, body, **headers)

    def put(self, path: str, body: Any = None, **headers: str) -> Given:
        """PUT."""
        return self.ask("PUT", path, body, **headers)

    def delete(self, path: str, **headers: str) -> Given:
        """DELETE."""
        return self.ask("DELETE", path, **headers)

    def pages(self, path: str, **query: Any) -> list[Any]:
        """Every item of a list, page by page."""
        found = []
        while True:
            said = self.get(path, **query).said
            found += said["items"]
            if said["next"] is None:
                return found
            query["cursor"] = said["next"]

    def close(self) -> None:
        """Hangs up."""
        if self._connection is not None:
            self._connection.close()

    def _ended(self, answer: Given, headers: dict[str, str]) -> Given:
        """The job that was begun, when it has ended: beside other tests a training takes longer than the API waits."""
        for _ in range(_TIMES):
            if answer.status != 202:
                break
            job = self._asked("GET", answer.headers["location"], None, headers)
            if job.said["state"] not in ("waiting", "running"):
                return job
        return answer

    def _asked(self, method: str, url: str, body: bytes | None, headers: dict[str, str]) -> Given:
        if self._connection is None:
            self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            self._connection.request(method, url, body, headers)
            answer = self._connection.getresponse()
            found = {name.lower(): text for name, text in answer.getheaders()}
            return Given(answer.status, found, answer.read())
        except (http.client.HTTPException, OSError):
            self._connection.close()
            self._connection = None
            raise


def make_token(folder: Path, role: str, scopes: frozenset[str] = EVERYTHING, *, name: str = "test") -> str:
    """A token of the person of a role of a workspace."""
    with open_application(find_workspace(folder, folder).application) as application:
        person = application.people.with_email(email_of(role))
        assert person is not None
        return application.tokens.add(person.id, name, scopes, 0)[0]


def make_tokens(folder: Path) -> dict[str, str]:
    """One of each role, by role."""
    return {role: make_token(folder, role) for role in ROLES}
