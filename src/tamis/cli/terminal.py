"""Standard output for rows and texts that are written as they are, unless a person's terminal would obey them."""

from __future__ import annotations

import codecs
import io
import sys
from typing import IO

from tamis.cli.speech import printable


def standard_output() -> IO[bytes]:
    """Where rows go: as they are into a file or a pipe; on a terminal, with control characters written out."""
    return _Escaping() if sys.stdout.isatty() else sys.stdout.buffer


def write_text(text: str) -> None:
    """The same for a text."""
    sys.stdout.write(printable(text.replace("\r\n", "\n")) if sys.stdout.isatty() else text)


class _Escaping(io.BytesIO):
    """Passes on what is written to it, in characters; a part of one waits for the rest."""

    def __init__(self) -> None:
        super().__init__()
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def write(self, data: object) -> int:
        raw = bytes(data)  # type: ignore[call-overload]
        sys.stdout.write(printable(self._decoder.decode(raw)))
        return len(raw)

    def flush(self) -> None:
        sys.stdout.flush()
