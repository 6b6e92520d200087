"""The description of the API, OpenAPI 3.1: what ninja makes of the routes, and what holds for all of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from tamis.server.api.problems import CONTENT_TYPE

PREFIX = "api/v1/"
_METHODS = ("get", "put", "post", "delete", "patch")
_PROBLEM = {"$ref": "#/components/schemas/Problem"}
_INTRODUCTION = (
    "Everything a page of Tamis can do, for programs. Instants are RFC 3339 in UTC, points are numbers. Send an API"
    " token as `Authorization: Bearer TOKEN`; it may do what its scopes and the role of its person allow. Errors are"
    " `application/problem+json` (RFC 9457)."
)


def describe(service: NinjaAPI) -> dict[str, Any]:
    """The description."""
    told = json.loads(json.dumps(service.get_openapi_schema(path_prefix=PREFIX)))
    # What changes with each release is no part of what is compared.
    told["info"] = {"title": service.title, "version": "1", "description": _INTRODUCTION}
    told["servers"] = [{"url": "/"}]
    told["security"] = [{"token": []}, {"session": []}]
    told["components"]["securitySchemes"] = _SCHEMES
    told["components"]["schemas"] |= _SHAPES
    told["components"]["responses"] = {
        f"Problem{status}": {"description": sentence, "content": {CONTENT_TYPE: {"schema": _PROBLEM}}}
        for status, sentence in _PROBLEMS.items()
    }
    for method, operation in _operations(told):
        _complete(method, operation)
    # For generators that take one name for one shape.
    told["components"]["schemas"] = dict(sorted(told["components"]["schemas"].items()))
    return {"openapi": told.pop("openapi"), **told}


def tell_description(service: NinjaAPI) -> Callable[[HttpRequest], HttpResponse]:
    """A view of it, which anybody may read: it says nothing of a workspace."""
    kept: list[bytes] = []

    def told(_request: HttpRequest) -> HttpResponse:
        if not kept:
            kept.append(json.dumps(describe(service), ensure_ascii=False).encode())
        return HttpResponse(kept[0], content_type="application/vnd.oai.openapi+json;version=3.1")

    return told


def _operations(told: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in told["paths"].values():
        yield from ((method, path[method]) for method in _METHODS if method in path)


def _complete(method: str, operation: dict[str, Any]) -> None:
    permission = operation["x-permission"]
    needed = "Any token may ask." if permission == "any" else f"Needs the permission `{permission}`."
    operation["description"] = " ".join(filter(None, [operation.get("description"), needed]))
    operation["parameters"] += _headers(method, operation)
    for status, answer in operation["responses"].items():
        if headers := _answer_headers(status, operation):
            answer["headers"] = headers
    for status in _problems(method, operation):
        operation["responses"].setdefault(status, {"$ref": f"#/components/responses/Problem{status}"})


def _headers(method: str, operation: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if method == "post":
        yield _header("Idempotency-Key", "Sent again with the same key within a day, it is not done again.", "a1b2c3")
    if "202" in operation["responses"]:
        yield _header("Prefer", "How many seconds to wait for the job, 30 at most.", "wait=10")
    if operation["operationId"] in _WITH_ETAG:
        yield _header("If-Match", "The ETag of the draft, as it was read.", '"0.5f3c2a10"')


def _header(name: str, description: str, example: str) -> dict[str, Any]:
    schema = {"type": "string"}
    return {
        "in": "header",
        "name": name,
        "required": False,
        "description": description,
        "schema": schema,
        "example": example,
    }


def _answer_headers(status: str, operation: dict[str, Any]) -> dict[str, Any]:
    text = {"type": "string"}
    if status == "202" or (status == "200" and "202" in operation["responses"]):
        return {"Location": {"description": "Where the job is.", "schema": text}}
    if operation["operationId"] in _TELLS_ETAG:
        return {"ETag": {"description": "Of what the draft says.", "schema": text}}
    return {}


def _problems(method: str, operation: dict[str, Any]) -> Iterator[str]:
    """The statuses of the problems that an operation may answer."""
    has_etag = operation["operationId"] in _WITH_ETAG
    yield from ("400", "401", "403", "404", "422", "429", "503")
    yield from ("409",) if method != "get" else ()
    yield from ("412", "428") if has_etag else ()
    yield from ("413",) if "requestBody" in operation else ()


_PROBLEMS = {
    "400": "The request cannot be read.",
    "401": "No token, or one that lets nobody in.",
    "403": "The token or its person may not do this.",
    "404": "There is no such thing.",
    "409": "It cannot be done as things stand.",
    "412": "Somebody has changed the draft since it was read.",
    "413": "The body is too large.",
    "422": "The request, or the definition, has mistakes; each is told.",
    "428": "If-Match is missing.",
    "429": "These are too many requests; Retry-After says how long to wait.",
    "503": "The workspace is being opened; Retry-After says when to ask again.",
}
_TELLS_ETAG = ("read_draft", "put_draft", "bring_back_version")
_WITH_ETAG = ("put_draft", "discard_draft", "publish_draft")
_SCHEMES = {
    "token": {"type": "http", "scheme": "bearer", "description": "An API token, made in the settings."},
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "tamis_session",
        "description": "Of who is signed in; changes need the header X-CSRFToken too.",
    },
}
_SHAPES: dict[str, Any] = {
    "Mistake": {
        "title": "Mistake",
        "description": "One thing that is wrong, as the command line tells it.",
        "type": "object",
        "properties": {
            "code": {"type": "string", "examples": ["unknown-property"]},
            "where": {"type": "string", "examples": ["scores/interest.yaml:14:18"]},
            "message": {"type": "string"},
            "hint": {"type": "string", "examples": ["did you mean employees?"]},
            "path": {"type": "string", "examples": ["groups[1].rules[0].where"]},
            "line": {"type": "integer"},
            "column": {"type": "integer"},
            "severity": {"type": "string", "enum": ["error", "warning"]},
        },
        "required": ["code", "where", "message", "hint"],
    },
    "Problem": {
        "title": "Problem",
        "description": "An error (RFC 9457).",
        "type": "object",
        "properties": {
            "type": {"type": "string", "examples": ["urn:tamis:problem:mistakes"]},
            "title": {"type": "string", "examples": ["Unprocessable Entity"]},
            "status": {"type": "integer", "examples": [422]},
            "detail": {"type": "string", "examples": ["The definition has mistakes."]},
            "hint": {"type": "string"},
            "errors": {"type": "array", "items": {"$ref": "#/components/schemas/Mistake"}},
        },
        "required": ["type", "title", "status", "detail"],
    },
}
