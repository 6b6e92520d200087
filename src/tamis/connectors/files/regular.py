"""Regular CSV files, read in place by DuckDB's own reader, many times as fast as row by row.

Regular: UTF-8 without NUL bytes, empty lines, stray line ends, or quotes out of place; every line a row, with as many
cells as the header. That is established before, so that both ways give the same rows; what is not regular is staged
(`staging.py`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from tamis.connectors.files.columns import Column
from tamis.connectors.files.csv_rows import Header, read_header
from tamis.connectors.files.folder import TableFile, TableFiles
from tamis.connectors.files.lines import open_bytes
from tamis.connectors.files.source import Source, check_names, check_required, point_only
from tamis.connectors.files.sql import literal, path_literal
from tamis.engine import DuckDBEngine

_CHUNK = 1 << 20
# DuckDB's reader refuses longer lines; the careful way takes them.
_LONGEST_LINE = 1_000_000


def regular_source(engine: DuckDBEngine, files: TableFiles, *, number: int, required: Sequence[str]) -> Source | None:
    """The table's files read in place, or None if one of them is not regular. Raises DataError for a wrong header."""
    headers, scans = list[Header](), list[str]()
    for file in files.files:
        header = read_header(file, required)
        scan = _regular_scan(engine, file, header)
        if scan is None:
            return None
        check_names(file, header.names)
        check_required(file, header.names, required)
        headers.append(header)
        scans.append(scan)
    return _source(engine, files, headers, scans, number)


def _source(engine: DuckDBEngine, files: TableFiles, headers: list[Header], scans: list[str], number: int) -> Source:
    separators = tuple(header.separator for header in headers)
    names = list(dict.fromkeys(name for header in headers for name in header.names if name))
    columns = {name: Column(name, f"c{i}", point_only=point_only(separators)) for i, name in enumerate(names)}
    plain, placed = [], []
    for f, (scan, header) in enumerate(zip(scans, headers, strict=True)):
        cells = {name: f"nullif(s{i}, '')" for i, name in enumerate(header.names)}
        selected = ", ".join(f"{cells.get(name, 'NULL::VARCHAR')} AS c{i}" for i, name in enumerate(names))
        plain.append(f"SELECT {f} AS f, {selected} FROM {scan}")
        placed.append(f"SELECT {f} AS f, row_number() OVER () + 1 AS line, {selected} FROM {scan}")
    engine.sql(f"CREATE TEMP VIEW plain_{number} AS {' UNION ALL '.join(plain)}")
    return Source(number, files, columns, f"plain_{number}", f"({' UNION ALL '.join(placed)})", separators)


def _regular_scan(engine: DuckDBEngine, file: TableFile, header: Header) -> str | None:
    """SQL that reads a file with DuckDB's reader, or None if the file is not regular."""
    width, counts = len(header.names), _look(file, header.separator.encode())
    if width < 2 or counts is None or counts.returns not in (0, counts.line_ends):
        return None
    lines = counts.line_ends + (not counts.ends_a_line)
    # As many separators as rows of full width have, and no shorter row (DuckDB would refuse it): no longer one either.
    if counts.separators != lines * (width - 1):
        return None
    scan = _scan(file, header, quote='"' if counts.has_quotes else "")
    return scan if _rows(engine, scan, width) == lines - 1 else None


def _scan(file: TableFile, header: Header, *, quote: str) -> str:
    columns = ", ".join(f"'s{i}': 'VARCHAR'" for i in range(len(header.names)))
    return (
        f"read_csv({path_literal(file.path)}, auto_detect = false, header = true, quote = '{quote}',"
        f" escape = '{quote}', comment = '', delim = {literal(header.separator)}, columns = {{{columns}}},"
        " strict_mode = true, hive_partitioning = false)"
    )


def _rows(engine: DuckDBEngine, scan: str, width: int) -> int:
    """How many rows DuckDB reads, all cells looked at; -1 if it refuses the file."""
    cells = " + ".join(f"count(s{i})" for i in range(width))
    try:
        [(rows, _)] = engine.sql(f"SELECT count(*), {cells} FROM {scan}").fetchall()
    except duckdb.Error:
        return -1
    return int(rows)


@dataclass
class _Counts:
    """What a look at all bytes counts: outside of quotes, once quoted cells are taken away."""

    line_ends: int = 0
    returns: int = 0
    separators: int = 0
    has_quotes: bool = False
    ends_a_line: bool = True


def _look(file: TableFile, separator: bytes) -> _Counts | None:
    """The counts of a file, or None once something irregular is met."""
    counts = _Counts()
    # Begins with the quote itself, which is searched for many times as fast as a place before it.
    pattern = rb'"(?<![^%b\n]")[^"\r\n]*(?:""[^"\r\n]*)*"(?=[%b\r\n]|\Z)'
    quoted = re.compile(pattern % (separator, separator))
    with open_bytes(file.path) as stream:
        while chunk := stream.read(_CHUNK):
            # Whole lines only: a quoted cell never spans two chunks then, nor does a character.
            chunk += stream.readline(_LONGEST_LINE)
            if b"\0" in chunk or not _is_text(chunk):
                return None
            if b'"' in chunk:
                counts.has_quotes = True
                chunk = quoted.sub(b"", chunk)
            if b'"' in chunk or not _count(counts, chunk, separator):
                return None
    return counts


def _is_text(chunk: bytes) -> bool:
    try:
        return chunk.isascii() or bool(chunk.decode())
    except UnicodeDecodeError:
        return False


def _count(counts: _Counts, chunk: bytes, separator: bytes) -> bool:
    """Adds a chunk; false if a line is too long or a carriage return stands alone."""
    counts.ends_a_line = chunk.endswith(b"\n")
    line_ends = chunk.count(b"\n")
    if line_ends < len(chunk) // _LONGEST_LINE:
        return False
    counts.line_ends += line_ends
    counts.separators += chunk.count(separator)
    if b"\r" in chunk:
        pairs = chunk.count(b"\r\n")
        counts.returns += pairs
        return pairs == chunk.count(b"\r")
    return True
