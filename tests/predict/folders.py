"""Small data folders written by hand, loaded as training loads them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.engines import empty_engine

from tamis.compile.catalog import Catalog
from tamis.connectors.files import load_folder
from tamis.engine import DuckDBEngine
from tamis.operations.call import read_folder_schema
from tamis.progress import NullProgress

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DAY = 86_400_000_000


def micros(text: str) -> int:
    """An instant in microseconds since the epoch, UTC, from ISO 8601."""
    return (datetime.fromisoformat(text).replace(tzinfo=UTC) - EPOCH) // timedelta(microseconds=1)


def write(folder: Path, files: Mapping[str, str]) -> Path:
    """A folder with these files; lines are stripped, so that they may be indented."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        keep = name.endswith(".yaml")
        lines = text if keep else "\n".join(line.strip() for line in text.strip().splitlines()) + "\n"
        (folder / name).write_text(lines, encoding="utf-8")
    return folder


@contextmanager
def loaded(folder: Path, *, threads: int | None = None) -> Iterator[tuple[DuckDBEngine, Catalog]]:
    """The folder in an engine, everything that it has, with its catalog."""
    schema, issues = read_folder_schema(folder)
    assert not issues
    with empty_engine(threads=threads) as engine:
        found = load_folder(folder, engine, needs=None, segments=[], schema=schema, progress=NullProgress())
        assert found.rejects.count == 0
        yield engine, found.catalog


def numbers_of(engine: DuckDBEngine, catalog: Catalog, object_type: str = "contact") -> dict[str, int]:
    """The number of each record, by its id."""
    return dict(engine.sql(f"SELECT id, n FROM {catalog.objects[object_type].table}").fetchall())
