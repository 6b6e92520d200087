"""Records that something happened to, and why: their scores are to be computed anew.

Written together with what happened, and forgotten when the values are kept: whatever ends the process in between, the
next one goes on from there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tamis.store.warehouse.warehouse import Warehouse

Links = Mapping[tuple[str, str], str]
_MOST_NAMED = 5


class Happened:
    """What happened to records, by object and number, gathered before it is written."""

    def __init__(self) -> None:
        self._details: dict[tuple[str, str], dict[int, list[str]]] = {}

    def add(self, object: str, n: int, cause: str, *details: str) -> None:
        """One more thing of a cause; its details are what a person is told of it."""
        self._details.setdefault((object, cause), {}).setdefault(n, []).extend(details)

    def add_each(self, object: str, cause: str, told: Iterable[tuple[int, str]]) -> None:
        """The same for many records, each with one detail."""
        found = self._details.setdefault((object, cause), {})
        for n, detail in told:
            found.setdefault(n, []).append(detail)

    def write(self, warehouse: Warehouse) -> None:
        """Writes it all."""
        for (object, cause), found in self._details.items():
            warehouse.engine.sql(
                "INSERT INTO warehouse.dirty SELECT ?, unnest(?::INTEGER[]), ?, unnest(?::VARCHAR[])",
                [object, list(found), cause, [_words(details) for details in found.values()]],
            )


def _words(details: Sequence[str]) -> str:
    """What happened most comes first: `page_viewed ×3, form_submitted`."""
    # Nearly always; counting takes ten times as long.
    if len(details) < 2:
        return details[0] if details else ""
    listed = sorted(Counter(details).items(), key=lambda item: (-item[1], item[0]))
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
