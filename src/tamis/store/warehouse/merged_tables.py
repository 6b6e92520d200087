"""The tables that scoring reads, with merged contacts as one record each, and taken apart again.

What a merge makes of records, properties, associations and members is never mended: it is taken back, whatever was
taken in meanwhile is added as if nobody had ever been merged, and it is made anew. So it does not matter in which order
things come, and an unmerge gives back exactly what was. Events are too many for that; each stays where it is, and
`merged_events` says under whose id it came.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tamis.store.warehouse.merged_fills import fill_unknown
from tamis.store.warehouse.merged_groups import merged_groups
from tamis.store.warehouse.resets import place_resets
from tamis.store.warehouse.schema import CONTACT_CHANGES, CONTACTS
from tamis.store.warehouse.warehouse import Warehouse

_GROUPED = "(SELECT n FROM warehouse.merged)"
_OTHERS = "(SELECT n FROM warehouse.merged WHERE n <> kept)"
_OF_CONTACTS = "segment IN (SELECT segment FROM warehouse.static_segments WHERE object = 'contact')"


@contextmanager
def taken_apart(warehouse: Warehouse) -> Iterator[None]:
    """Within, every merged contact is a record of its own, with its own values, associations and memberships, though
    not events. After an error nothing is put together again: the transaction is lost.
    """
    if warehouse.one("SELECT EXISTS (FROM warehouse.merged)"):
        _take_apart(warehouse)
    yield
    if warehouse.one("SELECT EXISTS (FROM warehouse.merges WHERE undone_at IS NULL)"):
        _put_together(warehouse)
    place_resets(warehouse)


def _take_apart(warehouse: Warehouse) -> None:
    engine = warehouse.engine
    for live, kept in ((CONTACTS, "merged_records"), (CONTACT_CHANGES, "merged_changes")):
        engine.sql(f"DELETE FROM {live} WHERE n IN {_GROUPED}")
        # By name: properties that came later are columns of one and not of the other.
        engine.sql(f"INSERT INTO {live} BY NAME SELECT * FROM warehouse.{kept}")
    engine.sql(f"DELETE FROM warehouse.members WHERE n IN {_GROUPED} AND {_OF_CONTACTS}")
    engine.sql("INSERT INTO warehouse.members SELECT segment, n FROM warehouse.merged_members")
    for _, _, table in _pairs(warehouse):
        engine.sql(f"DELETE FROM warehouse.{table} WHERE {_touches(warehouse, table)}")
        engine.sql(
            f"INSERT INTO warehouse.{table} SELECT from_n, to_n, label, rank FROM warehouse.merged_links"
            " WHERE table_name = ?",
            [table],
        )
    for kept in ("merged_records", "merged_changes", "merged_members", "merged_links", "merged"):
        engine.sql(f"DELETE FROM warehouse.{kept}")
    engine.sql(
        "UPDATE warehouse.properties SET has_history = false WHERE object = 'contact' AND has_history"
        f" AND name NOT IN (SELECT property FROM {CONTACT_CHANGES})"
    )


def _put_together(warehouse: Warehouse) -> None:
    engine = warehouse.engine
    merges = warehouse.rows(
        "SELECT kept, other, merged_at FROM warehouse.merges WHERE undone_at IS NULL ORDER BY merge"
    )
    merged = merged_groups(merges)
    engine.sql(
        "INSERT INTO warehouse.merged"
        " SELECT unnest(?::INTEGER[]), unnest(?::INTEGER[]), unnest(?::INTEGER[]), unnest(?::BIGINT[])",
        [
            [each.n for each in merged],
            [each.kept for each in merged],
            [each.place for each in merged],
            [each.merged_at for each in merged],
        ],
    )
    engine.sql(f"CREATE OR REPLACE TABLE warehouse.merged_records AS SELECT * FROM {CONTACTS} WHERE n IN {_GROUPED}")
    engine.sql(f"INSERT INTO warehouse.merged_changes SELECT * FROM {CONTACT_CHANGES} WHERE n IN {_GROUPED}")
    for live in (CONTACTS, CONTACT_CHANGES):
        engine.sql(f"DELETE FROM {live} WHERE n IN {_OTHERS}")
    fill_unknown(warehouse)
    _join_members(warehouse)
    for a, b, table in _pairs(warehouse):
        _join_links(warehouse, a, b, table)


def _join_members(warehouse: Warehouse) -> None:
    engine = warehouse.engine
    theirs = f"n IN {_GROUPED} AND {_OF_CONTACTS}"
    engine.sql(f"INSERT INTO warehouse.merged_members SELECT segment, n FROM warehouse.members WHERE {theirs}")
    engine.sql(f"DELETE FROM warehouse.members WHERE {theirs}")
    engine.sql(
        "INSERT INTO warehouse.members"
        " SELECT DISTINCT segment, kept FROM warehouse.merged_members JOIN warehouse.merged USING (n)"
    )


def _join_links(warehouse: Warehouse, a: str, b: str, table: str) -> None:
    """Associations of a group are those of the kept contact; of two contacts of one group, none is left."""
    engine = warehouse.engine
    theirs = _touches(warehouse, table)
    engine.sql(
        f"INSERT INTO warehouse.merged_links SELECT ?, from_n, to_n, label, rank FROM warehouse.{table} WHERE {theirs}",
        [table],
    )
    engine.sql(f"DELETE FROM warehouse.{table} WHERE {theirs}")
    from_n, from_join = _end("f", "from_n", is_contact=a == "contact")
    to_n, to_join = _end("t", "to_n", is_contact=b == "contact")
    rank = {("contact", "company"): _rank("f"), ("company", "contact"): _rank("t")}.get((a, b), "l.rank")
    apart = f"WHERE {from_n} <> {to_n} OR l.from_n = l.to_n" if a == b else ""
    engine.sql(
        f"INSERT INTO warehouse.{table} SELECT from_n, to_n, label, max(rank) FROM"
        f" (SELECT {from_n} AS from_n, {to_n} AS to_n, l.label, {rank} AS rank"
        f" FROM (FROM warehouse.merged_links WHERE table_name = ?) AS l {from_join} {to_join} {apart})"
        " GROUP BY from_n, to_n, label, rank = 2",
        [table],
    )


def _end(alias: str, column: str, *, is_contact: bool) -> tuple[str, str]:
    """SQL of the record at one end of an association, and the join that it needs."""
    if not is_contact:
        return f"l.{column}", ""
    return f"coalesce({alias}.kept, l.{column})", f"LEFT JOIN warehouse.merged AS {alias} ON {alias}.n = l.{column}"


def _rank(alias: str) -> str:
    """SQL of a company's rank: of several that contacts of a group name in their columns, the first is the column's;
    the others are associations like any."""
    first = f"min({alias}.place) FILTER (l.rank = 2) OVER (PARTITION BY {alias}.kept)"
    return f"CASE WHEN l.rank = 2 AND {alias}.place > {first} THEN 0 ELSE l.rank END"


def _pairs(warehouse: Warehouse) -> list[tuple[str, str, str]]:
    """The tables of associations that contacts may be in."""
    return [
        (str(a), str(b), str(table))
        for a, b, table in warehouse.rows(
            "SELECT from_object, to_object, table_name FROM warehouse.pairs"
            " WHERE from_object = 'contact' OR to_object = 'contact' ORDER BY table_name"
        )
    ]


def _touches(warehouse: Warehouse, table: str) -> str:
    """SQL that tells whether an association of a table is one of a contact of a group."""
    [(a, b)] = warehouse.rows("SELECT from_object, to_object FROM warehouse.pairs WHERE table_name = ?", [table])
    ends = [column for object, column in ((a, "from_n"), (b, "to_n")) if object == "contact"]
    return " OR ".join(f"{end} IN {_GROUPED}" for end in ends)
