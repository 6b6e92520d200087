"""Parquet files written piece by piece, so that memory does not grow with the data."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

_ROWS_A_GROUP = 131_072
_ROWS_A_PART = 10_000_000


class GrowingTable:
    """A Parquet file that collects small pieces into row groups; nothing is written if no piece comes."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._waiting: list[pa.Table] = []
        self._writer: pq.ParquetWriter | None = None
        self.rows = 0

    def append(self, piece: pa.Table) -> None:
        self._waiting.append(piece)
        self.rows += piece.num_rows
        if sum(table.num_rows for table in self._waiting) >= _ROWS_A_GROUP:
            self._flush()

    def _flush(self) -> None:
        if not self._waiting:
            return
        table, self._waiting = pa.concat_tables(self._waiting), []
        self._writer = self._writer or parquet_writer(self._file, table.schema)
        self._writer.write_table(table, row_group_size=max(table.num_rows, 1))

    def close(self) -> None:
        self._flush()
        if self._writer:
            self._writer.close()

    def __enter__(self) -> GrowingTable:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


class Parts:
    """A folder of part files: a piece is a row group, and a file is closed once it holds ten million rows."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._writer: pq.ParquetWriter | None = None
        self._in_part = 0
        self._parts = 0
        self.rows = 0
        folder.mkdir(parents=True)

    def append(self, piece: pa.Table) -> None:
        if self._writer is None or self._in_part >= _ROWS_A_PART:
            self.close()
            self._parts += 1
            self._in_part = 0
            self._writer = parquet_writer(self._folder / f"part-{self._parts:05d}.parquet", piece.schema)
        self._writer.write_table(piece, row_group_size=max(piece.num_rows, 1))
        self._in_part += piece.num_rows
        self.rows += piece.num_rows

    def close(self) -> None:
        if self._writer:
            self._writer.close()
            self._writer = None

    def __enter__(self) -> Parts:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


def parquet_writer(file: Path, schema: pa.Schema) -> pq.ParquetWriter:
    # Without the Arrow schema, readers see plain texts and not our dictionaries.
    return pq.ParquetWriter(file, schema, compression="zstd", compression_level=1, store_schema=False)
