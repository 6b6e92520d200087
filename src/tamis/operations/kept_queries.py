"""Queries that were written before: their texts, kept in the user's cache folder.

To write the query of 50 rules takes as long as to run it over 5 million events (with what is imported for it, 0.75 s
of CPU). A text is found again by a digest of all that it depends on, and taken only as it was kept: whatever is
damaged, or not the user's own, is passed over and written anew.
"""

from __future__ import annotations

import json
import os
import secrets
import stat
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

#: The folder to keep queries in instead of the user's cache; nothing is kept where it is empty.
VARIABLE = "TAMIS_CACHE"
_MOST_FILES, _MOST_BYTES = 200, 50_000_000
_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


@dataclass(frozen=True)
class ScoreQuery:
    """The SQL of some scores, and their columns after `id`: whether each holds points (whole millionths), or else a
    tier. What is kept is for an instant still to be given (`at_instant`)."""

    text: str
    columns: Mapping[str, bool]


@dataclass(frozen=True)
class KeptQueries:
    """A folder of queries, each named by two digests: of the definitions, and of the shapes of the data."""

    folder: Path

    def has_any(self, definitions: str) -> bool:
        """Whether a query of these definitions is kept, for whatever data."""
        try:
            return any(file.name.startswith(definitions) for file in self.folder.iterdir())
        except OSError:
            return False

    def read(self, name: str) -> ScoreQuery | None:
        """The query of that name; None if it is not there, not whole, or not the user's own."""
        try:
            if not _is_own(os.lstat(self.folder)):
                return None
            return _query(name, _content(self.folder / name))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def keep(self, name: str, query: ScoreQuery) -> None:
        """Keeps a query, and forgets the oldest where there are many. Where nothing can be written, nothing is."""
        body = json.dumps({"name": name} | asdict(query)).encode()
        part = self.folder / f".{name}.{secrets.token_hex(4)}"
        # A later call is slower for it, and nothing else.
        with suppress(OSError):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            try:
                _write(part, _digest(body) + b"\n" + body)
                part.replace(self.folder / name)
            finally:
                part.unlink(missing_ok=True)
            self._forget()

    def _forget(self) -> None:
        files = sorted(self.folder.iterdir(), key=lambda file: file.lstat().st_mtime, reverse=True)
        for file in files[_MOST_FILES:]:
            file.unlink(missing_ok=True)


def kept_queries() -> KeptQueries | None:
    """Those of the user who runs this process; None where none are to be kept."""
    named = os.environ.get(VARIABLE)
    if named is not None:
        return KeptQueries(Path(named)) if named else None
    base = Path(os.environ.get("XDG_CACHE_HOME", ""))
    try:
        return KeptQueries((base if base.is_absolute() else Path.home() / ".cache") / "tamis" / "queries")
    except RuntimeError:
        return None


def _query(name: str, content: bytes) -> ScoreQuery | None:
    digest, _, body = content.partition(b"\n")
    if digest != _digest(body):
        return None
    kept = json.loads(body)
    return ScoreQuery(kept["text"], kept["columns"]) if kept["name"] == name else None


def _content(file: Path) -> bytes:
    """What is in a plain file of the user's own; nothing of any other."""
    with os.fdopen(os.open(file, _FLAGS), "rb") as stream:
        found = os.fstat(stream.fileno())
        return stream.read(_MOST_BYTES) if stat.S_ISREG(found.st_mode) and _is_own(found) else b""


def _is_own(found: os.stat_result) -> bool:
    """Whether nobody else can have written it."""
    is_mine = not hasattr(os, "geteuid") or found.st_uid == os.geteuid()
    return is_mine and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _write(file: Path, content: bytes) -> None:
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
        stream.write(content)


def _digest(content: bytes) -> bytes:
    return sha256(content).hexdigest().encode()
