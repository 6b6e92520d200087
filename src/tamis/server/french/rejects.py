"""What an import could not take, with the reasons in the language of whoever takes the file home."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tamis.definitions.language import is_french
from tamis.operations.uploads import rejects_told
from tamis.server.french.phrasebook import phrasebook
from tamis.server.french.telling import tell


def spoken_rejects(file: Path) -> Iterator[str] | Iterator[bytes]:
    """The lines of a file of rejects; the file itself is in English."""
    # The lines are read when the request is answered already, and its language is forgotten.
    return rejects_told(file, lambda reason: tell(phrasebook(), reason)) if is_french() else file.open("rb")
