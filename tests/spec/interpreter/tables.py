"""Files to rows of cells as they were written (data.md, "A data folder" and "Values"). Nothing has a meaning yet.

Where data.md is silent: a CSV row with a quote out of place is rejected; the row after it begins on the next line.
"""

import csv
import gzip
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow.parquet

from tests.spec.interpreter.told import Told

ENDINGS = (".csv.gz", ".jsonl.gz", ".csv", ".jsonl", ".parquet")


@dataclass(frozen=True)
class Cell:
    """One cell that is not blank: a text, or in JSON and Parquet a list."""

    written: object
    point_only: bool  # "where cells are separated by commas, and in JSON, the decimal sign is a point"

    @property
    def is_text(self) -> bool:
        return isinstance(self.written, str)

    @property
    def text(self) -> str:
        """The text that rows are compared by: a JSON list "as compact JSON with sorted keys"."""
        return self.written if self.is_text else _compact(self.written)


@dataclass(frozen=True)
class Row:
    """One row: its place, and its cells by column. A blank cell and an absent one are both simply not there."""

    file: str
    line: int
    cells: dict[str, Cell]

    def text(self, column: str) -> str | None:
        """The cell's text, or None where it is blank or no text."""
        cell = self.cells.get(column)
        return cell.text if cell is not None and cell.is_text else None

    @property
    def signature(self) -> str:
        """data.md, "Repeated events": the non-blank cells as `column=text`, sorted by column, joined by line feeds."""
        return "\n".join(f"{column}={self.cells[column].text}" for column in sorted(self.cells))


@dataclass
class Table:
    columns: set[str] = field(default_factory=set)
    rows: list[Row] = field(default_factory=list)


def read_table(folder: Path, name: str, told: Told) -> Table | None:
    """The table of that name, its files read in the order of their names as one table; None if there is none."""
    files = _files_of(folder, name)
    if files is None:
        return None
    table = Table()
    for path in files:
        for row in _rows(path, path.relative_to(folder).as_posix(), table.columns, told):
            table.rows.append(row)
    return table


def _files_of(folder: Path, name: str) -> list[Path] | None:
    if (folder / name).is_dir():
        return sorted(path for path in (folder / name).iterdir() if path.name.endswith(ENDINGS))
    found = [folder / f"{name}{ending}" for ending in ENDINGS if (folder / f"{name}{ending}").exists()]
    return found or None


def _rows(path: Path, file: str, columns: set[str], told: Told) -> Iterator[Row]:
    if path.name.endswith(".parquet"):
        return _parquet_rows(path, file, columns)
    content = gzip.decompress(path.read_bytes()) if path.name.endswith(".gz") else path.read_bytes()
    text = content.decode("utf-8-sig")
    return _csv_rows(text, file, columns, told) if ".csv" in path.name else _json_rows(text, file, columns, told)


def _csv_rows(text: str, file: str, columns: set[str], told: Told) -> Iterator[Row]:
    separator = _separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    header = next(reader)
    columns.update(header)
    before = reader.line_num
    while True:
        try:
            cells = next(reader, None)
        except csv.Error:
            cells = []
            told.reject(Row(file, before + 1, {}), "a quote out of place")
        if cells is None:
            return
        line, before = before + 1, reader.line_num
        if not cells:
            continue
        written = {
            column: Cell(cell, separator == ",") for column, cell in zip(header, cells, strict=False) if cell != ""
        }
        if len(cells) > len(header):
            told.reject(Row(file, line, written), "more cells than the header")
        else:
            yield Row(file, line, written)


def _separator(text: str) -> str:
    """The separator that the header uses most; a file of one column has none, and then any will do."""
    header = text.splitlines()[0]
    return max(",;\t", key=header.count)


def _json_rows(text: str, file: str, columns: set[str], told: Told) -> Iterator[Row]:
    for line, content in enumerate(text.split("\n"), start=1):
        if not content.strip():
            continue
        try:
            written = read_json(content)
        except ValueError:
            written = None
        if isinstance(written, dict):
            columns.update(written)
            yield Row(file, line, json_cells(written))
        else:
            told.reject(Row(file, line, {}), "no JSON object")


def read_json(text: str) -> object:
    """JSON with every number, `true` and `false` as its text: "a value is read as its text would be in CSV".

    Those inside an object that is itself a value stay as they are: it is compared, and read, as JSON.
    """
    found = json.loads(text, parse_int=_Numeral, parse_float=_Numeral, parse_constant=_no_constant)
    return {key: _as_text(value) for key, value in found.items()} if isinstance(found, dict) else _as_text(found)


def json_cells(written: dict) -> dict[str, Cell]:
    """A key whose value is null or empty is blank; an object is its text, "compact JSON with sorted keys"."""
    texts = {column: _compact(value) if isinstance(value, dict) else value for column, value in written.items()}
    return {column: Cell(value, True) for column, value in texts.items() if value is not None and value != ""}


class _Numeral(str):
    """A number as it was written."""


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _as_text(value: object) -> object:
    match value:
        case bool():
            return "true" if value else "false"
        case _Numeral():
            return str(value)
        case list():
            return [_as_text(item) for item in value]
    return value


def _parquet_rows(path: Path, file: str, columns: set[str]) -> Iterator[Row]:
    table = pyarrow.parquet.read_table(path)
    columns.update(table.column_names)
    for line, row in enumerate(table.to_pylist(), start=1):
        yield Row(file, line, json_cells({column: _parquet_text(value) for column, value in row.items()}))


def _parquet_text(value: object) -> object:
    """A typed value as the text that a CSV would hold; an instant is UTC, without the zeros that end its
    fraction."""
    match value:
        case bool():
            return "true" if value else "false"
        case float():
            return repr(value)
        case datetime():
            moment = value.replace(tzinfo=None) if value.tzinfo is None else value.astimezone(UTC).replace(tzinfo=None)
            return str(moment).rstrip("0") if moment.microsecond else str(moment)
        case date():
            return value.isoformat()
        case list():
            return [None if item is None else _parquet_text(item) for item in value]
        case None | str():
            return value
    return str(value)


def _compact(value: object) -> str:
    match value:
        case _Numeral():
            return str(value)
        case list():
            return "[" + ",".join(map(_compact, value)) + "]"
        case dict():
            return "{" + ",".join(f"{_compact(key)}:{_compact(value[key])}" for key in sorted(value)) + "}"
    return json.dumps(value, ensure_ascii=False)
