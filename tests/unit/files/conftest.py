"""A folder written by a test, loaded, and looked at through the canonical tables."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.engines import empty_engine

from tamis.compile.choices import ESCAPE, SEPARATOR
from tamis.compile.moment import EARLIEST
from tamis.connectors.files import LoadedFolder, load_folder, read_schema
from tamis.definitions import PropertyType, Segment
from tamis.definitions.walk import Needs
from tamis.engine import DuckDBEngine
from tamis.progress import NullProgress


@dataclass
class Loaded:
    """What came of a folder."""

    engine: DuckDBEngine
    folder: LoadedFolder

    @property
    def catalog(self):
        return self.folder.catalog

    @property
    def messages(self):
        return self.folder.messages

    @property
    def rejects(self) -> list[tuple[str, int, str]]:
        """File, line and column of each reject."""
        return [reject[:3] for reject in self.folder.rejects.rows()]

    @property
    def told(self) -> list[tuple]:
        """Rejects whole: file, line, column, reason, row."""
        return list(self.folder.rejects.rows())

    def ids(self, object="contact") -> list[str]:
        """Ids in the order of n."""
        return [id for (id,) in self._rows(f"SELECT id FROM {self.catalog.objects[object].table} ORDER BY n")]

    def type(self, name, object="contact"):
        return self.catalog.objects[object].properties[name].type

    def values(self, name, object="contact") -> dict:
        """The values of a property by id; a set as a frozenset."""
        shape = self.catalog.objects[object]
        property = shape.properties[name]
        rows = self._rows(f"SELECT id, {property.column} FROM {shape.table}")
        return {id: _plain(value, property.type) for id, value in rows}

    def events(self, *names) -> list[tuple]:
        """Contact id, type, instant in seconds, machine, and the properties named, sorted."""
        table = self.catalog.objects["contact"].table
        if not names:
            return sorted(
                (id, type, row["occurred_at"] / 1e6, row["machine"]) for id, type, row in self._event_rows(table)
            )
        found = [
            (id, type, *(self._event_value(type, name, row) for name in names))
            for id, type, row in self._event_rows(table)
        ]
        return sorted(found, key=str)

    def links(self, a, b) -> set[tuple]:
        """Ids of both ends, label, rank."""
        table = self.catalog.links.get((a, b))
        if table is None:
            return set()
        return set(
            self._rows(
                f"SELECT a.id, b.id, label, rank FROM {table} l JOIN {self.catalog.objects[a].table} a ON a.n = from_n"
                f" JOIN {self.catalog.objects[b].table} b ON b.n = to_n"
            )
        )

    def members(self, segment) -> set[int]:
        return {n for (n,) in self._rows("SELECT n FROM members WHERE segment = ?", segment)}

    def changes(self, object="contact") -> list[tuple]:
        """Id, property, instant in seconds, the one value; without the intervals before the first changes."""
        shape = self.catalog.objects[object]
        if shape.changes is None:
            return []
        rows = self._rows(
            f'SELECT id, property, changed_at, "text", number, flag, instant FROM {shape.changes} c'
            f" JOIN {shape.table} r ON r.n = c.n WHERE changed_at <> ? ORDER BY ALL",
            EARLIEST,
        )
        return [
            (id, name, at / 1e6, next((value for value in values if value is not None), None))
            for id, name, at, *values in rows
        ]

    def _event_rows(self, table):
        cursor = self.engine.connection.execute(
            f"SELECT c.id AS contact_id, e.*, s.* EXCLUDE (signature) FROM events e"
            f" JOIN signatures s USING (signature) JOIN {table} c ON c.n = e.contact"
        )
        columns = [column[0] for column in cursor.description]
        for row in cursor.fetchall():
            found = dict(zip(columns, row, strict=True))
            yield found["contact_id"], found["type"], found

    def _event_value(self, type, name, row):
        property = self.catalog.events[type].get(name)
        return None if property is None else _plain(row[property.column], property.type)

    def _rows(self, sql, *params) -> list[tuple]:
        return self.engine.connection.execute(sql, list(params)).fetchall()


def _plain(value, type):
    return _items(value) if type == PropertyType.CHOICES and value is not None else value


def _items(encoded):
    items = encoded.strip(SEPARATOR).split(SEPARATOR)
    return frozenset(item.replace(ESCAPE + "u", SEPARATOR).replace(ESCAPE + "e", ESCAPE) for item in items)


@pytest.fixture
def engine() -> Iterator[DuckDBEngine]:
    with empty_engine(threads=2) as engine:
        yield engine


@pytest.fixture
def folder(tmp_path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def load(folder, engine):
    """Writes files (text or bytes by name), loads the folder; `is_import`: into where nothing is yet."""

    def load(
        needs: Needs | None = None,
        segments: tuple[Segment, ...] = (),
        as_of: int | None = None,
        *,
        is_import: bool = False,
        **files,
    ) -> Loaded:
        write(folder, **files)
        loaded = load_folder(
            folder,
            engine,
            needs=needs,
            segments=segments,
            schema=read_schema(folder),
            as_of=as_of,
            existing={} if is_import else None,
            progress=NullProgress(),
        )
        return Loaded(engine, loaded)

    return load


@pytest.fixture
def sql():
    """Runs DuckDB statements beside the engine: for writing Parquet files."""
    with empty_engine() as other:
        yield other.sql


def nothing_needed(**objects: set[str]) -> Needs:
    """What definitions look at: these properties of records by object, and nothing else."""
    nothing: frozenset[str] = frozenset()
    return Needs(
        objects={object: frozenset(names) for object, names in objects.items()},
        events={},
        segments=nothing,
        static_segments=nothing,
        links=frozenset(),
        scores=nothing,
        looks={},
    )


def write(folder: Path, **files) -> None:
    """Writes files; in their names `__` is a dot and `___` a slash."""
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        path = folder / name.replace("___", "/").replace("__", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
