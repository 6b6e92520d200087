"""The key with which the server signs what it hands out (sessions, links that are good once): one a workspace."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from tamis.errors import UsageError

_NAME = "secret.key"
_LEAST = 32


def secret_key(folder: Path) -> str:
    """The key of a workspace, made if there is none; only its owner may read the file.

    Who loses it signs everybody out, and nothing else. Raises UsageError for a file that holds none.
    """
    file = folder / _NAME
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read(file)
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.write(made := secrets.token_urlsafe(48))
    return made


def _read(file: Path) -> str:
    found = file.read_text(encoding="ascii", errors="replace").strip()
    if len(found) < _LEAST:
        raise UsageError(f"{file} holds no key; delete it, and a new one is made: everybody has to sign in again.")
    return found
