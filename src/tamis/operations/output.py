"""Writes scores as CSV, Parquet or JSON lines: whole or not at all.

DuckDB writes the files itself (1 M rows in half a second). Points arrive as whole millionths and become text by
integer arithmetic, so that no float ever prints as 1e-06, -0 or 0.30000000000000004.
"""

from __future__ import annotations

import os
import re
import secrets
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

    from tamis.engine.duckdb import DuckDBEngine

# What a spreadsheet takes for the beginning of a formula.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
_TELEPHONE = re.compile(r"\+[0-9][0-9 .()/]*")


def harmless(cell: str) -> str:
    """A cell of a file that is made to be opened in a spreadsheet: with an apostrophe before what that would compute. A
    negative number is no formula, nor is a telephone number, but for one with hyphens, which would be subtracted.

    >>> harmless("=1+1"), harmless("-12.5"), harmless("-1+1"), harmless("Ada")
    ("'=1+1", '-12.5', "'-1+1", 'Ada')
    >>> harmless("+33 1 99 00 02 39"), harmless("+1 (202) 555.0934"), harmless("+1-202-555"), harmless("+1+1")
    ('+33 1 99 00 02 39', '+1 (202) 555.0934', "'+1-202-555", "'+1+1")
    """
    is_safe = not cell.startswith(FORMULA_SIGNS) or _is_negative(cell) or _TELEPHONE.fullmatch(cell)
    return cell if is_safe else f"'{cell}"


def _is_negative(cell: str) -> bool:
    digits = cell[1:].replace(".", "", 1)
    return cell.startswith("-") and digits.isascii() and digits.isdecimal()


def write_rows(engine: DuckDBEngine, query: str, columns: Mapping[str, bool], file: Path, *, ending: str) -> int:
    """Writes the rows of `query`, sorted by `id` by code point, into `file`; gives their number.

    `columns` maps every column but `id`, in order, to whether it holds points (BIGINT millionths) or a text.
    """
    written = ", ".join(
        ['"id"', *(_written(name, ending) if points else _name(name) for name, points in columns.items())]
    )
    # DuckDB compares texts by their UTF-8 bytes, which is the order of code points.
    rows = f'SELECT {written} FROM ({query}) ORDER BY "id"'
    row = engine.sql(f"COPY ({rows}) TO {_text(str(file))} ({_FORMATS[ending]}, USE_TMP_FILE false)").fetchone()
    return int(row[0]) if row else 0


def write_table(engine: DuckDBEngine, table: pa.Table, file: Path, *, ending: str) -> None:
    """Writes a table that has an `id`, sorted by it by code point."""
    cursor = engine.cursor()
    try:
        cursor.register("written_rows", table)
        rows = 'SELECT * FROM written_rows ORDER BY "id"'
        cursor.sql(f"COPY ({rows}) TO {_text(str(file))} ({_FORMATS[ending]}, USE_TMP_FILE false)")
    finally:
        cursor.close()


_FORMATS = {
    ".csv": "FORMAT csv, HEADER true",
    ".jsonl": "FORMAT json",
    ".parquet": "FORMAT parquet, COMPRESSION zstd",
}


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A new file beside `path` that takes its place if the block ends well, and vanishes if it does not.

    The file is on disk before it is renamed: after a power cut there is the old file or the new one, never a part.
    """
    path = path.resolve()
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        yield part
        _sync(part)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def placed(output: Path | None) -> Iterator[Path]:
    """The file to write: it replaces `output` if the block ends well; without one, it is gone then."""
    if output is not None:
        with replacing(output) as part:
            yield part
        return
    with tempfile.TemporaryDirectory(prefix="tamis-") as folder:
        yield Path(folder) / "rows"


def formula_warning(engine: DuckDBEngine, query: str) -> tuple[str, ...]:
    """A sentence on the ids of `query` that a spreadsheet would take for formulas, if there are such.

    Ids are written as they came, because they are there to be joined with the CRM again; the person is told instead.
    """
    signs = ", ".join(f"chr({ord(sign)})" for sign in FORMULA_SIGNS)
    row = engine.sql(f'SELECT count(*) FROM ({query}) WHERE left("id", 1) IN ({signs})').fetchone()
    return (_FORMULAS.format(row[0]),) if row and row[0] else ()


_FORMULAS = (
    "{:,} ids begin like a formula (= + - @) and are written as they came: open the file in a spreadsheet as text."
)


def _written(name: str, ending: str) -> str:
    column = _name(name)
    if ending == ".parquet":
        return f"{column} / 1000000.0 AS {column}"
    return f"{_decimal(column)}{'::JSON' if ending == '.jsonl' else ''} AS {column}"


def _decimal(column: str) -> str:
    """SQL text of a number of millionths: `-0.5`, `12`, `0.000001`; null stays null."""
    sign = f"CASE WHEN {column} < 0 THEN '-' ELSE '' END"
    whole = f"(abs({column}) // 1000000)::VARCHAR"
    part = f"rtrim(lpad((abs({column}) % 1000000)::VARCHAR, 6, '0'), '0')"
    return f"({sign} || {whole} || CASE WHEN {column} % 1000000 = 0 THEN '' ELSE '.' || {part} END)"


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _sync(file: Path) -> None:
    with file.open("rb") as stream:
        os.fsync(stream.fileno())
