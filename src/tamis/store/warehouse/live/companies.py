"""Whom sources associate: contacts with the companies of their `group` messages, and with the one that they name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tamis.store.warehouse.links import BY_COLUMN_RANK, links_table
from tamis.store.warehouse.schema import CONTACTS
from tamis.store.warehouse.warehouse import Warehouse


def associate(warehouse: Warehouse, pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Associates contacts with companies, by numbers; gives the pairs that were not associated in this way yet."""
    there, back = links_table(warehouse, "contact", "company"), links_table(warehouse, "company", "contact")
    asked = list(pairs)
    if not asked:
        return []
    new = warehouse.rows(
        "SELECT DISTINCT t.contact, t.company FROM (SELECT unnest(?::INTEGER[]) AS contact, unnest(?::INTEGER[])"
        f" AS company) AS t WHERE NOT EXISTS (FROM {there} AS l WHERE l.from_n = t.contact AND l.to_n = t.company"
        f" AND l.label IS NULL AND l.rank < {BY_COLUMN_RANK})",
        [[contact for contact, _ in asked], [company for _, company in asked]],
    )
    _write(warehouse, there, back, new, rank=0)
    return [(int(contact), int(company)) for contact, company in new]


def first_companies(warehouse: Warehouse, pairs: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Of contacts and companies that they belong to (by numbers, in order), the first company of each contact that
    names none and belongs to no other: it is what its `company_id` would say in a file. Contacts must be taken apart.
    """
    first: dict[int, int] = {}
    for contact, company in pairs:
        first.setdefault(contact, company)
    if not first:
        return {}
    column = warehouse.rows(
        "SELECT column_name FROM warehouse.properties WHERE object = 'contact' AND name = 'company_id'"
    )
    unnamed = f"AND p.{column[0][0]} IS NULL" if column else ""
    found = warehouse.rows(
        "SELECT t.contact, t.company FROM (SELECT unnest(?::INTEGER[]) AS contact, unnest(?::INTEGER[]) AS company)"
        f" AS t JOIN {CONTACTS} AS p ON p.n = t.contact {unnamed} WHERE NOT EXISTS (FROM"
        f" {links_table(warehouse, 'contact', 'company')} AS l WHERE l.from_n = t.contact AND l.to_n <> t.company)",
        [list(first), list(first.values())],
    )
    return {int(contact): int(company) for contact, company in found}


def name_companies(warehouse: Warehouse, named: Mapping[int, str | None]) -> list[tuple[int, int]]:
    """Contacts name their company anew (None: none any more); gives every pair that is so no more, or is new."""
    if not named:
        return []
    there, back = links_table(warehouse, "contact", "company"), links_table(warehouse, "company", "contact")
    contacts = list(named)
    gone = warehouse.rows(
        f"SELECT from_n, to_n FROM {there} WHERE rank = {BY_COLUMN_RANK} AND from_n IN (SELECT unnest(?::INTEGER[]))",
        [contacts],
    )
    for table, end in ((there, "from_n"), (back, "to_n")):
        warehouse.engine.sql(
            f"DELETE FROM {table} WHERE rank = {BY_COLUMN_RANK} AND {end} IN (SELECT unnest(?::INTEGER[]))", [contacts]
        )
    new = warehouse.rows(
        "SELECT t.n, c.n FROM (SELECT unnest(?::INTEGER[]) AS n, unnest(?::VARCHAR[]) AS id) AS t"
        f" JOIN warehouse.records_{warehouse.objects()['company']} AS c USING (id)",
        [contacts, list(named.values())],
    )
    _write(warehouse, there, back, new, rank=BY_COLUMN_RANK)
    return [(int(contact), int(company)) for contact, company in {*gone, *new}]


def name_new_companies(warehouse: Warehouse, new: Iterable[int]) -> list[tuple[int, int]]:
    """Contacts may have named companies before these were there; gives the pairs. Contacts must be taken apart."""
    numbers = list(new)
    column = warehouse.rows(
        "SELECT column_name FROM warehouse.properties WHERE object = 'contact' AND name = 'company_id'"
    )
    if not numbers or not column:
        return []
    there, back = links_table(warehouse, "contact", "company"), links_table(warehouse, "company", "contact")
    found = warehouse.rows(
        f"SELECT p.n, c.n FROM warehouse.records_{warehouse.objects()['company']} AS c JOIN {CONTACTS} AS p"
        f" ON p.{column[0][0]} = c.id WHERE c.n IN (SELECT unnest(?::INTEGER[]))"
        f" AND NOT EXISTS (FROM {there} AS l WHERE l.from_n = p.n AND l.rank = {BY_COLUMN_RANK})",
        [numbers],
    )
    _write(warehouse, there, back, found, rank=BY_COLUMN_RANK)
    return [(int(contact), int(company)) for contact, company in found]


def _write(warehouse: Warehouse, there: str, back: str, pairs: Iterable[tuple[int, int]], *, rank: int) -> None:
    listed = list(pairs)
    if listed:
        ends = [[contact for contact, _ in listed], [company for _, company in listed]]
        for table, (one, other) in ((there, ends), (back, ends[::-1])):
            warehouse.engine.sql(
                f"INSERT INTO {table} SELECT unnest(?::INTEGER[]), unnest(?::INTEGER[]), NULL, {rank}", [one, other]
            )
