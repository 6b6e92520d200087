"""Erases a contact wholly: the record, and whatever else tells of it, under every id that it was known by.

Rows of the logs of merges and resets are numbered by how many there are, so these stay, and tell of nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tamis.definitions import PropertyType
from tamis.store.warehouse.merged_tables import taken_apart
from tamis.store.warehouse.schema import CONTACT_CHANGES, CONTACTS
from tamis.store.warehouse.sql import literal
from tamis.store.warehouse.warehouse import Warehouse

_GROUP = "(SELECT n FROM temp.erased)"
_IDS = "(SELECT id FROM temp.erased)"
_TEXTS = (PropertyType.TEXT, PropertyType.CHOICE)


@dataclass(frozen=True)
class Erased:
    """What was erased: the ids that the contact was known by, and how many rows, by what they told."""

    ids: tuple[str, ...]
    rows: Mapping[str, int]


def erase_contact(warehouse: Warehouse, n: int) -> Erased:
    """Erases the contact of that number with all that are merged into it, all of it or nothing.

    Records that were associated with it are to be computed anew.
    """
    with warehouse.transaction():
        ids = _choose(warehouse, n)
        _touch_neighbours(warehouse)
        rows = _forget(warehouse)
    return Erased(ids, {name: count for name, count in rows.items() if count})


def _choose(warehouse: Warehouse, n: int) -> tuple[str, ...]:
    """Puts the numbers and ids of the contact, and of those merged into it, into the temporary table `erased`."""
    warehouse.engine.sql(
        f"CREATE OR REPLACE TEMP TABLE erased AS SELECT n, id FROM {CONTACTS} WHERE n = $1 UNION"
        " SELECT r.n, r.id FROM warehouse.merged AS m JOIN warehouse.merged_records AS r USING (n) WHERE m.kept = $1",
        [n],
    )
    return tuple(id for (id,) in warehouse.rows("SELECT id FROM temp.erased ORDER BY n <> ?, id", [n]))


def _touch_neighbours(warehouse: Warehouse) -> None:
    for a, b, table in _pairs(warehouse):
        if a == "contact":
            warehouse.engine.sql(
                f"INSERT INTO warehouse.dirty SELECT DISTINCT ?, to_n, 'association', '' FROM warehouse.{table}"
                f" WHERE from_n IN {_GROUP} AND NOT (? = 'contact' AND to_n IN {_GROUP})",
                [b, b],
            )


def _forget(warehouse: Warehouse) -> dict[str, int]:
    rows = {"events": _delete(warehouse, "events", f"contact IN {_GROUP}")}
    warehouse.engine.sql(
        "DELETE FROM warehouse.signatures WHERE signature NOT IN (SELECT DISTINCT signature FROM warehouse.events)"
    )
    _delete(warehouse, "newest_events", f"contact IN {_GROUP}")
    _forget_merging(warehouse)
    with taken_apart(warehouse):
        rows["records"] = _delete(warehouse, CONTACTS.removeprefix("warehouse."), f"n IN {_GROUP}")
        rows["property changes"] = _delete(warehouse, CONTACT_CHANGES.removeprefix("warehouse."), f"n IN {_GROUP}")
        rows["associations"] = sum(_unlink(warehouse, *pair) for pair in _pairs(warehouse))
        of_contacts = "segment IN (SELECT segment FROM warehouse.static_segments WHERE object = 'contact')"
        rows["memberships"] = _delete(warehouse, "members", f"n IN {_GROUP} AND {of_contacts}")
    for table in ("told", "score_values", "merged_values", "likelihoods", "dirty"):
        _delete(warehouse, table, f"object = 'contact' AND n IN {_GROUP}")
    rows["changes of scores"] = _delete(warehouse, "score_history", f"object = 'contact' AND n IN {_GROUP}")
    rows["changes of likelihoods"] = _delete(warehouse, "likelihood_history", f"object = 'contact' AND n IN {_GROUP}")
    rows["anonymous ids"] = _delete(warehouse, "visitors", f"n IN {_GROUP}")
    _delete(warehouse, "aliases", f"n IN {_GROUP} OR name IN {_IDS}")
    _delete(warehouse, "dismissals", f"one IN {_GROUP} OR other IN {_GROUP}")
    _unname(warehouse)
    return rows


def _forget_merging(warehouse: Warehouse) -> None:
    """Before the merged are taken apart: they are not to be put together again, nor to be reset."""
    engine = warehouse.engine
    engine.sql(f"DELETE FROM warehouse.merged_events WHERE contact IN {_GROUP}")
    engine.sql(
        "UPDATE warehouse.merges SET undone_at = coalesce(undone_at, merged_at), kept = NULL, other = NULL"
        f" WHERE kept IN {_GROUP} OR other IN {_GROUP}"
    )
    engine.sql(
        "UPDATE warehouse.reset_log SET undone_at = coalesce(undone_at, done_at), n = NULL"
        f" WHERE object = 'contact' AND n IN {_GROUP}"
    )
    engine.sql(f"DELETE FROM warehouse.resets WHERE object = 'contact' AND n IN {_GROUP}")


def _unlink(warehouse: Warehouse, a: str, b: str, table: str) -> int:
    ends = [f"{end} IN {_GROUP}" for object, end in ((a, "from_n"), (b, "to_n")) if object == "contact"]
    if not ends:
        return 0
    count = _delete(warehouse, table, " OR ".join(ends))
    # Each is kept in both directions.
    return count if a <= b else 0


def _unname(warehouse: Warehouse) -> None:
    """Takes the contact's ids out of what others tell of it: the history of who was merged, deals' contact."""
    warehouse.engine.sql(
        f"UPDATE warehouse.score_history SET detail = '' WHERE cause IN ('merge', 'unmerge') AND detail IN {_IDS}"
    )
    found = warehouse.rows(
        "SELECT p.object, o.number, p.column_name, p.type FROM warehouse.properties AS p"
        " JOIN warehouse.objects AS o USING (object) WHERE p.name = 'contact_id' AND p.object <> 'contact'"
    )
    for object, number, column, type in found:
        if type in _TEXTS:
            warehouse.engine.sql(f"UPDATE warehouse.records_{number} SET {column} = NULL WHERE {column} IN {_IDS}")
            for table, which in ((f"changes_{number}", ""), ("told", f" AND object = {literal(object)}")):
                warehouse.engine.sql(
                    f"UPDATE warehouse.{table} SET text = NULL WHERE property = 'contact_id' AND text IN {_IDS}{which}"
                )


def _delete(warehouse: Warehouse, table: str, where: str) -> int:
    return int(warehouse.one(f"DELETE FROM warehouse.{table} WHERE {where}"))


def _pairs(warehouse: Warehouse) -> list[tuple[str, str, str]]:
    return [(a, b, table) for a, b, table in warehouse.rows("SELECT * FROM warehouse.pairs")]
