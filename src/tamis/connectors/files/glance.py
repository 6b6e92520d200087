"""A first look at a file: its columns, a few values of each, as they are written, and what type these are of."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from tamis.connectors.files.csv_rows import csv_rows, read_header
from tamis.connectors.files.folder import Ending, TableFile
from tamis.connectors.files.inference import misfits_of_cells, types_of_cells
from tamis.connectors.files.json_rows import Value, json_rows
from tamis.connectors.files.source import check_names
from tamis.definitions import PropertyType
from tamis.engine import DuckDBEngine
from tamis.errors import DataError

# Of a text, so much is shown; and so many rows are looked at for columns that not every row has.
_LONGEST, _ROWS = 80, 200


@dataclass(frozen=True)
class SeenColumn:
    """A column and a few different values of it, none of them blank; each cut where it is long. `type`: that of all
    that was looked at; None where all of it is blank. `misfits`: by type a value that is none, or that would be another
    (007 as a number)."""

    name: str
    values: tuple[str, ...]
    type: PropertyType | None = None
    misfits: Mapping[PropertyType, str] = field(default_factory=dict)


def ending_of(name: str) -> Ending | None:
    """The kind of file that a name promises; None for one that is not read."""
    folded = name.casefold()
    return next((ending for ending in sorted(Ending, key=len, reverse=True) if folded.endswith(f".{ending}")), None)


def glance(path: Path, name: str, *, most: int = 3) -> tuple[SeenColumn, ...]:
    """The columns of a file, in its order, each with at most so many values from its first rows.

    Raises DataError for a file that is none of the kind that its name says, is empty, or names a column twice.
    """
    file, ending = TableFile(path, name), ending_of(path.name)
    columns: dict[str, list[Value]] = {}
    for row in islice(_rows(file, ending), _ROWS):
        for column, value in row.items():
            columns.setdefault(column, []).extend([value] if value else [])
    check_names(file, columns)
    if not columns:
        raise DataError(name, "It is empty.", "the first row names the columns")
    types, misfits = _types(columns, point_only=_separator(file, ending) in (",", ""))
    return tuple(
        SeenColumn(column, _shown(values, most=most), types.get(column), misfits.get(column, {}))
        for column, values in columns.items()
    )


def _shown(values: Sequence[Value], *, most: int) -> tuple[str, ...]:
    texts = (value if isinstance(value, str) else "; ".join(map(str, value)) for value in values)
    return tuple(islice(dict.fromkeys(text[:_LONGEST] for text in texts), most))


def _types(
    columns: Mapping[str, Sequence[Value]], *, point_only: bool
) -> tuple[dict[str, PropertyType], dict[str, dict[PropertyType, str]]]:
    """Of each column with a value the type that all of them can be read as, as an import would find it out, and its
    misfits of other types."""
    cells = {name: [_written(value) for value in values] for name, values in columns.items() if values}
    with DuckDBEngine.open(threads=1, outlasts_all=True) as engine:
        types = types_of_cells(engine, cells, point_only=point_only)
        misfits = misfits_of_cells(engine, cells, point_only=point_only)
    cut = {name: {type: cell[:_LONGEST] for type, cell in found.items()} for name, found in misfits.items()}
    return types, cut


def _written(value: Value) -> str:
    return value if isinstance(value, str) else json.dumps([str(each) for each in value])


def _separator(file: TableFile, ending: Ending | None) -> str:
    return read_header(file, ()).separator if ending in (Ending.CSV, Ending.CSV_GZ) else ""


def _rows(file: TableFile, ending: Ending | None) -> Iterator[Mapping[str, Value]]:
    match ending:
        case Ending.CSV | Ending.CSV_GZ:
            return _csv(file)
        case Ending.JSONL | Ending.JSONL_GZ:
            return ({name: value or "" for name, value in row.values.items()} for row in json_rows(file))
        case Ending.PARQUET:
            return _parquet(file)
    raise DataError(file.name, "It is no kind of file that is read.", f"one of {', '.join(Ending)}")


def _csv(file: TableFile) -> Iterator[Mapping[str, Value]]:
    header = read_header(file, ())
    check_names(file, header.names)
    names = [name for name in header.names if name]
    yield dict.fromkeys(names, "")
    # The first is the header.
    for row in islice(csv_rows(file, header.separator), 1, None):
        if not row.problem and len(row.cells) == len(header.names):
            yield {name: cell for name, cell in zip(header.names, row.cells, strict=True) if name}


def _parquet(file: TableFile) -> Iterator[Mapping[str, Value]]:
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
        yield {name: _plain(value) for name, value in row.items()}


def _plain(value: object) -> Value:
    if isinstance(value, list):
        return [str(each) for each in value if each is not None]
    return "" if value is None else str(value)
