"""Addresses of static files that change with their contents, so browsers may keep them for ever."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files.storage import Storage

from tamis.server.web.layout.static_files import Standing, standing_of


class VersionedFiles(Storage):
    """Knows files where they are installed; nothing is collected."""

    def url(self, name: str | None) -> str:
        """The address of a static file; one that is not there has one too, which is not found."""
        assert name is not None
        return f"{settings.STATIC_URL}{quote(name)}{_version(name)}"


def _version(name: str) -> str:
    path = _path(name)
    standing = standing_of(path) if path else None
    return f"?v={_mark(path, standing)}" if path and standing else ""


@lru_cache(maxsize=512)
def _path(name: str) -> str | None:
    found: str | None = finders.find(name)
    return found


@lru_cache(maxsize=512)
def _mark(path: str, standing: Standing) -> str:
    """Of the contents that a file has while it stands so."""
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:12]
