"""Rows of a CSV file, read with care: line numbers, quotes never closed, rows that do not fit.

Python's reader is used because it says at which line each row begins; regular files take the fast way (`regular.py`),
which must give the same rows.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tamis.connectors.files.folder import TableFile
from tamis.connectors.files.lines import LONGEST_ROW, lines_of, refuse_long_row
from tamis.errors import DataError

SEPARATORS = (",", ";", "\t")
# Process-wide in Python's csv; our own bound on whole rows is the one that counts.
csv.field_size_limit(LONGEST_ROW + 1)


@dataclass(frozen=True)
class Row:
    """One row as it came: the line where it begins (from 1), its text without the line end, its cells or what is wrong."""

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
    headers = [Header(_first_row(file, separator), separator) for separator in SEPARATORS]
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
            yield Row(begin, taken.text, [], "the row has a quote or a line break out of place")
        else:
            if cells:
                yield Row(begin, taken.text, cells)


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
