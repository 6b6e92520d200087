"""The numbers of the records that messages speak of; records that are not there yet are made."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from tamis.store.warehouse.schema import CONTACTS
from tamis.store.warehouse.warehouse import Warehouse


@dataclass
class Numbers:
    """By id, the number of a record of its own (`own`); by that, the number of the record it is part of since it was
    merged (`whole`, only of those that are). `new` are the ids of records that were not there."""

    own: dict[str, int]
    whole: dict[int, int]
    new: frozenset[str]

    def of(self, id: str) -> int:
        """The number that the record's scores go by."""
        return self.whole.get(self.own[id], self.own[id])

    def merge(self, kept: int, other: int) -> None:
        """Notes that a whole record, and those merged into it, are part of another one from now on."""
        for own, whole in self.whole.items():
            if whole == other:
                self.whole[own] = kept
        self.whole[other] = kept
        # Whoever is merged into is part of a group too, and taken apart with it.
        self.whole.setdefault(kept, kept)


def known_contacts(warehouse: Warehouse, ids: Iterable[str]) -> dict[str, int]:
    """The numbers of those contacts that are there, by their ids; merged ones too."""
    ids = list(ids)
    if not ids:
        return {}
    found = warehouse.rows(
        f"SELECT id, n FROM {CONTACTS} WHERE id IN (SELECT unnest($1::VARCHAR[])) UNION"
        " SELECT id, n FROM warehouse.merged_records WHERE id IN (SELECT unnest($1::VARCHAR[]))",
        [ids],
    )
    return dict(found)


def contact_numbers(
    warehouse: Warehouse, firsts: Mapping[str, int], asked: Collection[str], found: Mapping[str, int]
) -> Numbers:
    """The contacts of these ids, made where they are not there; each was first heard of at an instant.

    Of the ids that were `asked` for already, those that are there were `found`.
    """
    known = {id: n for id, n in found.items() if id in firsts} | known_contacts(warehouse, firsts.keys() - asked)
    [(most,)] = warehouse.rows(
        f"SELECT greatest((SELECT max(n) FROM {CONTACTS}), (SELECT max(n) FROM warehouse.merged), -1)"
    )
    new = _add(warehouse, CONTACTS, most + 1, firsts, known.keys())
    merged = dict(
        warehouse.rows(
            "SELECT n, kept FROM warehouse.merged WHERE n IN (SELECT unnest(?::INTEGER[]))", [list(known.values())]
        )
    )
    return Numbers(known | new, merged, frozenset(new))


def record_numbers(warehouse: Warehouse, object: str, firsts: Mapping[str, int]) -> Numbers:
    """The same for records of an object that cannot be merged."""
    if not firsts:
        return Numbers({}, {}, frozenset())
    table = f"warehouse.records_{warehouse.objects()[object]}"
    known = dict(warehouse.rows(f"SELECT id, n FROM {table} WHERE id IN (SELECT unnest(?::VARCHAR[]))", [list(firsts)]))
    [(most,)] = warehouse.rows(f"SELECT coalesce(max(n), -1) FROM {table}")
    new = _add(warehouse, table, most + 1, firsts, known.keys())
    return Numbers(known | new, {}, frozenset(new))


def _add(
    warehouse: Warehouse, table: str, first: int, firsts: Mapping[str, int], known: Collection[str]
) -> dict[str, int]:
    new = {id: first + i for i, id in enumerate(sorted(firsts.keys() - known))}
    if new:
        warehouse.engine.sql(
            f"INSERT INTO {table} (n, id, created_at)"
            " SELECT unnest(?::INTEGER[]), unnest(?::VARCHAR[]), unnest(?::BIGINT[])",
            [list(new.values()), list(new), [firsts[id] for id in new]],
        )
    return new
