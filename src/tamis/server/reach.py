"""How people's browsers reach the server: by which names, and whether by HTTPS, through a proxy that speaks it."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from tamis.errors import UsageError

_EVERYWHERE = ("0.0.0.0", "::")
_LOCAL = ("localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True)
class Reach:
    """`url` is the address that a proxy gives it, without a slash at its end; empty where there is no proxy. `hosts`
    are the names that requests may say they are for; `*` is any."""

    hosts: tuple[str, ...] = _LOCAL
    url: str = ""

    @property
    def is_secure(self) -> bool:
        """Whether browsers speak HTTPS with the proxy: then cookies go nowhere else."""
        return self.url.startswith("https://")


def reach_of(host: str, address: str, url: str = "") -> Reach:
    """How a server is reached that listens at a host of that address. Raises UsageError for what is no address.

    A page of another site cannot reach a server on this machine by a name of that site's own; who listens everywhere
    without saying by which address has chosen to be reached by any.
    """
    named = _named(url) if url else ""
    if not url and address in _EVERYWHERE:
        return Reach(("*",))
    shown = f"[{address}]" if ":" in address else address
    told = (*_LOCAL, host, shown, socket.gethostname(), named)
    return Reach(tuple(dict.fromkeys(each for each in told if each)), url.rstrip("/"))


def _named(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/") or parts.query:
        raise UsageError(f'"{url}" is no address of the server; write one such as https://tamis.example.com.')
    return f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
