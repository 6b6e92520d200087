"""Why the values of touched records are computed anew, for the history: one cause each, and all there is to tell."""

from __future__ import annotations

from tamis.store.warehouse.warehouse import Warehouse

# Of several that happened at once the first is named; the detail tells of all.
_IN_ORDER = (
    *("merge", "unmerge", "identified", "created", "reset", "unreset"),
    *("membership", "property", "event", "association"),
)


def name_causes(warehouse: Warehouse) -> None:
    """Shows one row a touched record in the temporary view `causes` (object, n, cause, detail), until what touched
    them is forgotten."""
    warehouse.engine.sql(_CAUSES)


# A view: a table of it would take longer to make than its few rows to find.
_CAUSES = f"""
    CREATE OR REPLACE TEMP VIEW causes AS
    SELECT object, n, arg_min(cause, coalesce(list_position({list(_IN_ORDER)}, cause), 99)) AS cause,
        array_to_string(list_sort(list_distinct(list(coalesce(nullif(detail, ''), cause)))), ', ') AS detail
    FROM warehouse.dirty GROUP BY object, n
"""
