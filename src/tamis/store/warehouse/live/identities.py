"""Who anonymous ids stand for. What visitors do is kept under numbers below zero, which no record has, until it is
known who they are: then it is the contact's, as if it always had been."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tamis.store.warehouse.live.numbers import Numbers
from tamis.store.warehouse.newest_events import note_anew
from tamis.store.warehouse.schema import CONTACTS
from tamis.store.warehouse.warehouse import Warehouse


def bound_contacts(warehouse: Warehouse, anonymous: Iterable[str]) -> dict[str, str]:
    """By anonymous id, the id of the contact that it stands for; nothing for visitors that nobody knows."""
    anonymous = list(anonymous)
    if not anonymous:
        return {}
    found = warehouse.rows(
        "WITH asked AS (FROM warehouse.visitors WHERE anonymous_id IN (SELECT unnest(?::VARCHAR[])) AND n >= 0)"
        f" SELECT a.anonymous_id, r.id FROM asked AS a JOIN {CONTACTS} AS r USING (n)"
        " UNION SELECT a.anonymous_id, r.id FROM asked AS a JOIN warehouse.merged_records AS r USING (n)",
        [anonymous],
    )
    return dict(found)


def visitor_numbers(warehouse: Warehouse, anonymous: Iterable[str]) -> dict[str, int]:
    """The numbers that events of visitors go by; each new visitor gets one."""
    asked = list(dict.fromkeys(anonymous))
    known: dict[str, int] = dict(
        warehouse.rows(
            "SELECT anonymous_id, n FROM warehouse.visitors WHERE anonymous_id IN (SELECT unnest(?::VARCHAR[]))",
            [asked],
        )
    )
    [(least,)] = warehouse.rows("SELECT least((SELECT min(n) FROM warehouse.visitors), 0)")
    new = {id: least - 1 - i for i, id in enumerate(id for id in asked if id not in known)}
    _write(warehouse, new)
    return known | new


def bind_visitors(warehouse: Warehouse, bound: Mapping[str, str], numbers: Numbers) -> set[int]:
    """Makes anonymous ids those of contacts, and what was done under them theirs; gives the contacts (by the numbers
    that their scores go by) that came to have events so."""
    if not bound:
        return set()
    before: dict[str, int] = dict(
        warehouse.rows(
            "SELECT anonymous_id, n FROM warehouse.visitors WHERE anonymous_id IN (SELECT unnest(?::VARCHAR[]))",
            [list(bound)],
        )
    )
    warehouse.engine.sql(
        "DELETE FROM warehouse.visitors WHERE anonymous_id IN (SELECT unnest(?::VARCHAR[]))", [list(bound)]
    )
    _write(warehouse, {anonymous: numbers.own[contact] for anonymous, contact in bound.items()})
    moved = {before[anonymous]: contact for anonymous, contact in bound.items() if before.get(anonymous, 0) < 0}
    return _give_events(warehouse, moved, numbers) if moved else set()


def _give_events(warehouse: Warehouse, moved: Mapping[int, str], numbers: Numbers) -> set[int]:
    engine = warehouse.engine
    engine.sql(
        "CREATE OR REPLACE TEMP TABLE moved AS SELECT unnest(?::INTEGER[]) AS visitor, unnest(?::INTEGER[]) AS own,"
        " unnest(?::INTEGER[]) AS n",
        [
            list(moved),
            [numbers.own[contact] for contact in moved.values()],
            [numbers.of(contact) for contact in moved.values()],
        ],
    )
    engine.sql(
        "INSERT INTO warehouse.merged_events SELECT m.own, e.key FROM warehouse.events AS e"
        " JOIN moved AS m ON m.visitor = e.contact WHERE m.own <> m.n"
    )
    found = warehouse.rows("SELECT DISTINCT m.n FROM warehouse.events AS e JOIN moved AS m ON m.visitor = e.contact")
    if found:
        engine.sql("UPDATE warehouse.events AS e SET contact = m.n FROM moved AS m WHERE e.contact = m.visitor")
        note_anew(warehouse, [n for (n,) in found])
    return {int(n) for (n,) in found}


def _write(warehouse: Warehouse, numbers: Mapping[str, int]) -> None:
    if numbers:
        warehouse.engine.sql(
            "INSERT INTO warehouse.visitors SELECT unnest(?::VARCHAR[]), unnest(?::INTEGER[])",
            [list(numbers), list(numbers.values())],
        )
