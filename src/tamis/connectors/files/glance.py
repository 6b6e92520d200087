"""A first look at a file: its columns, and a few values of each, as they are written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from tamis.connectors.files.csv_rows import csv_rows, read_header
from tamis.connectors.files.folder import Ending, TableFile
from tamis.connectors.files.json_rows import json_rows
from tamis.connectors.files.source import check_names
from tamis.errors import DataError

# Of a text, so much is shown; and so many rows are looked at for columns that not every row has.
_LONGEST, _ROWS = 80, 200


@dataclass(frozen=True)
class SeenColumn:
    """A column and a few different values of it, none of them blank; each cut where it is long."""

    name: str
    values: tuple[str, ...]


def ending_of(name: str) -> Ending | None:
    """The kind of file that a name promises; None for one that is not read."""
    folded = name.casefold()
    return next((ending for ending in sorted(Ending, key=len, reverse=True) if folded.endswith(f".{ending}")), None)


def glance(path: Path, name: str, *, most: int = 3) -> tuple[SeenColumn, ...]:
    """The columns of a file, in its order, each with at most so many values from its first rows.

    Raises DataError for a file that is none of the kind that its name says, is empty, or names a column twice.
    """
    file, ending = TableFile(path, name), ending_of(path.name)
    columns: dict[str, list[str]] = {}
    for row in islice(_rows(file, ending), _ROWS):
        for column, value in row.items():
            seen = columns.setdefault(column, [])
            if value and len(seen) < most and (text := value[:_LONGEST]) not in seen:
                seen.append(text)
    check_names(file, columns)
    if not columns:
        raise DataError(name, "It is empty.", "the first row names the columns")
    return tuple(SeenColumn(column, tuple(values)) for column, values in columns.items())


def _rows(file: TableFile, ending: Ending | None) -> Iterator[Mapping[str, str]]:
    match ending:
        case Ending.CSV | Ending.CSV_GZ:
            return _csv(file)
        case Ending.JSONL | Ending.JSONL_GZ:
            return (
                {name: value if isinstance(value, str) else "; ".join(map(str, value or ())) for name, value in values}
                for values in (row.values.items() for row in json_rows(file))
            )
        case Ending.PARQUET:
            return _parquet(file)
    raise DataError(file.name, "It is no kind of file that is read.", f"one of {', '.join(Ending)}")


def _csv(file: TableFile) -> Iterator[Mapping[str, str]]:
    header = read_header(file, ())
    check_names(file, header.names)
    names = [name for name in header.names if name]
    yield dict.fromkeys(names, "")
    # The first is the header.
    for row in islice(csv_rows(file, header.separator), 1, None):
        if not row.problem and len(row.cells) == len(header.names):
            yield {name: cell for name, cell in zip(header.names, row.cells, strict=True) if name}


def _parquet(file: TableFile) -> Iterator[Mapping[str, str]]:
    # Imported here: it takes a fifth of a second.
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        opened = pq.ParquetFile(file.path)
        yield dict.fromkeys(opened.schema_arrow.names, "")
        batch = next(opened.iter_batches(batch_size=_ROWS), None)
    except (pa.ArrowException, OSError):
        raise DataError(file.name, "It is no Parquet file, or is damaged.") from None
    for row in batch.to_pylist() if batch is not None else ():
        yield {name: "" if value is None else str(value) for name, value in row.items()}
