"""Which path takes what (ingest.md, "Routes")."""

from __future__ import annotations

from dataclasses import dataclass

from tamis.messages import Kind


@dataclass(frozen=True)
class Route:
    """One message of a kind, or a batch (`kind` is None) whose messages tell their own."""

    kind: Kind | None


_KINDS: dict[str, Kind] = {
    "identify": "identify",
    "i": "identify",
    "track": "track",
    "t": "track",
    "page": "page",
    "p": "page",
    "screen": "screen",
    "s": "screen",
    "group": "group",
    "g": "group",
    "alias": "alias",
    "a": "alias",
}
_BATCHES = ("batch", "import", "b")
_ROUTES = {
    f"/v1/{name}{slash}": route
    for slash in ("", "/")
    for name, route in [*((name, Route(kind)) for name, kind in _KINDS.items()), *((b, Route(None)) for b in _BATCHES)]
}


def route_of(path: str) -> Route | None:
    """What a path takes, with or without a slash at its end; None if it takes nothing.

    >>> route_of("/v1/t/"), route_of("/v1/batch"), route_of("/v1/other")
    (Route(kind='track'), Route(kind=None), None)
    """
    return _ROUTES.get(path)
