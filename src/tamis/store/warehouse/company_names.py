"""What the companies that are there are called, and where they are on the web."""

from __future__ import annotations

from tamis.store.warehouse.warehouse import Warehouse


def known_companies(warehouse: Warehouse) -> str:
    """SQL of every company: `id`, `name`, `domain`; NULL where that is unknown."""
    columns = dict(
        warehouse.rows(
            "SELECT name, column_name FROM warehouse.properties"
            " WHERE object = 'company' AND name IN ('name', 'domain') AND type <> 'choices'"
        )
    )
    name, domain = (f"{columns[each]}::VARCHAR" if each in columns else "NULL::VARCHAR" for each in ("name", "domain"))
    number = warehouse.objects()["company"]
    return f"(SELECT id, {name} AS name, {domain} AS domain FROM warehouse.records_{number})"
