"""The records that a record is associated with, each with the value that stands for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from tamis.compile.catalog import Catalog
from tamis.definitions import PropertyType
from tamis.definitions.instants import day_of
from tamis.operations.leads.known_as import known_as
from tamis.operations.record.naming import email_of, name_of
from tamis.operations.record.opened import OpenRecord
from tamis.operations.tiers import tier_colors

_PRIMARY = 1


@dataclass(frozen=True)
class AssociatedRecord:
    """One associated record. `labels`: what the associations are called; `is_primary`: a column of a record itself, or
    a flag, says so. `points` (whole millionths) and `tier`: by the leading score of its object, if any.

    `stage`, `amount` and `closes` (the instant at which it closes or did, microseconds since the epoch, UTC) are those
    of a deal, as far as the data says them; `closes_on`: the day, where the data says no hour."""

    object: str
    id: str
    name: str | None
    email: str | None
    labels: tuple[str, ...]
    is_primary: bool
    points: int | None
    tier: str | None
    stage: str | None = None
    amount: float | None = None
    closes: int | None = None
    closes_on: date | None = None

    @property
    def title(self) -> str:
        """What to call it."""
        return self.name or self.email or self.id

    @property
    def is_told(self) -> bool:
        """Whether there is something of a deal to tell beside its name."""
        return any(each is not None for each in (self.stage, self.amount, self.closes))


@dataclass(frozen=True)
class AssociatedRecords:
    """The records of one object: the first of them, and how many there are. `score`: the label of the score whose
    values they have, if any; `colors`: in which its tiers are shown."""

    object: str
    records: tuple[AssociatedRecord, ...]
    count: int
    score: str | None
    colors: Mapping[str, str]


def read_associated(record: OpenRecord, most: int = 50) -> tuple[AssociatedRecords, ...]:
    """By object, in the order of the objects, the records associated with it: the primary first, then those with most
    points, of deals without any those that close last. Objects without any are left out."""
    found = (_of_object(record, other, most) for other in record.catalog.objects)
    return tuple(each for each in found if each is not None and each.count)


def _of_object(record: OpenRecord, other: str, most: int) -> AssociatedRecords | None:
    links = record.catalog.links.get((record.object, other))
    if links is None:
        return None
    score = record.published.leading(other)
    rows = record.warehouse.rows(
        f"""
        WITH ties AS (
            SELECT to_n AS n, max(rank) AS rank,
                list_sort(list_distinct(list(label) FILTER (label IS NOT NULL))) AS labels
            FROM warehouse.{links} WHERE from_n = $1 GROUP BY to_n
        )
        SELECT id, {name_of(record.catalog, other)}, {email_of(record.catalog, other)}, coalesce(labels, []),
            rank >= {_PRIMARY}, v.points, v.tier, {_of_deals(record.catalog, other)}, count(*) OVER ()
        FROM ties JOIN warehouse.{record.catalog.objects[other].table} AS r USING (n)
        LEFT JOIN (FROM warehouse.score_values WHERE score = $2 AND object = $3 AND n IN (SELECT n FROM ties)) AS v
            USING (n)
        ORDER BY rank DESC, v.points DESC NULLS LAST, closes DESC NULLS FIRST, id LIMIT {most:d}
        """,
        [record.n, score.key if score else "", other],
    )
    closes_on = _day_of(record.catalog, other)
    records = tuple(
        AssociatedRecord(other, id, name, email, tuple(labels), *(*told, closes_on(told[-1])))
        for id, name, email, labels, *told, _ in rows
    )
    label, colors = (score.label or score.key, tier_colors(score)) if score else (None, {})
    return AssociatedRecords(other, records, rows[0][-1] if rows else 0, label, colors)


def _day_of(catalog: Catalog, object: str) -> Callable[[int | None], date | None]:
    """Gives the day at which a deal closes of the instant that is kept; None where the data says an hour too."""
    name = known_as(catalog, object).closes
    is_day = name is not None and catalog.objects[object].properties[name].type is PropertyType.DATE
    return lambda closes: day_of(closes, catalog.time_zone) if is_day and closes is not None else None


def _of_deals(catalog: Catalog, object: str) -> str:
    """SQL of the stage, the amount and the close of a deal; NULL of what the data does not say."""
    known, properties = known_as(catalog, object), catalog.objects[object].properties
    names = {"stage": known.stage, "amount": known.amount, "closes": known.closes}
    return ", ".join(f"{f'r.{properties[name].column}' if name else 'NULL'} AS {of}" for of, name in names.items())
