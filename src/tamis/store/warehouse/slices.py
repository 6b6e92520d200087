"""Part of a warehouse, for computing many records without all: a range of contacts, and what is theirs, as views."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from tamis.compile.catalog import Catalog
from tamis.definitions import Score, Segment
from tamis.definitions.walk import CONTACT, needs
from tamis.store.warehouse.warehouse import Warehouse


def can_slice(scores: Sequence[Score], segments: Mapping[str, Segment]) -> bool:
    """Whether the scores of one object look at nothing of another record of that object; and of contacts, since what
    happens is theirs."""
    turns = needs(scores, list(segments.values())).links
    return scores[0].object == CONTACT and all(to != CONTACT for _, to in turns)


@contextmanager
def slice_of_contacts(warehouse: Warehouse, catalog: Catalog, numbers: range) -> Iterator[None]:
    """Within, bare names of tables are those of the warehouse with the contacts of these numbers only, and their
    changes, events and associations. Nothing is copied: neighbours by number lie side by side on the disk."""
    contacts = catalog.objects[CONTACT]
    columns = {contacts.table: "n", contacts.changes: "n", "events": "contact"}
    columns |= {table: "from_n" for (of, _), table in catalog.links.items() if of == CONTACT}
    # Of its own, since several sessions of one process share their databases.
    name = f"slice_{secrets.token_hex(4)}"
    warehouse.engine.sql(f"ATTACH ':memory:' AS {name}")
    try:
        for table in catalog.tables():
            column = columns.get(table)
            part = f" WHERE {column} >= {numbers.start} AND {column} < {numbers.stop}" if column else ""
            warehouse.engine.sql(f"CREATE VIEW {name}.{table} AS FROM warehouse.{table}{part}")
        with warehouse.current(name):
            yield
    finally:
        warehouse.engine.sql(f"DETACH {name}")
