"""What is left of a score that is deleted, or a segment: the history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tamis.store.warehouse.values.kept import forget_values

if TYPE_CHECKING:
    from tamis.store.warehouse.warehouse import Warehouse


def delete_values(warehouse: Warehouse, score: str, at: int) -> None:
    """Takes the values of a score away, with a row of the history for each record that had one. All of it, or nothing.

    `at`: microseconds since the epoch, UTC.
    """
    with warehouse.transaction():
        warehouse.engine.sql(_ENDED, [score, at])
        forget_values(warehouse, score)
        # Else an unmerge would bring them back, beside those of a later score of that key.
        warehouse.engine.sql("DELETE FROM warehouse.merged_values WHERE score = ?", [score])


def delete_members(warehouse: Warehouse, segment: str) -> None:
    """Takes away the list of a segment's members, all of it or nothing."""
    with warehouse.transaction():
        for table in ("members", "merged_members", "static_segments"):
            warehouse.engine.sql(f"DELETE FROM warehouse.{table} WHERE segment = ?", [segment])


# What the history says last of each record, so that its rows add up also where a value had moved a little since.
_ENDED = """
    INSERT INTO warehouse.score_history
    SELECT score, object, n, $2, version, after, NULL, tier_after, NULL, 'delete', '' FROM (
        FROM warehouse.score_history WHERE score = $1
        QUALIFY row_number() OVER (PARTITION BY object, n ORDER BY rowid DESC) = 1)
    WHERE after IS NOT NULL OR tier_after IS NOT NULL
"""
