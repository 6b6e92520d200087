"""Who may send: sources and their write keys. Only hashes of keys are kept."""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tamis.errors import UsageError
from tamis.store.inbox.home import Connection

_BYTES_OF_A_KEY = 24
# How long another process's `revoke` may go unnoticed, in seconds.
_REMEMBERED = 1.0


@dataclass(frozen=True)
class Source:
    """One system that sends; instants are microseconds since the epoch, UTC."""

    id: int = field(repr=False)
    name: str
    created_at: int
    rotated_at: int | None
    revoked_at: int | None


class Sources:
    """The sources of an inbox."""

    def __init__(self, connection: Connection) -> None:
        self._lock = threading.Lock()
        self._connection = connection
        self._keys: dict[bytes, tuple[int, int | None]] = {}
        self._read_at = float("-inf")

    def add(self, name: str, at: int) -> str:
        """A new source; gives its write key, which is kept nowhere. Raises UsageError if the name is taken or blank."""
        if not name.strip():
            raise UsageError("A source needs a name.")
        with self._writing():
            if self._find(name):
                raise UsageError(f'There is a source "{name}" already; `tamis sources rotate` gives it a new key.')
            self._run("INSERT INTO sources (name, created_at) VALUES (?, ?)", name, at)
            return self._new_key(self._named(name))

    def rotate(self, name: str, at: int, *, keep_old_for: int = 0) -> str:
        """A new write key for a source; the ones before end now, or so many microseconds later."""
        with self._writing():
            source = self._named(name)
            self._end_keys(source, at + keep_old_for)
            self._run("UPDATE sources SET rotated_at = ?, revoked_at = NULL WHERE id = ?", at, source)
            return self._new_key(source)

    def revoke(self, name: str, at: int) -> None:
        """Ends every key of a source. What it sent stays."""
        with self._writing():
            source = self._named(name)
            self._end_keys(source, at)
            self._run("UPDATE sources SET revoked_at = ? WHERE id = ?", at, source)

    def all(self) -> list[Source]:
        """Every source, by name."""
        with self._lock, self._connection.reading():
            rows = self._run("SELECT id, name, created_at, rotated_at, revoked_at FROM sources ORDER BY name")
            return [Source(*row) for row in rows]

    def with_key(self, key: str, at: int) -> int | None:
        """The id of the source that a write key opens at an instant; None if it opens none."""
        hashed = _hashed(key)
        # Reading the file for each request would have sixteen threads wait for one another.
        known = self._keys.get(hashed) if time.monotonic() - self._read_at < _REMEMBERED else None
        known = known or self._read_keys().get(hashed)
        if known is None:
            return None
        source, ends_at = known
        return source if ends_at is None or at < ends_at else None

    def close(self) -> None:
        """Ends the connection."""
        with self._lock:
            self._connection.close()

    def _read_keys(self) -> dict[bytes, tuple[int, int | None]]:
        with self._lock, self._connection.reading():
            read_at = time.monotonic()
            rows = self._run("SELECT hash, source, ends_at FROM keys")
            self._keys, self._read_at = {hashed: (source, ends_at) for hashed, source, ends_at in rows}, read_at
            return self._keys

    def _named(self, name: str) -> int:
        source = self._find(name)
        if source is None:
            raise UsageError(f'There is no source "{name}".')
        return source

    def _find(self, name: str) -> int | None:
        return next((int(id) for (id,) in self._run("SELECT id FROM sources WHERE name = ?", name)), None)

    def _new_key(self, source: int) -> str:
        # A word that begins with a dash would be taken for an option.
        key = secrets.token_urlsafe(_BYTES_OF_A_KEY).replace("-", "_")
        self._run("INSERT INTO keys (hash, source) VALUES (?, ?)", _hashed(key), source)
        return key

    def _end_keys(self, source: int, at: int) -> None:
        self._run("UPDATE keys SET ends_at = ? WHERE source = ? AND (ends_at IS NULL OR ends_at >= ?)", at, source, at)

    def _run(self, text: str, *values: Any) -> list[tuple[Any, ...]]:
        return self._connection.run(text, *values)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with self._lock:
            with self._connection.writing():
                yield
            # This process notices at once; others within a second.
            self._read_at = float("-inf")


def _hashed(key: str) -> bytes:
    # 192 random bits cannot be guessed, so a slow hash with salt would add nothing but time.
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()
