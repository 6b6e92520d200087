"""The records that a record is associated with, each with the value that stands for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tamis.operations.record.naming import email_of, name_of
from tamis.operations.record.opened import OpenRecord
from tamis.operations.tiers import tier_colors

_PRIMARY = 1


@dataclass(frozen=True)
class AssociatedRecord:
    """One associated record. `labels`: what the associations are called; `is_primary`: a column of a record itself, or
    a flag, says so. `points` (whole millionths) and `tier`: by the leading score of its object, if any."""

    object: str
    id: str
    name: str | None
    email: str | None
    labels: tuple[str, ...]
    is_primary: bool
    points: int | None
    tier: str | None

    @property
    def title(self) -> str:
        """What to call it."""
        return self.name or self.email or self.id


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
    points. Objects without any are left out."""
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
            rank >= {_PRIMARY}, v.points, v.tier, count(*) OVER ()
        FROM ties JOIN warehouse.{record.catalog.objects[other].table} AS r USING (n)
        LEFT JOIN (FROM warehouse.score_values WHERE score = $2 AND object = $3 AND n IN (SELECT n FROM ties)) AS v
            USING (n)
        ORDER BY rank DESC, v.points DESC NULLS LAST, id LIMIT {most:d}
        """,
        [record.n, score.key if score else "", other],
    )
    records = tuple(
        AssociatedRecord(other, id, name, email, tuple(labels), primary, points, tier)
        for id, name, email, labels, primary, points, tier, _ in rows
    )
    label, colors = (score.label or score.key, tier_colors(score)) if score else (None, {})
    return AssociatedRecords(other, records, rows[0][-1] if rows else 0, label, colors)
