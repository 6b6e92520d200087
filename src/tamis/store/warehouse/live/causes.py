"""Why the values of touched records are computed anew, for the history: one cause each, and all there is to tell."""

from __future__ import annotations

from collections.abc import Sequence

from tamis.store.warehouse.warehouse import Warehouse

# Of several that happened at once the first is named; the detail tells of all.
_IN_ORDER = ("merge", "unmerge", "identified", "created", "reset", "unreset", "property", "event", "association")


def name_causes(warehouse: Warehouse) -> None:
    """Puts one row a touched record into the temporary table `causes` (object, n, cause, detail)."""
    warehouse.engine.sql(_CAUSES, [list(_IN_ORDER)])


def choose_targets(warehouse: Warehouse, records: Sequence[int]) -> None:
    """Puts the numbers of the records that are computed into the temporary table `targets`."""
    warehouse.engine.sql("CREATE OR REPLACE TEMP TABLE targets AS SELECT unnest(?::INTEGER[]) AS n", [list(records)])


_CAUSES = """
    CREATE OR REPLACE TEMP TABLE causes AS
    SELECT object, n, first(cause ORDER BY place) AS cause,
        string_agg(DISTINCT coalesce(nullif(detail, ''), cause), ', ' ORDER BY coalesce(nullif(detail, ''), cause))
            AS detail
    FROM (SELECT *, coalesce(list_position($1::VARCHAR[], cause), 99) AS place FROM warehouse.dirty)
    GROUP BY object, n
"""
