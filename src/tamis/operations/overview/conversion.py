"""How many of each tier converted later: whether the tiers keep their promise."""

from __future__ import annotations

from dataclasses import dataclass

from tamis.compile.catalog import CHANGE_COLUMNS, Catalog, ObjectShape, Property
from tamis.definitions import PropertyType
from tamis.operations.conversion_kinds import ConversionKind, chosen_kind, conversion_kinds
from tamis.operations.leads.asked import Asked
from tamis.operations.overview.shown import ShownScore
from tamis.store.warehouse import Warehouse

__all__ = ["Conversion", "ConversionKind", "TierConversion", "conversion", "conversion_kinds"]

_DAY = 86_400_000_000
_CLOSED_AT = ("closed_at", "close_date", "closedate", "closed_date", "won_at")


@dataclass(frozen=True)
class TierConversion:
    """How many records were in the tier and had not converted yet, and how many of them have since."""

    tier: str
    records: int
    converted: int

    @property
    def share(self) -> float | None:
        """From 0 to 1; None where there was nobody."""
        return self.converted / self.records if self.records else None


@dataclass(frozen=True)
class Conversion:
    """Of who was in which tier at an instant (`since`, microseconds since the epoch, UTC), who converted until
    `as_of`. `is_shortened`: the score is not known for as long as was asked for, and `since` is when it begins."""

    score: ShownScore
    kind: ConversionKind
    since: int
    as_of: int
    is_shortened: bool
    tiers: tuple[TierConversion, ...]

    @property
    def days(self) -> int:
        """How long they had."""
        return (self.as_of - self.since) // _DAY

    def behind(self, tier: str) -> Asked:
        """The list of who is in the tier now."""
        return Asked(object=self.score.object, score=self.score.key, tiers=(tier,))


def conversion(
    warehouse: Warehouse, catalog: Catalog, score: ShownScore, as_of: int, *, kind: str | None = None, days: int = 90
) -> Conversion | None:
    """What became of those who were in each tier so many days ago; None where the data has nothing to tell it by, or
    the score has no past of a day. Raises UsageError for a kind that is not there."""
    chosen = chosen_kind(conversion_kinds(warehouse, catalog), kind)
    begun = warehouse.one(
        'SELECT min("at") FROM score_history WHERE score = ? AND object = ?', [score.key, score.object]
    )
    if chosen is None or begun is None or begun > as_of - _DAY:
        return None
    since = max(as_of - days * _DAY, begun)
    query = _QUERY.format(converted=_converted(catalog, chosen))
    value = True if chosen.value == "true" and _property(catalog, chosen).type is PropertyType.BOOLEAN else chosen.value
    rows = warehouse.rows(query, [score.key, score.object, since, as_of, chosen.property_name, value])
    counts = {tier: (records, converted) for tier, records, converted in rows}
    ordered = [*score.tiers, *(tier for tier in sorted(counts) if tier not in score.tiers)]
    tiers = tuple(TierConversion(tier, *counts.get(tier, (0, 0))) for tier in ordered)
    return Conversion(score, chosen, since, as_of, since > as_of - days * _DAY, tiers)


def _property(catalog: Catalog, kind: ConversionKind) -> Property:
    return catalog.objects[kind.object].properties[kind.property_name]


def _converted(catalog: Catalog, kind: ConversionKind) -> str:
    """SQL of the contacts that ever converted (`n`), and when first (`converted_at`)."""
    shape, property = catalog.objects[kind.object], _property(catalog, kind)
    reached = _reached(shape, property)
    if kind.object == "contact":
        return f"SELECT n, min(reached_at) AS converted_at FROM ({reached}) GROUP BY n"
    links = catalog.links["contact", kind.object]
    return (
        f"SELECT l.from_n AS n, min(reached_at) AS converted_at FROM {links} AS l"
        f" JOIN ({reached}) AS d ON d.n = l.to_n GROUP BY l.from_n"
    )


def _reached(shape: ObjectShape, property: Property) -> str:
    """SQL of the records that took on the value, and when first. Where no change is known, since the day that the
    record itself gives, or since it was made."""
    now = f"SELECT n, {_closed_at(shape)} AS reached_at FROM {shape.table} WHERE {property.column} = $6"
    # Without history the parameter still needs a place.
    if not shape.changes or not property.has_history:
        return f"{now} AND $5::VARCHAR IS NOT NULL"
    assert property.type is not None
    column = CHANGE_COLUMNS[property.type]
    there = f"FROM {shape.changes} WHERE property = $5 AND {column} = $6"
    changed = f"SELECT n, min(changed_at) AS reached_at {there} GROUP BY n"
    # Of a value that changes led to, there is a change.
    return f"{changed} UNION ALL ({now} AND n NOT IN (SELECT n {there}))"


def _closed_at(shape: ObjectShape) -> str:
    known = {name.casefold(): property for name, property in shape.properties.items()}
    found = [known[name] for name in _CLOSED_AT if name in known]
    columns = [property.column for property in found if property.type is PropertyType.DATETIME]
    return f"coalesce({', '.join([*columns, 'created_at', '0'])})"


# The rows of the history lie in the order in which they were written.
_QUERY = """
    WITH converted AS ({converted}), cohort AS (
        SELECT n, arg_max(coalesce(tier_after, ''), rowid) AS tier FROM score_history
        WHERE score = $1 AND object = $2 AND "at" <= $3 GROUP BY n)
    SELECT t.tier, count(*), count(*) FILTER (c.converted_at <= $4) FROM cohort AS t
    LEFT JOIN converted AS c ON c.n = t.n
    WHERE t.tier <> '' AND (c.converted_at IS NULL OR c.converted_at > $3) GROUP BY t.tier
"""
