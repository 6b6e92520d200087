"""What happened, by the hour or day and the type of event, from live sources and imports alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tamis.operations.overview.periods import Period
from tamis.store.warehouse import Warehouse

_MOST_TYPES = 5


@dataclass(frozen=True)
class EventFlow:
    """How many events there were in each part of a period: of the most frequent types, the first the most frequent, and
    of all `others` together. `machines`: how many of them machines made. `last_at`: when the last of them
    happened (microseconds since the epoch, UTC); None if there were none."""

    period: Period
    types: Mapping[str, tuple[int, ...]]
    others: tuple[int, ...]
    machines: int
    last_at: int | None

    @property
    def total(self) -> int:
        """All of them."""
        return sum(map(sum, self.types.values())) + sum(self.others)


def event_flow(warehouse: Warehouse, period: Period) -> EventFlow:
    """Counts them by when they happened."""
    rows = warehouse.rows(_FLOW.format(place=period.place_of("e.occurred_at")), [period.begin, period.end])
    found: dict[str, list[int]] = {}
    for type, part, count, *_ in rows:
        found.setdefault(type, [0] * period.parts)[part] = count
    ordered = sorted(found, key=lambda type: (-sum(found[type]), type))
    # One more has a line of its own as well as it has one of others.
    shown = ordered if len(ordered) <= _MOST_TYPES + 1 else ordered[:_MOST_TYPES]
    rest = [found[type] for type in ordered[len(shown) :]]
    return EventFlow(
        period=period,
        types={type: tuple(found[type]) for type in shown},
        others=tuple(map(sum, zip(*rest, strict=True))) if rest else (0,) * period.parts,
        machines=sum(machines for *_, machines, _ in rows),
        last_at=max((last_at for *_, last_at in rows), default=None),
    )


_FLOW = """
    SELECT s.type, {place} AS part, count(*), count(*) FILTER (s.machine), max(e.occurred_at) FROM events AS e
    JOIN signatures AS s USING (signature)
    WHERE e.occurred_at >= $1 AND e.occurred_at < $2 GROUP BY ALL
"""
