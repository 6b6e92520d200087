"""The kept values of a score, a page at a time, by the ids of its records."""

from __future__ import annotations

from dataclasses import dataclass

from tamis.errors import UsageError, closest, is_unicode
from tamis.operations.workspace import Workspace
from tamis.store.warehouse import Warehouse
from tamis.store.warehouse.merges import kept_id


@dataclass(frozen=True)
class ListedValue:
    """The value of a record (whole millionths of a point; None outside the population), its tier, of which version it
    is and the instant that it was computed for (microseconds since the epoch, UTC)."""

    id: str
    points: int | None
    fit: int | None
    engagement: int | None
    tier: str | None
    version: int
    computed_at: int


def list_values(
    workspace: Workspace, key: str, *, after: str | None = None, tiers: tuple[str, ...] = (), most: int = 50
) -> tuple[ListedValue, ...]:
    """Those of the records whose ids come after one: each is told once, whatever changes between two pages. Records
    outside the population are left out. `tiers`: only those in one of these.

    Raises UsageError for a score that has no values.
    """
    with workspace.opened() as warehouse:
        table = _table(warehouse, key)
        beyond = "AND r.id > $2" if after is not None else "AND $2 IS NULL"
        within = "AND v.tier IN (SELECT unnest($3::VARCHAR[]))" if tiers else "AND len($3::VARCHAR[]) = 0"
        rows = warehouse.rows(
            f"{_VALUES.format(table=table)} AND v.points IS NOT NULL {beyond} {within} ORDER BY r.id LIMIT {most:d}",
            [key, after, list(tiers)],
        )
    return tuple(ListedValue(*row) for row in rows)


def read_value(workspace: Workspace, key: str, id: str) -> ListedValue:
    """That of one record; the id of a merged contact stands for the one it is part of.

    Raises UsageError for a score that has no values, and for a record that has none of it.
    """
    with workspace.opened() as warehouse:
        table = _table(warehouse, key)
        [(object,)] = warehouse.rows("SELECT object FROM score_values WHERE score = ? LIMIT 1", [key])
        kept = kept_id(warehouse, object, id) if is_unicode(id) else ""
        rows = warehouse.rows(f"{_VALUES.format(table=table)} AND r.id = $2", [key, kept])
    if not rows:
        raise UsageError(f'The score "{key}" has no value of a {object} of that id.')
    return ListedValue(*rows[0])


_VALUES = (
    'SELECT r.id, v.points, v.fit, v.engagement, v.tier, v.version, v."at"'
    " FROM score_values AS v JOIN {table} AS r ON r.n = v.n WHERE v.score = $1"
)


def _table(warehouse: Warehouse, key: str) -> str:
    """The table of the records that a score is of."""
    found = dict(warehouse.rows("SELECT DISTINCT score, object FROM score_values"))
    if key not in found:
        hint = closest(key, found) or (f"there is {', '.join(sorted(found))}" if found else "")
        raise UsageError(f'There are no values of a score "{key}".' + (f"\n  hint: {hint}" if hint else ""))
    return str(warehouse.catalog().objects[found[key]].table)
