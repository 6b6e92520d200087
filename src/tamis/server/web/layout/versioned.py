"""Addresses of static files that change with their contents, so browsers may keep them for ever."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files.storage import Storage


class VersionedFiles(Storage):
    """Knows files where they are installed; nothing is collected."""

    def url(self, name: str | None) -> str:
        """The address of a static file; one that is not there has one too, which is not found."""
        assert name is not None
        return f"{settings.STATIC_URL}{quote(name)}{_version(name)}"


@lru_cache(maxsize=512)
def _version(name: str) -> str:
    found = finders.find(name)
    return f"?v={hashlib.sha256(Path(found).read_bytes()).hexdigest()[:12]}" if found else ""
