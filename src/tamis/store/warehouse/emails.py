"""The e-mail addresses of the contacts that are there."""

from __future__ import annotations

from tamis.store.warehouse.schema import CONTACTS
from tamis.store.warehouse.warehouse import Warehouse


def known_emails(warehouse: Warehouse) -> str:
    """SQL of every contact with its own address (`id`, `email`; NULL where it has none), and the id of the record that
    it is part of (`whole`): a merged contact's own address leads to the one that it was merged into."""
    found = warehouse.rows(
        "SELECT column_name FROM warehouse.properties WHERE object = 'contact' AND name = 'email' AND type <> 'choices'"
    )
    email = f"{found[0][0]}::VARCHAR" if found else "NULL::VARCHAR"
    merged = email if found and _is_there(warehouse, "merged_records", found[0][0]) else "NULL::VARCHAR"
    parts = f"SELECT n, id, {merged} AS email FROM warehouse.merged_records"
    return (
        f"(SELECT id, {email} AS email, id AS whole FROM {CONTACTS} WHERE n NOT IN (SELECT n FROM warehouse.merged)"
        f" UNION ALL SELECT r.id, r.email, k.id FROM ({parts}) AS r"
        f" JOIN warehouse.merged AS m USING (n) JOIN {CONTACTS} AS k ON k.n = m.kept)"
    )


def _is_there(warehouse: Warehouse, table: str, column: str) -> bool:
    return column in warehouse.columns(table)
