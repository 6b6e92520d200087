"""Rows of a CSV file, read with care: line numbers, quotes never closed, rows that do not fit.

Python's reader is used because it says at which line each row begins; regular files take the fast way (`regular.py`),
which must give the same rows.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from tamis.connectors.files.folder import TableFile
from tamis.connectors.files.lines import (
    LONGEST_ROW,
    ends_lines_with_cr,
    lines_of,
    open_bytes,
    reading,
    refuse_long_row,
    without_mark,
)
from tamis.errors import DataError

SEPARATORS = (",", ";", "\t")
OUT_OF_PLACE = "the row has a quote or a line break out of place"
_CHUNK = 1 << 20
# Process-wide in Python's csv; our own bound on whole rows is the one that counts.
csv.field_size_limit(LONGEST_ROW + 1)


@dataclass(frozen=True)
class Row:
    """One row as it came: the line where it begins (from 1), its text without line end, its cells or what is wrong."""

    line: int
    text: str
    cells: list[str]
    problem: str = ""


@dataclass(frozen=True)
class Header:
    """The first row of a file, and the separator that it shows."""

    names: list[str]
    separator: str


def read_header(file: TableFile, required: Iterable[str]) -> Header:
    """The separator is the one with which the header has the required columns; else the one that splits it most.

    Raises DataError for an empty file.
    """
    required = set(required)
    headers, errors = list[Header](), list[DataError]()
    for separator in SEPARATORS:
        try:
            headers.append(Header(_first_row(file, separator), separator))
        except DataError as error:
            # Quotes that close before another separator: this one separates nothing here.
            errors.append(error)
    if not headers:
        raise errors[0]
    return max(headers, key=lambda header: (required <= set(header.names), len(header.names)))


def csv_rows(file: TableFile, separator: str) -> Iterator[Row]:
    """The rows, the header first; empty lines are passed over. Raises DataError for a quote that is never closed."""
    taken = _Taken(file)
    reader = csv.reader(taken, delimiter=separator, strict=True)
    while True:
        begin = taken.begin_row()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            if taken.is_exhausted:
                raise DataError(
                    file.name,
                    f"The quote opened on line {_opening_line(begin, taken.text, separator)} is never closed.",
                ) from None
            yield Row(begin, taken.text, [], OUT_OF_PLACE)
        else:
            if cells:
                yield Row(begin, taken.text, cells)


def csv_cells(file: TableFile, separator: str) -> Iterator[tuple[int, list[str] | None]]:
    """Line and cells of the same rows, several times as fast, without texts; None for cells that are out of place.

    Raises DataError as `csv_rows` does: whatever the fast way does not understand is left to the careful one.
    """
    begin = 1
    try:
        for begin, end, cells in _fast_cells(file, separator):
            if cells != []:
                yield begin, cells
            begin = end + 1
    except _NotPlain:
        for row in csv_rows(file, separator):
            if row.line >= begin:
                yield row.line, None if row.problem else row.cells


def _fast_cells(file: TableFile, separator: str) -> Iterator[tuple[int, int, list[str] | None]]:
    chunks = _Chunks(file)
    reader = csv.reader(chain.from_iterable(chunks.texts()), delimiter=separator, strict=True)
    line = 0
    while True:
        try:
            cells: list[str] | None = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if chunks.is_exhausted or "limit" in str(error):
                raise _NotPlain from error
            cells = None
        chunks.taken = chunks.given
        yield line + 1, reader.line_num, cells
        line = reader.line_num


class _NotPlain(Exception):
    """Not for the fast way."""


class _Chunks:
    """Hands out a file's text in pieces of whole lines.

    `given` and `taken` count bytes: those handed out, and those handed out when the last row was complete.
    """

    def __init__(self, file: TableFile) -> None:
        self._file = file
        self.given = self.taken = 0
        self.is_exhausted = False

    def texts(self) -> Iterator[Iterable[str]]:
        if ends_lines_with_cr(self._file):
            raise _NotPlain
        with reading(self._file), open_bytes(self._file.path) as stream:
            while chunk := stream.read(_CHUNK):
                chunk += stream.readline(LONGEST_ROW)
                if b"\0" in chunk or self.given - self.taken + len(chunk) > LONGEST_ROW:
                    raise _NotPlain
                yield io.StringIO(self._decoded(chunk), newline="\n")
                self.given += len(chunk)
        self.is_exhausted = True

    def _decoded(self, chunk: bytes) -> str:
        try:
            return (chunk if self.given else without_mark(self._file, chunk)).decode()
        except UnicodeDecodeError as error:
            raise _NotPlain from error


def _first_row(file: TableFile, separator: str) -> list[str]:
    for row in csv_rows(file, separator):
        if row.problem:
            raise DataError(file.name, "The header has a quote or a line break out of place.")
        return row.cells
    raise DataError(file.name, "The file is empty; its first row must name the columns.")


class _Taken:
    """Hands lines to the reader and remembers those of the row under way."""

    def __init__(self, file: TableFile) -> None:
        self._file, self._source = file, lines_of(file)
        self._lines: list[str] = []
        self._line = self._length = self._begin = 0
        self.is_exhausted = False

    def begin_row(self) -> int:
        self._lines.clear()
        self._length, self._begin = 0, self._line + 1
        return self._begin

    @property
    def text(self) -> str:
        return "".join(self._lines).removesuffix("\n").removesuffix("\r")

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._source, None)
        if line is None:
            self.is_exhausted = bool(self._lines)
            raise StopIteration
        self._line += 1
        self._lines.append(line)
        self._length += len(line)
        if self._length > LONGEST_ROW:
            refuse_long_row(self._file, self._begin)
        return line


def _opening_line(begin: int, text: str, separator: str) -> int:
    """The line of the quote that is still open at the end of the text."""
    line, opened, is_open, at_start, position = begin, begin, False, True, 0
    while position < len(text):
        character = text[position]
        if character == '"' and is_open and text[position + 1 : position + 2] == '"':
            position += 1
        elif character == '"' and (is_open or at_start):
            is_open, opened = not is_open, line
        at_start = not is_open and character in (separator, "\n")
        line += character == "\n"
        position += 1
    return opened
