"""Records that something happened to, and why: their scores are to be computed anew.

Written together with what happened, and forgotten when the values are kept: whatever ends the process in between, the
next one goes on from there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tamis.store.warehouse.warehouse import Warehouse

Links = Mapping[tuple[str, str], str]
_MOST_NAMED = 5


@dataclass
class Happened:
    """What happened to records, by object and number, gathered before it is written."""

    _causes: dict[tuple[str, int, str], Counter[str]] = field(default_factory=dict)

    def add(self, object: str, n: int, cause: str, *details: str) -> None:
        """One more thing of a cause; its details are what a person is told of it."""
        self._causes.setdefault((object, n, cause), Counter()).update(details)

    def write(self, warehouse: Warehouse) -> None:
        """Writes it all."""
        if self._causes:
            rows = [(object, n, cause, _words(found)) for (object, n, cause), found in self._causes.items()]
            warehouse.engine.sql(
                "INSERT INTO warehouse.dirty SELECT unnest(?::VARCHAR[]), unnest(?::INTEGER[]), unnest(?::VARCHAR[]),"
                " unnest(?::VARCHAR[])",
                [list(column) for column in zip(*rows, strict=True)],
            )


def _words(details: Counter[str]) -> str:
    """What happened most comes first: `page_viewed ×3, form_submitted`."""
    listed = sorted(details.items(), key=lambda item: (-item[1], item[0]))
    words = [name if count == 1 else f"{name} ×{count}" for name, count in listed[:_MOST_NAMED]]
    more = len(listed) - _MOST_NAMED
    return ", ".join([*words, *([f"{more} more"] if more > 0 else [])])


@dataclass(frozen=True)
class Touched:
    """The numbers of the records that something happened to, by object."""

    records: Mapping[str, tuple[int, ...]]

    def __bool__(self) -> bool:
        return bool(self.records)


def touched(warehouse: Warehouse) -> Touched:
    """What is to be computed anew; contacts that were merged since are part of another one, which was touched too."""
    found = warehouse.rows("SELECT DISTINCT object, n FROM warehouse.dirty ORDER BY ALL")
    records: dict[str, list[int]] = {}
    for object, n in found:
        records.setdefault(object, []).append(n)
    return Touched({object: tuple(numbers) for object, numbers in records.items()})


def forget_touched(warehouse: Warehouse) -> None:
    """Everything that happened is in the values now."""
    warehouse.engine.sql("DELETE FROM warehouse.dirty")


def reached(
    warehouse: Warehouse, start: Touched, pairs: Iterable[tuple[str, str]], turns: int, links: Links
) -> Touched:
    """The records, too, whose scores may look at those, so many turns of associations away, by pairs of objects that
    scores turn from and to; `links` are the catalog's."""
    followed = [(a, b, links[a, b]) for a, b in pairs if (a, b) in links]
    found = {object: set(numbers) for object, numbers in start.records.items()}
    last = {object: set(numbers) for object, numbers in found.items()}
    for _ in range(turns):
        fresh: dict[str, set[int]] = {}
        for a, b, table in followed:
            if last.get(b):
                rows = warehouse.rows(
                    f"SELECT DISTINCT from_n FROM warehouse.{table} WHERE to_n IN (SELECT unnest(?::INTEGER[]))",
                    [list(last[b])],
                )
                fresh.setdefault(a, set()).update({int(n) for (n,) in rows} - found.get(a, set()))
        for object, numbers in fresh.items():
            found.setdefault(object, set()).update(numbers)
        last = fresh
    return Touched({object: tuple(sorted(numbers)) for object, numbers in found.items() if numbers})
