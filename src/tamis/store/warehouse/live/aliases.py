"""Names that nobody was known by when a source said whose they are (`alias`): the contact that comes to have such a
name is the same person, whenever it comes, by a message or in a file."""

from __future__ import annotations

from collections.abc import Iterable

from tamis.store.warehouse.merges import join_contacts
from tamis.store.warehouse.schema import CONTACTS
from tamis.store.warehouse.warehouse import Warehouse


def aliased_contacts(warehouse: Warehouse, names: Iterable[str]) -> dict[str, list[str]]:
    """By name, the ids of the contacts that were said to be the same person, in the order in which it was said."""
    asked = list(names)
    if not asked:
        return {}
    found = warehouse.rows(
        "WITH asked AS (SELECT name, n, rowid AS place FROM warehouse.aliases"
        " WHERE name IN (SELECT unnest(?::VARCHAR[])))"
        f" SELECT name, id FROM (SELECT a.name, r.id, a.place FROM asked AS a JOIN {CONTACTS} AS r USING (n)"
        " UNION SELECT a.name, r.id, a.place FROM asked AS a JOIN warehouse.merged_records AS r USING (n))"
        " ORDER BY place",
        [asked],
    )
    aliased: dict[str, list[str]] = {}
    for name, id in found:
        aliased.setdefault(name, []).append(id)
    return aliased


def note_aliases(warehouse: Warehouse, pairs: Iterable[tuple[str, int]]) -> None:
    """Keeps names that nobody is known by, with the numbers (their own) of the contacts whose they are."""
    listed = list(dict.fromkeys(pairs))
    if listed:
        warehouse.engine.sql(
            "INSERT INTO warehouse.aliases SELECT * FROM (SELECT unnest(?::VARCHAR[]) AS name, unnest(?::INTEGER[]) AS"
            " n) AS t WHERE NOT EXISTS (FROM warehouse.aliases AS a WHERE a.name = t.name AND a.n = t.n)",
            [[name for name, _ in listed], [n for _, n in listed]],
        )


def forget_aliases(warehouse: Warehouse, names: Iterable[str]) -> None:
    """Somebody is known by these names now, and merged: an unmerge must not be undone by what was said before it."""
    listed = list(names)
    if listed:
        warehouse.engine.sql("DELETE FROM warehouse.aliases WHERE name IN (SELECT unnest(?::VARCHAR[]))", [listed])


def join_aliased(warehouse: Warehouse, at: int) -> None:
    """Merges the contacts that a file brought with those who were said to go by their names too. Merged contacts must
    be taken apart; put together again, they are one record each."""
    found = warehouse.rows(
        f"SELECT a.n, r.n, a.name FROM warehouse.aliases AS a JOIN {CONTACTS} AS r ON r.id = a.name ORDER BY a.rowid"
    )
    wholes: dict[int, int] = dict(warehouse.rows(_WHOLES)) if found else {}
    for kept, other, _ in found:
        kept, other = _whole(wholes, kept), _whole(wholes, other)
        if kept != other:
            join_contacts(warehouse, [(kept, other)], at)
            wholes[other] = kept
    forget_aliases(warehouse, {name for _, _, name in found})


_WHOLES = "SELECT other, kept FROM warehouse.merges WHERE undone_at IS NULL"


def _whole(wholes: dict[int, int], n: int) -> int:
    """The record that a contact is part of; each merge leads from one to the next."""
    while n in wholes:
        n = wholes[n]
    return n
