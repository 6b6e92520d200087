"""Lines of a text file, one at a time and never too long a one: UTF-8, compressed or not."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NoReturn, cast

from tamis.connectors.files.folder import TableFile
from tamis.errors import DataError

# Characters of one row. A longer one is a quote that was never closed, or no text at all.
LONGEST_ROW = 16 * 1024 * 1024
_BOM = b"\xef\xbb\xbf"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_CHUNK = 1 << 20


def open_bytes(path: Path) -> IO[bytes]:
    """The file's bytes, unpacked if it is compressed."""
    return cast(IO[bytes], gzip.open(path, "rb")) if path.name.endswith(".gz") else path.open("rb")


def lines_of(file: TableFile) -> Iterator[str]:
    """The lines with their line ends, without the byte-order mark. Raises DataError for a file that is no text."""
    with reading(file), open_bytes(file.path) as stream:
        if ends_lines_with_cr(file):
            yield from _decoded(file, _split_at_cr(stream, file))
        else:
            yield from _decoded(file, _split_at_lf(stream, file))


class reading:  # noqa: N801 - reads as a statement: `with reading(file)`
    """Turns what the operating system and gzip say of a file that cannot be read into a DataError."""

    def __init__(self, file: TableFile) -> None:
        self._file = file

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, EOFError):
            raise DataError(self._file.name, "This compressed file is cut short.", "copy it again") from error
        if isinstance(error, gzip.BadGzipFile | zlib.error):
            raise DataError(self._file.name, "This is no sound gzip file.", "copy it again") from error
        if isinstance(error, OSError):
            raise DataError(self._file.name, f"It cannot be read: {error.strerror or 'input error'}.") from error


def refuse_long_row(file: TableFile, line: int) -> NoReturn:
    raise DataError(file.name, f"Line {line} begins a row of more than {LONGEST_ROW >> 20} MB; is this a text file?")


def _decoded(file: TableFile, lines: Iterator[bytes]) -> Iterator[str]:
    for number, line in enumerate(lines, start=1):
        if number == 1:
            line = without_mark(file, line)
        if b"\0" in line:
            raise DataError(
                file.name, f"Line {number} has a NUL byte; this is no UTF-8 text.", "save the file as UTF-8"
            )
        try:
            yield line.decode()
        except UnicodeDecodeError as error:
            byte = f"0x{line[error.start]:02X} at byte {error.start + 1}"
            raise DataError(
                file.name, f"Line {number} is not UTF-8 ({byte} of the line).", "save the file as UTF-8"
            ) from error


def without_mark(file: TableFile, line: bytes) -> bytes:
    """The first bytes of a file without the byte-order mark. Raises DataError for UTF-16."""
    if line.startswith(_UTF_16):
        raise DataError(file.name, "This file is UTF-16.", "save the file as UTF-8")
    return line.removeprefix(_BOM)


def _split_at_lf(stream: IO[bytes], file: TableFile) -> Iterator[bytes]:
    number = 0
    while line := stream.readline(LONGEST_ROW + 1):
        number += 1
        if len(line) > LONGEST_ROW:
            refuse_long_row(file, number)
        yield line


def _split_at_cr(stream: IO[bytes], file: TableFile) -> Iterator[bytes]:
    """For files of old spreadsheets, which end their lines with CR alone."""
    number, rest = 0, b""
    while chunk := stream.read(_CHUNK):
        *lines, rest = (rest + chunk).split(b"\r")
        for line in lines:
            number += 1
            yield line + b"\r"
        if len(rest) > LONGEST_ROW:
            refuse_long_row(file, number + 1)
    if rest:
        yield rest


def ends_lines_with_cr(file: TableFile) -> bool:
    """Whether the file ends its lines as old spreadsheets did."""
    with reading(file), open_bytes(file.path) as stream:
        start = stream.read(_CHUNK)
    first = start.find(b"\r")
    return first >= 0 and b"\n" not in start
