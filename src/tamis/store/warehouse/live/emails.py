"""The e-mail addresses of contacts, for rules that tell the company's own people apart."""

from __future__ import annotations

from collections.abc import Iterable

from tamis.store.warehouse.schema import CONTACTS
from tamis.store.warehouse.warehouse import Warehouse


def emails_of(warehouse: Warehouse, ids: Iterable[str]) -> dict[str, str]:
    """The addresses of those contacts that have one, by id; merged contacts go by their own ids."""
    column = warehouse.rows("SELECT column_name FROM warehouse.properties WHERE object = 'contact' AND name = 'email'")
    if not column:
        return {}
    asked = list(ids)
    kept = "SELECT r.id, {0}::VARCHAR FROM {1} AS r WHERE r.id IN (SELECT unnest($1::VARCHAR[])) AND {0} IS NOT NULL"
    tables = [CONTACTS]
    if warehouse.one("SELECT EXISTS (FROM warehouse.merged)"):
        tables.append("warehouse.merged_records")
    return dict(warehouse.rows(" UNION ".join(kept.format(column[0][0], table) for table in tables), [asked]))
