"""A handful of records to try a score on, for whoever has nobody in mind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tamis.compile.catalog import Catalog
from tamis.operations.record.naming import email_of, name_of
from tamis.operations.workspace import Workspace
from tamis.store.warehouse import Warehouse

_OF_CONTACTS = "contact"
# One pass over the values of a score: 16 ms of a million.
_BY_VALUES = """
    WITH kept AS (SELECT n, points FROM warehouse.score_values WHERE score = $1),
    bounds AS (
        SELECT max(points) AS most, min(points) AS least, quantile_disc(points, 0.5) FILTER (points > 0) AS half
        FROM kept
    )
    SELECT
        min(n) FILTER (points = most AND points > 0) AS highest,
        min(n) FILTER (points = half) AS middle,
        min(n) FILTER (points = 0) AS zero,
        min(n) FILTER (points = least AND points < 0) AS lowest,
        min(n) FILTER (points IS NULL) AS outside
    FROM kept, bounds
"""
# So many of a score without values.
_NEWEST = 3
_WHYS = ("highest", "middle", "zero", "lowest", "outside")


@dataclass(frozen=True)
class Example:
    """A record, and `why` it is worth a look: it has the `highest` value of the score, one in the `middle` of those
    above 0, `zero`, the `lowest` one below 0, or is `outside` of the population; is the `newest`, or was `active` last.

    `name` is what it is called, or else its address; `points` what the score gives it today, None for nothing.
    """

    why: str
    id: str
    name: str | None
    points: float | None


def examples_of(workspace: Workspace, key: str, object: str) -> tuple[Example, ...]:
    """Records of an object to try the score of a key on, each once; of a score without values, those that do not need
    any. None for an object that is not there."""
    with workspace.opened() as warehouse:
        catalog = warehouse.catalog()
        if object not in catalog.objects:
            return ()
        chosen = _chosen(warehouse, catalog, key, object)
        told = _told(warehouse, catalog, object, key, list(chosen))
    return tuple(Example(why, *told[number]) for number, why in chosen.items() if number in told)


def _chosen(warehouse: Warehouse, catalog: Catalog, key: str, object: str) -> Mapping[int, str]:
    """By number, why a record is there; the first reason counts."""
    [by_values] = warehouse.rows(_BY_VALUES, [key])
    table = catalog.objects[object].table
    some = 1 if any(number is not None for number in by_values) else _NEWEST
    newest = warehouse.rows(
        f"SELECT n FROM warehouse.{table} ORDER BY created_at DESC NULLS LAST, n DESC LIMIT {some:d}"
    )
    found = [*zip(_WHYS, by_values, strict=True), *(("newest", number) for (number,) in newest)]
    if object == _OF_CONTACTS:
        # What visitors do is kept under numbers below zero.
        active = "SELECT arg_max(contact, (occurred_at, -contact)) FROM warehouse.newest_events WHERE contact >= 0"
        found += [("active", number) for (number,) in warehouse.rows(active)]
    chosen: dict[int, str] = {}
    for why, number in found:
        if number is not None:
            chosen.setdefault(number, why)
    return chosen


def _told(
    warehouse: Warehouse, catalog: Catalog, object: str, key: str, numbers: list[int]
) -> Mapping[int, tuple[Any, ...]]:
    """By number: id, name and points."""
    name = f"coalesce({name_of(catalog, object)}, {email_of(catalog, object)})"
    rows = warehouse.rows(
        f"SELECT n, id, {name} FROM warehouse.{catalog.objects[object].table} WHERE n IN (SELECT unnest(?))", [numbers]
    )
    values = "SELECT n, points / 1e6 FROM warehouse.score_values WHERE score = ? AND n IN (SELECT unnest(?))"
    points = dict(warehouse.rows(values, [key, numbers]))
    return {number: (id, name, points.get(number)) for number, id, name in rows}
