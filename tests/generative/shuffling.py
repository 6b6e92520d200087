"""The same case with the rows of its files in another order."""

import gzip
import io
from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pyarrow.parquet

from tests.generative.cases import Case
from tests.generative.folders import TABLES


def shuffled(case: Case, random: Random) -> Case:
    """Tables of records stay as they are where an id repeats: only there has the order of rows a meaning."""
    fixed = tuple(TABLES.values()) if "record id repeated" in case.used else ()
    files = {
        path: content if path.startswith((*fixed, "segments/", "schema")) else _shuffled(path, content, random)
        for path, content in case.files.items()
    }
    return replace(case, files=files)


def _shuffled(path: str, content: bytes, random: Random) -> bytes:
    if path.endswith(".gz"):
        return gzip.compress(_shuffled(path.removesuffix(".gz"), gzip.decompress(content), random))
    if path.endswith(".parquet"):
        return _shuffled_parquet(content, random)
    header, *rows = _logical_lines(content) if path.endswith(".csv") else [b"", *content.splitlines(keepends=True)]
    random.shuffle(rows)
    return header + b"".join(rows)


def _logical_lines(content: bytes) -> Iterator[bytes]:
    """Rows with their line breaks; a quoted cell may hold line breaks of its own."""
    row = b""
    for line in content.splitlines(keepends=True):
        row += line
        if row.count(b'"') % 2 == 0:
            yield row
            row = b""


def _shuffled_parquet(content: bytes, random: Random) -> bytes:
    table = pyarrow.parquet.read_table(io.BytesIO(content))
    order = random.sample(range(table.num_rows), table.num_rows)
    file = io.BytesIO()
    pyarrow.parquet.write_table(table.take(pyarrow.array(order, pyarrow.int64())), file)
    return file.getvalue()
