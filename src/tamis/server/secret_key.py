"""The key with which the server signs what it hands out (sessions, links that are good once): one a workspace."""

from __future__ import annotations

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

from tamis.errors import UsageError

_NAME = "secret.key"
_LEAST = 32


def secret_key(folder: Path) -> str:
    """The key of a workspace, made if there is none; only its owner may read the file.

    Who loses it signs everybody out, and nothing else. Raises UsageError for a file that holds none.
    """
    file = folder / _NAME
    if not file.exists():
        _make(file)
    found = file.read_text(encoding="ascii", errors="replace").strip()
    if len(found) < _LEAST:
        raise UsageError(f"{file} holds no key; delete it, and a new one is made: everybody has to sign in again.")
    return found


def _make(file: Path) -> None:
    """Whole or not at all, and once, also where the process is killed or another one does the same."""
    descriptor, part = tempfile.mkstemp(dir=file.parent, prefix=f".{_NAME}-")
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as stream:
            stream.write(secrets.token_urlsafe(48))
            stream.flush()
            os.fsync(stream.fileno())
        with suppress(FileExistsError):
            file.hardlink_to(part)
    finally:
        Path(part).unlink()
