"""What was not taken: rows and cells, with file, line, column and reason, and each row as it came."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from tamis.connectors.files.csv_rows import csv_rows
from tamis.connectors.files.folder import Ending
from tamis.connectors.files.json_rows import json_rows
from tamis.connectors.files.parquet_rows import parquet_texts
from tamis.connectors.files.source import Source
from tamis.connectors.files.sql import literal
from tamis.engine import DuckDBEngine

HEADER = ("file", "line", "column", "reason", "row")
_FETCHED = 10_000
# So many reasons are told beside the file of all rejects.
_MOST_REASONS = 8


class RejectLog:
    """Gathers rejects while the tables are read. They are kept in the engine: there may be as many as rows.

    `gone` holds the places of the rows that count for nothing: rejected ones, and repeats that are one with another.
    """

    def __init__(self, engine: DuckDBEngine) -> None:
        self._engine = engine
        self._gone: set[int] = set()
        self._cells = 0
        engine.sql('CREATE TABLE rejected (source INTEGER, f INTEGER, line BIGINT, "column" VARCHAR, reason VARCHAR)')
        engine.sql("CREATE TABLE gone (source INTEGER, f INTEGER, line BIGINT)")

    def of(self, source: int, f: int) -> FileLog:
        """The log of one file."""
        return FileLog(self._engine, source, f)

    def reject_rows(self, source: int, select: str) -> int:
        """Rejects rows: `select` gives f, line, column, reason. Tells how many they are."""
        [(count,)] = self._engine.sql(f"CREATE OR REPLACE TEMP TABLE refused AS {select}").fetchall()
        if count:
            self._engine.sql(f'INSERT INTO rejected SELECT {source}, f, line, "column", reason FROM refused')
            self.drop_rows(source, "SELECT f, line FROM refused")
        return int(count)

    def drop_rows(self, source: int, select: str) -> None:
        """Rows that count for nothing, told or not: `select` gives f, line."""
        [(count,)] = self._engine.sql(f"INSERT INTO gone SELECT {source}, f, line FROM ({select})").fetchall()
        # A source without such rows is read on as it is, without looking each row up.
        self._gone |= {source} if count else set()

    def list_cells(self, source: int, select: str, *, column: str, reason: str) -> None:
        """Lists cells that became unknown: `select` gives f, line."""
        values = f"{source}, f, line, {literal(column)}, {literal(reason)}"
        [(count,)] = self._engine.sql(f"INSERT INTO rejected SELECT {values} FROM ({select})").fetchall()
        self._cells += count

    def kept(self, source: Source) -> str:
        """SQL of the relation without the rows that are gone."""
        return self.kept_placed(source) if source.number in self._gone else source.plain

    def kept_placed(self, source: Source) -> str:
        """SQL of the relation without the rows that are gone, with the place of each row."""
        if source.number not in self._gone:
            return source.placed
        gone = f"SELECT f, line FROM gone WHERE source = {source.number}"
        return f"(SELECT * FROM {source.placed} ANTI JOIN ({gone}) AS gone USING (f, line))"

    def close(self, sources: Sequence[Source]) -> Rejects:
        """What was rejected, once everything is read."""
        [(count,)] = self._engine.sql("SELECT count(*) FROM rejected").fetchall()
        return Rejects(count, self._cells, self._engine, sources)


class FileLog:
    """The log of one file while it is read, for rows that never become part of a relation."""

    def __init__(self, engine: DuckDBEngine, source: int, f: int) -> None:
        self._engine, self._source, self._f = engine, source, f
        self._pending: list[tuple[int, str]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        self._flush()

    def reject_line(self, line: int, reason: str) -> None:
        """Rejects the row that begins on that line."""
        self._pending.append((line, reason))
        if len(self._pending) >= _FETCHED:
            self._flush()

    def _flush(self) -> None:
        if self._pending:
            lines, reasons = zip(*self._pending, strict=True)
            self._engine.sql(
                f"INSERT INTO rejected SELECT {self._source}, {self._f}, unnest(?::BIGINT[]), '', unnest(?::VARCHAR[])",
                (list(lines), list(reasons)),
            )
            self._pending.clear()


@dataclass(frozen=True)
class RejectReason:
    """Why rows or cells of a file were rejected: how many for this reason, and the line of the first."""

    file: str
    reason: str
    count: int
    line: int


@dataclass(frozen=True)
class Rejects:
    """The rejected rows and listed cells of one load: how many these are together, and how many of them are cells,
    whose rows were taken. Valid while the engine is open and the files stay as they are."""

    count: int
    cells: int
    _engine: DuckDBEngine
    _sources: Sequence[Source]

    def write(self, path: Path) -> None:
        """Writes them as CSV, by file and line: `file, line, column, reason, row`, the row as it came."""
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(HEADER)
            writer.writerows(self.rows())

    def reasons(self) -> tuple[RejectReason, ...]:
        """The most frequent reasons, the first of them first."""
        names = {(source.number, f): file.name for source in self._sources for f, file in enumerate(source.files.files)}
        found = self._engine.sql(
            "SELECT source, f, reason, count(*) AS number, min(line) FROM rejected GROUP BY ALL"
            f" ORDER BY number DESC, source, f, reason LIMIT {_MOST_REASONS}"
        ).fetchall()
        return tuple(RejectReason(names[source, f], reason, number, line) for source, f, reason, number, line in found)

    def rows(self) -> Iterator[tuple[str, int, str, str, str]]:
        """file, line, column, reason, row of each, by file and line."""
        places = sorted((file.name, source, f) for source in self._sources for f, file in enumerate(source.files.files))
        for name, source, f in places:
            for line, column, reason, text in self._told(source, f):
                yield name, line, column, reason, text

    def _told(self, source: Source, f: int) -> Iterator[tuple[int, str, str, str]]:
        """The rejects of one file joined with their rows' texts, both in the order of lines."""
        rejected = f"FROM rejected WHERE source = {source.number} AND f = {f}"
        cursor = self._engine.cursor().execute(f'SELECT line, "column", reason {rejected} ORDER BY ALL')
        texts, at, text = self._texts(source, f, f"SELECT line {rejected}"), 0, ""
        while rows := cursor.fetchmany(_FETCHED):
            for line, column, reason in rows:
                while at < line:
                    at, text = next(texts)
                yield line, column, reason, text

    def _texts(self, source: Source, f: int, wanted: str) -> Iterator[tuple[int, str]]:
        """Line and text of the file's rows in order, those of `wanted` (SQL) at least."""
        file = source.files.files[f]
        if source.files.ending == Ending.PARQUET:
            yield from parquet_texts(self._engine.cursor(), file, wanted)
        elif source.separators[f]:
            yield from ((row.line, row.text) for row in csv_rows(file, source.separators[f]))
        else:
            yield from ((row.line, row.text) for row in json_rows(file))
