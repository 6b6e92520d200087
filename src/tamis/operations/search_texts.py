"""What people look for in records, kept in memory where there are many: a text a record, in small letters.

Each search else unpacks a million addresses and writes them in small letters anew: three times the work.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from threading import Lock
from weakref import WeakKeyDictionary

from tamis.compile.catalog import Catalog
from tamis.operations.remembered import MANY_RECORDS, MOST_SECONDS_AT_WORK, times_forgotten
from tamis.operations.workspace import Workspace
from tamis.store.warehouse import Warehouse

#: Of so many records the texts take 270 MB.
MOST_RECORDS = 3_000_000
# Words have no such sign, so none is found across the end of one text and the beginning of the next.
_BETWEEN = "chr(10)"


@dataclass(frozen=True)
class SearchTexts:
    """A table of `n` and the texts of each record in it."""

    table: str

    def having(self, words: Sequence[str], *, is_lax: bool) -> str:
        """SQL of `n` of the records in which every word is, in any case; `words` are SQL of texts. `is_lax`: whatever
        the accents."""
        text, word = ("coalesce(plain, text)", "lower(strip_accents({}))") if is_lax else ("text", "lower({})")
        each = " AND ".join(f"contains({text}, {word.format(sought)})" for sought in words)
        return f"SELECT n FROM {self.table} WHERE {each}"


def search_texts(
    workspace: Workspace, warehouse: Warehouse, catalog: Catalog, object: str, columns: Sequence[str]
) -> SearchTexts | None:
    """The texts in these columns of an object's table; None where to keep them is not worth while, because there are
    few records, or too many, or because this process does not hold the warehouse.

    Who is new is in them at once, another text of somebody after some seconds, or when somebody here changed something.
    """
    if workspace.held is None:
        return None
    table = catalog.objects[object].table
    if not MANY_RECORDS <= int(warehouse.one(f"SELECT count(*) FROM warehouse.{table}")) <= MOST_RECORDS:
        return None
    return _texts_of(workspace.held).of(warehouse, table, columns, times_forgotten(workspace))


def renew_search_texts(workspace: Workspace) -> None:
    """Makes anew what this process keeps: nothing of who was erased is to be left."""
    if workspace.held is not None:
        with workspace.opened() as warehouse:
            _texts_of(workspace.held).renew(warehouse)


@dataclass(frozen=True)
class _Source:
    """A table of records, and the columns of it whose texts are kept."""

    table: str
    columns: tuple[str, ...]

    @property
    def name(self) -> str:
        """Of the table of texts."""
        return "_".join((self.table, *self.columns))

    def texts(self, among: str) -> str:
        """A query of `n`, `text`, and `plain`, the same without accents where it has any."""
        text = f"lower(concat_ws({_BETWEEN}, {', '.join(self.columns)}))"
        # Of as many bytes as letters, it has none.
        plain = "CASE WHEN strlen(text) = length(text) THEN NULL ELSE lower(strip_accents(text)) END"
        chosen = f"SELECT n, {text} AS text FROM warehouse.{self.table} WHERE {among}"
        return f"SELECT n, text, {plain} AS plain FROM ({chosen})"


@dataclass(frozen=True)
class _Kept:
    """Until which number records are in a table, and of which state of the warehouse their texts are."""

    to: int
    version: int
    forgotten: int
    made_at: float


class Texts:
    """The tables of texts of one warehouse, in a database in memory."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._turn = clock, Lock()
        self._database = f"texts_{secrets.token_hex(4)}"
        self._is_there = False
        self._kept: dict[_Source, _Kept] = {}

    def of(self, warehouse: Warehouse, table: str, columns: Sequence[str], forgotten: int) -> SearchTexts:
        """The texts of a table of records. `forgotten`: how often somebody changed something here."""
        # In whatever order they are asked for, they are the same texts.
        source = _Source(table, tuple(sorted(set(columns))))
        with self._turn:
            kept = self._kept.get(source)
            if kept is None:
                self._leave_gone(warehouse)
            if kept is None or not self._serves(kept, warehouse, forgotten):
                self._kept[source] = self._made(warehouse, source, forgotten)
            elif kept.version != warehouse.records_version:
                self._kept[source] = self._with_new(warehouse, source, kept)
        return SearchTexts(self._named(source))

    def renew(self, warehouse: Warehouse) -> None:
        """Makes all of them anew."""
        with self._turn:
            self._leave_gone(warehouse)
            for source, kept in self._kept.items():
                self._kept[source] = self._made(warehouse, source, kept.forgotten)

    def _leave_gone(self, warehouse: Warehouse) -> None:
        """Of a property that was deleted nothing is left, and no texts with it can be made anew."""
        for source in list(self._kept):
            if not set(source.columns) <= set(warehouse.columns(source.table)):
                warehouse.engine.sql(f"DROP TABLE {self._named(source)}")
                del self._kept[source]

    def _serves(self, kept: _Kept, warehouse: Warehouse, forgotten: int) -> bool:
        if kept.version == warehouse.records_version:
            return True
        return kept.forgotten == forgotten and self._clock() - kept.made_at < MOST_SECONDS_AT_WORK

    def _made(self, warehouse: Warehouse, source: _Source, forgotten: int) -> _Kept:
        if not self._is_there:
            warehouse.engine.sql(f"ATTACH ':memory:' AS {self._database}")
            self._is_there = True
        # Before it is read: what changes meanwhile is not in it.
        version, to = warehouse.records_version, _last(warehouse, source)
        # At once in the place of the one before, which others may be reading.
        warehouse.engine.sql(f"CREATE OR REPLACE TABLE {self._named(source)} AS {source.texts(f'n <= {to:d}')}")
        return _Kept(to, version, forgotten, self._clock())

    def _with_new(self, warehouse: Warehouse, source: _Source, kept: _Kept) -> _Kept:
        """With those that came since; what is noted of the others is unchanged."""
        to = _last(warehouse, source)
        if to > kept.to:
            new = source.texts(f"n > {kept.to:d} AND n <= {to:d}")
            warehouse.engine.sql(f"INSERT INTO {self._named(source)} {new}")
        return replace(kept, to=to)

    def _named(self, source: _Source) -> str:
        return f"{self._database}.{source.name}"


def _last(warehouse: Warehouse, source: _Source) -> int:
    return int(warehouse.one(f"SELECT coalesce(max(n), -1) FROM warehouse.{source.table}"))


_BY_WAREHOUSE: WeakKeyDictionary[Warehouse, Texts] = WeakKeyDictionary()
_LOCK = Lock()


def _texts_of(held: Warehouse) -> Texts:
    with _LOCK:
        return _BY_WAREHOUSE.setdefault(held, Texts())
