"""Which company is each contact's primary one, kept in memory where there are many contacts.

A list that is filtered by something of the company else finds it out of all associations: of a million contacts, two
thirds of its work.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from weakref import WeakKeyDictionary

from tamis.compile.catalog import Catalog
from tamis.compile.records import BY_COLUMN, PRIMARY
from tamis.definitions.walk import links, reached_segments
from tamis.operations.leads.filters import Filter, primaries_sql
from tamis.operations.remembered import MANY_RECORDS, MOST_SECONDS_AT_WORK, times_forgotten
from tamis.operations.workspace import Workspace
from tamis.store.warehouse import Warehouse

_PAIR = ("contact", "company")


@dataclass(frozen=True)
class Primaries:
    """A table of `from_n` and `to_n`, in the place of all the associations of contacts with companies."""

    table: str
    links: str

    def instead(self, query: str) -> str:
        """The query, which sees these associations only."""
        found = f"SELECT from_n, to_n, NULL::VARCHAR AS label, {BY_COLUMN:d} AS rank FROM {self.table}"
        # Not set aside, but seen through: what asks for other ranks is empty then, and not even planned.
        return f"WITH {self.links} AS NOT MATERIALIZED ({found}) SELECT * FROM ({query})"


def primaries(
    workspace: Workspace, warehouse: Warehouse, catalog: Catalog, object: str, chosen: Filter, as_of: int
) -> Primaries | None:
    """The primary companies as of some seconds ago at most, unless somebody here changed something; None where to keep
    them is not worth while, or a filter does not look at them, or looks at other companies, too."""
    table = catalog.links.get(_PAIR)
    if workspace.held is None or object != "contact" or table is None or not _is_of_primaries(chosen):
        return None
    if int(warehouse.one(f"SELECT count(*) FROM warehouse.{catalog.objects['contact'].table}")) < MANY_RECORDS:
        return None
    kept = _kept_of(workspace.held).of(warehouse, catalog, as_of, times_forgotten(workspace))
    return Primaries(kept, table)


def _is_of_primaries(chosen: Filter) -> bool:
    if chosen.key is None:
        return False
    asked = chosen.segments[chosen.key]
    reached = reached_segments([asked], chosen.segments.values()) & chosen.segments.keys()
    followed = [link for each in (asked, *map(chosen.segments.__getitem__, reached)) for link in links(each)]
    turns = [link for link in followed if (link.from_object, link.to_object) == _PAIR]
    return bool(turns) and all(link.association in (None, PRIMARY) for link in turns)


class KeptPrimaries:
    """The primary companies in one warehouse, in a database in memory."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._turn = clock, Lock()
        self._table = f"primaries_{secrets.token_hex(4)}.found"
        self._made: tuple[float, int] | None = None

    def of(self, warehouse: Warehouse, catalog: Catalog, as_of: int, forgotten: int) -> str:
        """The table of them. `forgotten`: how often somebody changed something here."""
        with self._turn:
            if self._made is None:
                # It may be there: whoever found them first may have been broken off.
                warehouse.engine.sql(f"ATTACH IF NOT EXISTS ':memory:' AS {self._table.partition('.')[0]}")
            if self._made is None or not self._serves(*self._made, forgotten):
                made_at = self._clock()
                found = primaries_sql(catalog, as_of)
                warehouse.engine.sql(f"CREATE OR REPLACE TABLE {self._table} AS SELECT from_n, to_n FROM ({found})")
                self._made = made_at, forgotten
        return self._table

    def _serves(self, made_at: float, after: int, forgotten: int) -> bool:
        return after == forgotten and self._clock() - made_at < MOST_SECONDS_AT_WORK


_BY_WAREHOUSE: WeakKeyDictionary[Warehouse, KeptPrimaries] = WeakKeyDictionary()
_LOCK = Lock()


def _kept_of(held: Warehouse) -> KeptPrimaries:
    with _LOCK:
        return _BY_WAREHOUSE.setdefault(held, KeptPrimaries())
