"""On which days each source was heard of, and when last on each: of messages nothing else says which source they are
from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tamis.store.warehouse.live.said import Arrival
from tamis.store.warehouse.warehouse import Warehouse

_DAY = 86_400_000_000


def note_heard(warehouse: Warehouse, arrivals: Sequence[Arrival]) -> None:
    """Notes whom a batch is from: a row for each source and day (UTC), two statements for the batch."""
    newest: dict[tuple[str, int], int] = {}
    for each in arrivals:
        at = each.message.received_at
        place = each.source, at // _DAY
        if at > newest.get(place, 0):
            newest[place] = at
    told = [[source for source, _ in newest], [day for _, day in newest], list(newest.values())]
    rows = "(SELECT unnest(?::VARCHAR[]) AS source, unnest(?::INTEGER[]) AS day, unnest(?::BIGINT[]) AS last_at)"
    same = "h.source = t.source AND h.day = t.day"
    warehouse.engine.sql(
        f"UPDATE warehouse.heard AS h SET last_at = greatest(h.last_at, t.last_at) FROM {rows} AS t WHERE {same}", told
    )
    warehouse.engine.sql(
        f"INSERT INTO warehouse.heard FROM {rows} AS t WHERE NOT EXISTS (FROM warehouse.heard AS h WHERE {same})", told
    )


def heard_days(warehouse: Warehouse) -> Mapping[str, Sequence[tuple[int, int]]]:
    """By source, the days on which it was heard of (since the epoch, UTC), in order, each with the last instant."""
    found: dict[str, list[tuple[int, int]]] = {}
    for source, day, last_at in warehouse.rows("SELECT source, day, last_at FROM warehouse.heard ORDER BY ALL"):
        found.setdefault(source, []).append((day, last_at))
    return found
