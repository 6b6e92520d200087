"""A warehouse of its own for each test, and folders to take in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tamis.compile.score import compile_scores
from tamis.connectors.files import load_folder, read_schema
from tamis.definitions import read_definitions, read_instant
from tamis.engine.sql import duckdb_sql
from tamis.progress import NullProgress
from tamis.store.warehouse import TakenIn, create_warehouse, open_warehouse, take_in
from tamis.store.warehouse.merges import known_ids, merge_contacts, unmerge_contact

AT = "2026-06-01"
LIVE = ("records_0", "changes_0", "events", "members", "properties", "score_values")


@dataclass
class Store:
    """A warehouse's file, taken into and read as the operations do."""

    file: Path
    place: Path

    def take(self, *, at: str = AT, dry_run: bool = False, folder: Path | None = None, **files: str) -> TakenIn:
        """Takes a folder in, or one of these files (`__` in a name is a dot)."""
        if folder is None:
            folder = self.place / f"folder_{len(list(self.place.iterdir()))}"
            folder.mkdir()
            for name, text in files.items():
                (folder / name.replace("__", ".")).write_text(text, encoding="utf-8")
        with open_warehouse(self.file, is_current=False) as warehouse:
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
        with open_warehouse(self.file) as warehouse:
            return merge_contacts(warehouse, kept, other, read_instant(at))

    def unmerge(self, other: str, *, at: str = AT) -> str:
        """Undoes it; gives the id of the one that it was merged into."""
        with open_warehouse(self.file) as warehouse:
            return unmerge_contact(warehouse, other, read_instant(at))

    def scores(self, definitions: list[Path], as_of: str = AT) -> list[tuple]:
        """The rows of scores computed where the data lies, by id."""
        found = read_definitions(definitions)
        segments = {segment.key: segment for segment in found.segments}
        with open_warehouse(self.file) as warehouse:
            expression = compile_scores(found.scores, segments, warehouse.catalog())
            return sorted(warehouse.rows(duckdb_sql(expression, read_instant(as_of))))

    def contents(self) -> dict[object, list[tuple]]:
        """All that scoring reads, and the values; the tables of associations by what they associate."""
        tables: dict[object, str] = {table: table for table in LIVE}
        tables |= {(a, b): table for a, b, table in self.rows("FROM pairs")}
        return {name: sorted(self.rows(f"FROM {table}"), key=repr) for name, table in tables.items()}

    def rows(self, sql: str) -> list[tuple]:
        """The rows of a query on the warehouse's tables."""
        with open_warehouse(self.file) as warehouse:
            return warehouse.rows(sql)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    place = tmp_path / "folders"
    place.mkdir()
    create_warehouse(tmp_path / "warehouse.duckdb", time_zone="UTC")
    return Store(tmp_path / "warehouse.duckdb", place)
