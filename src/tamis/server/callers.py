"""Whose requests are whose, before Django looks: by the person, once they were known by what they send, and else by the
address of the client."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Hashable
from typing import TYPE_CHECKING

from tamis.server.context import PERSON

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_SESSION = re.compile(r"(?:^|;)\s*tamis_session=([^;]+)")
_MOST_REMEMBERED = 10_000


class Callers:
    """What was learned of sessions and tokens from the requests before; of each, only a hash is kept."""

    def __init__(self, *, is_behind_proxy: bool = False) -> None:
        self._is_behind_proxy = is_behind_proxy
        self._people: dict[bytes, int] = {}

    def who(self, environ: WSGIEnvironment) -> tuple[str, Hashable]:
        """Who asks. Nobody can be anybody by saying so: what was never let in counts for the address that it comes
        from."""
        person = self._people.get(_sent(environ))
        return ("person", person) if person is not None else ("address", self._address(environ))

    def learn(self, environ: WSGIEnvironment) -> None:
        """After a request was answered: as whom its sender was let in, if so."""
        sent, person = _sent(environ), environ.get(PERSON)
        if person is None:
            self._people.pop(sent, None)
            return
        if len(self._people) >= _MOST_REMEMBERED:
            self._people = {}
        self._people[sent] = person

    def _address(self, environ: WSGIEnvironment) -> str:
        """That of the client; a proxy writes it last."""
        forwarded = environ.get("HTTP_X_FORWARDED_FOR", "") if self._is_behind_proxy else ""
        return forwarded.rpartition(",")[2].strip() or str(environ.get("REMOTE_ADDR", ""))


def _sent(environ: WSGIEnvironment) -> bytes:
    """A hash of what lets the sender in."""
    session = _SESSION.search(environ.get("HTTP_COOKIE", ""))
    said = environ.get("HTTP_AUTHORIZATION") or (session[1] if session else "")
    return hashlib.sha256(said.encode("utf-8", "surrogateescape")).digest()
