"""Errors as `application/problem+json` (RFC 9457): the same sentences and issues as the command line's."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from ninja.errors import HttpError

from tamis.errors import DataError, DefinitionError, Forbidden, InUse, Issue, TamisError
from tamis.server.desk import NotReady
from tamis.server.faults import place_of
from tamis.server.french import spoken
from tamis.store.application import LostUpdate
from tamis.store.inbox import InboxBusy, InboxFailed

_LOG = logging.getLogger("tamis.api")
CONTENT_TYPE = "application/problem+json"
_KIND = "urn:tamis:problem:"
_SOON = "3"
# Bytes of a body that is too large which are read all the same, and how many at once.
_MOST_DISCARDED, _DISCARDED = 64 << 20, 1 << 18


@dataclass(frozen=True)
class Mistake:
    """One thing that is wrong with what was sent."""

    code: str
    where: str
    message: str
    hint: str = ""
    path: str = ""
    line: int | None = None
    column: int | None = None
    severity: str = "error"

    @classmethod
    def of(cls, issue: Issue) -> Mistake:
        """That of a definition."""
        where = ":".join(str(part) for part in (issue.file, issue.line, issue.column) if part)
        place = {"path": issue.path, "line": issue.line or None, "column": issue.column or None}
        return cls(issue.code, where, issue.message, issue.hint, severity=issue.severity, **place)  # type: ignore[arg-type]

    def as_json(self) -> dict[str, Any]:
        """Without what is not known of it."""
        told = {"code": self.code, "where": self.where, "message": spoken(self.message), "hint": spoken(self.hint)}
        more = {"path": self.path, "line": self.line, "column": self.column, "severity": self.severity}
        return told | {name: value for name, value in more.items() if value}


@dataclass
class Refused(Exception):
    """A request that is not done: the status, a stable code, a sentence, and what to mend."""

    status: int
    code: str
    detail: str
    errors: Sequence[Mistake] = ()
    headers: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The problem."""
        sentence, _, hint = self.detail.partition("\n  hint: ")
        told = {"type": _KIND + self.code, "title": title_of(self.status), "status": self.status}
        told |= {"detail": spoken(sentence)} | ({"hint": spoken(hint)} if hint else {})
        return told | ({"errors": [each.as_json() for each in self.errors]} if self.errors else {})


def title_of(status: int) -> str:
    """What a status says in general.

    >>> title_of(412)
    'Precondition Failed'
    """
    return HTTPStatus(status).phrase


def not_found(detail: str) -> Refused:
    """What is asked for is not there."""
    return Refused(404, "not-found", detail)


def answer_problem(refused: Refused) -> HttpResponse:
    """The problem as an answer."""
    content = json.dumps(refused.as_json(), ensure_ascii=False, default=str).encode("utf-8", "replace")
    answer = HttpResponse(content, status=refused.status, content_type=CONTENT_TYPE)
    for name, value in refused.headers.items():
        answer[name] = value
    answer["Cache-Control"] = "no-store"
    # Django would write the address into the log, in which there may be somebody's id.
    answer._has_been_logged = True
    return answer


def answer_error(request: HttpRequest, error: Exception) -> HttpResponse:
    """Any error as an answer; what nobody foresaw is told in the log, without its text."""
    if not request._read_started:
        _discard(request)
    return answer_problem(refusal_of(error))


def _discard(request: HttpRequest) -> None:
    """Reads what is still being sent, or the client would see a broken connection, and not the answer."""
    with suppress(OSError):
        for _ in range(_MOST_DISCARDED // _DISCARDED):
            if not request.read(_DISCARDED):
                return


def refusal_of(error: Exception) -> Refused:
    """What an error says to a program."""
    match error:
        case Refused():
            return error
        case NotReady():
            return Refused(503, "not-ready", "The workspace is being opened.", headers={"Retry-After": _SOON})
        case Forbidden():
            return Refused(403, "forbidden", str(error))
        case LostUpdate():
            return Refused(412, "lost-update", str(error))
        case InUse():
            return Refused(503, "in-use", str(error), headers={"Retry-After": _SOON})
        case DefinitionError():
            return Refused(422, "mistakes", "The definition has mistakes.", tuple(map(Mistake.of, error.issues)))
        case DataError():
            issues = error.issues or (Issue(error.file, 0, 0, "unreadable-data", error.message, error.hint),)
            return Refused(422, "unreadable-data", error.message, tuple(map(Mistake.of, issues)))
        case InboxBusy():
            return Refused(429, "too-fast", str(error), headers={"Retry-After": "1"})
        case InboxFailed():
            return Refused(503, "not-stored", "Nothing could be stored; send it again.", headers={"Retry-After": "1"})
        case TamisError():
            return Refused(422, "refused", str(error))
    return _refusal_of_request(error)


def _refusal_of_request(error: Exception) -> Refused:
    match error:
        case RequestDataTooBig():
            return Refused(413, "too-large", "The body is larger than 5 MiB; send it in parts, or as a file.")
        case UnreadablePostError():
            return Refused(400, "incomplete", "The body did not come whole; send it again.")
        case SuspiciousOperation() | BadRequest():
            return Refused(400, "unreadable", "The request cannot be read.")
        case Http404():
            return not_found("There is nothing at this address.")
        case HttpError():
            return Refused(error.status_code, "unreadable", f"{error}.".replace("..", "."))
    _LOG.error("The API failed: %s", place_of(error))
    return Refused(500, "fault", "Something went wrong on our side; it is in the server's log.")
