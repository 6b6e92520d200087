"""Where a record stands: its properties' shapes, and the records next to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tamis.compile.catalog import Catalog, Property
from tamis.definitions import Segment
from tamis.operations.record.cells import Shown, read_kept
from tamis.operations.record.naming import email_of, name_of
from tamis.operations.record.nearing.wanted import Moment
from tamis.operations.record.opened import OpenRecord

# Of many records next to one, what is tried of some would be the same of others.
_MOST = 3


@dataclass(frozen=True)
class Spot:
    """A record by its object and number; `title`: what to call it, None for the record that is asked about."""

    object: str
    n: int
    title: str | None


class Around:
    """A record and what is next to it, now."""

    def __init__(self, record: OpenRecord, as_of: int) -> None:
        self._record = record
        self.moment = Moment(as_of, record.catalog.time_zone)
        self.spot = Spot(record.object, record.n, None)
        self._rows: dict[Spot, dict[str, Any]] = {}

    @property
    def catalog(self) -> Catalog:
        """What the data looks like."""
        return self._record.catalog

    @cached_property
    def segments(self) -> Mapping[str, Segment]:
        """The published segments by key."""
        return self._record.published.segments

    def property(self, object: str, name: str) -> Property | None:
        """A property that could come to have another value; None of a record's time of creation, and of what there is
        not."""
        found = self.catalog.objects[object].properties.get(name) if object in self.catalog.objects else None
        return found if found is not None and found.type is not None and name != "created_at" else None

    def value(self, spot: Spot, property: Property) -> Shown:
        """The value that a record has of a property; unknown of one that is not there yet."""
        if spot not in self._rows:
            shape = self.catalog.objects[spot.object]
            columns = [each.column for each in shape.properties.values()]
            rows = self._record.warehouse.rows(
                f"SELECT {', '.join(columns)} FROM warehouse.{shape.table} WHERE n = ?", [spot.n]
            )
            self._rows[spot] = dict(zip(columns, rows[0], strict=True)) if rows else {}
        return read_kept(self._rows[spot].get(property.column), property.type, self.catalog.time_zone)

    def contacts_of(self, spot: Spot) -> list[Spot]:
        """Whose events would count for a record: its own, of a contact, else those of the contacts next to it."""
        return [spot] if spot.object == "contact" else self.associated(spot, "contact", None)

    def associated(self, spot: Spot, other: str, association: str | None) -> list[Spot]:
        """The first of the records of an object that are associated with a record, those before others first."""
        links = self.catalog.links.get((spot.object, other))
        if links is None or spot.n < 0:
            return []
        is_labelled = association not in (None, "any", "primary")
        labelled = " AND label = $2" if is_labelled else ""
        single = association == "primary" or association is None and (spot.object, other) == ("contact", "company")
        rows = self._record.warehouse.rows(
            f"SELECT r.n, coalesce({name_of(self.catalog, other)}, {email_of(self.catalog, other)}, r.id)"
            f" FROM (SELECT to_n AS n, max(rank) AS rank FROM warehouse.{links} WHERE from_n = $1{labelled} GROUP BY 1)"
            f" JOIN warehouse.{self.catalog.objects[other].table} AS r USING (n)"
            f" ORDER BY rank DESC, r.id LIMIT {1 if single else _MOST}",
            [spot.n, association] if is_labelled else [spot.n],
        )
        return [Spot(other, int(n), title) for n, title in rows]
