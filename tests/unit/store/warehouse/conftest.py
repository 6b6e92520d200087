"""A warehouse of its own for each test, and folders to take in."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tamis.compile.score import compile_scores
from tamis.connectors.files import load_folder, read_schema
from tamis.definitions import read_definitions, read_instant
from tamis.engine.sql import duckdb_sql
from tamis.progress import NullProgress
from tamis.store.warehouse import TakenIn, Warehouse, create_warehouse, open_warehouse, take_in
from tamis.store.warehouse.merges import known_ids, merge_contacts, unmerge_contact

AT = "2026-06-01"
LIVE = ("records_0", "changes_0", "events", "members", "properties", "score_values")


@dataclass
class Store:
    """A warehouse's file, taken into and read as the operations do."""

    file: Path
    place: Path
    held: Warehouse | None = None

    @contextmanager
    def opened(self, *, is_current: bool = True) -> Iterator[Warehouse]:
        """A session of the warehouse, which stays open until `close`: to open it takes longer than most of what is
        done."""
        if self.held is None:
            self.held = open_warehouse(self.file, is_current=False)
        with self.held.session(is_current=is_current) as warehouse:
            yield warehouse

    def close(self) -> None:
        """Closes the file."""
        if self.held is not None:
            self.held.close()
            self.held = None

    def take(self, *, at: str = AT, dry_run: bool = False, folder: Path | None = None, **files: str) -> TakenIn:
        """Takes a folder in, or one of these files (`__` in a name is a dot)."""
        if folder is None:
            folder = self.place / f"folder_{len(list(self.place.iterdir()))}"
            folder.mkdir()
            for name, text in files.items():
                (folder / name.replace("__", ".")).write_text(text, encoding="utf-8")
        with self.opened(is_current=False) as warehouse:
            loaded = load_folder(
                folder,
                warehouse.engine,
                needs=None,
                segments=(),
                schema=read_schema(folder),
                existing=known_ids(warehouse),
                progress=NullProgress(),
            )
            return take_in(
                warehouse,
                loaded.catalog,
                read_instant(at),
                reread=loaded.reread,
                step=lambda sentence: None,
                dry_run=dry_run,
            )

    def merge(self, kept: str, other: str, *, at: str = AT) -> str:
        """Merges two contacts; gives the id of both."""
        with self.opened() as warehouse:
            return merge_contacts(warehouse, kept, other, read_instant(at))

    def unmerge(self, other: str, *, at: str = AT) -> str:
        """Undoes it; gives the id of the one that it was merged into."""
        with self.opened() as warehouse:
            return unmerge_contact(warehouse, other, read_instant(at))

    def scores(self, definitions: list[Path], as_of: str = AT) -> list[tuple]:
        """The rows of scores computed where the data lies, by id."""
        found = read_definitions(definitions)
        segments = {segment.key: segment for segment in found.segments}
        with self.opened() as warehouse:
            expression = compile_scores(found.scores, segments, warehouse.catalog())
            return sorted(warehouse.rows(duckdb_sql(expression, read_instant(as_of))))

    def contents(self) -> dict[object, list[tuple]]:
        """All that scoring reads, and the values; the tables of associations by what they associate."""
        tables: dict[object, str] = {table: table for table in LIVE}
        tables |= {(a, b): table for a, b, table in self.rows("FROM pairs")}
        return {name: sorted(self.rows(f"FROM {table}"), key=repr) for name, table in tables.items()}

    def rows(self, sql: str) -> list[tuple]:
        """The rows of a query on the warehouse's tables."""
        with self.opened() as warehouse:
            return warehouse.rows(sql)


@pytest.fixture(scope="session")
def created(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty warehouse, to be copied."""
    file: Path = tmp_path_factory.mktemp("created") / "warehouse.duckdb"
    create_warehouse(file, time_zone="UTC")
    return file


@pytest.fixture
def store(tmp_path: Path, created: Path) -> Iterator[Store]:
    place = tmp_path / "folders"
    place.mkdir()
    store = Store(Path(shutil.copy(created, tmp_path)), place)
    yield store
    store.close()
