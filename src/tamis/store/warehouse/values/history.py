"""What became of the value of one record: every change, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tamis.store.warehouse.warehouse import Warehouse


@dataclass(frozen=True)
class HistoryRow:
    """One change of the value or the tier of a record, by one score.

    `at` is the instant that the value was computed for, in microseconds since the epoch, UTC. Values are whole
    millionths of a point, None for no value. `cause` is publish, import, rescore, merge or unmerge.
    """

    at: int
    score: str
    version: int
    before: int | None
    after: int | None
    tier_before: str | None
    tier_after: str | None
    cause: str
    detail: str


def history_of(warehouse: Warehouse, object: str, id: str, score: str | None = None) -> list[HistoryRow]:
    """The changes of a record, of all scores or of one, oldest first; none for a record that is not there."""
    table = warehouse.catalog().objects[object].table
    return [HistoryRow(*row) for row in warehouse.rows(_ROWS.format(table), [object, id, score])]


def values_of(warehouse: Warehouse, object: str, id: str) -> dict[str, int]:
    """The kept values of a record by score, in whole millionths; without scores whose population it is not in."""
    table = warehouse.catalog().objects[object].table
    return dict(warehouse.rows(_VALUES.format(table), [object, id]))


_VALUES = """
    SELECT score, points FROM warehouse.score_values
    WHERE object = $1 AND n = (SELECT n FROM {} WHERE id = $2) AND points IS NOT NULL
"""

# In the order in which they were written, and not by `at`, which goes back where a clock was set back.
_ROWS = """
    SELECT "at", score, version, before, after, tier_before, tier_after, cause, detail FROM warehouse.score_history
    WHERE object = $1 AND n = (SELECT n FROM {} WHERE id = $2) AND ($3::VARCHAR IS NULL OR score = $3) ORDER BY rowid
"""
