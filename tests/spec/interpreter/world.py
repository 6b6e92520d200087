"""A data folder, read; and what of it can be seen at an instant (data.md, "As of an instant")."""

from dataclasses import dataclass, field
from pathlib import Path

from tests.spec.interpreter.changes import Changed, read_changes
from tests.spec.interpreter.definitions import read_segments
from tests.spec.interpreter.events import Event, Events, read_events
from tests.spec.interpreter.links import Link, Links, read_links, read_members
from tests.spec.interpreter.records import Record, Records, read_records
from tests.spec.interpreter.schema import Schema, read_schema
from tests.spec.interpreter.tables import read_table
from tests.spec.interpreter.told import Told

Resets = dict[tuple[str, str], list[int]]  # object, id -> the instants of engagement resets that hold


@dataclass(frozen=True)
class World:
    schema: Schema
    records: dict[str, Records]
    events: Events
    links: Links
    members: dict[str, set[str]]
    changes: Changed
    segments: dict[str, dict]
    resets: Resets = field(default_factory=dict)


def read_world(folder: Path, told: Told, resets: Resets | None = None) -> World:
    schema, segments = read_schema(folder), read_segments(folder)

    def table(name):
        return read_table(folder, name, told)

    records = {name: read_records(name, table(file), schema, told) for name, file in schema.tables.items()}
    return World(
        schema,
        records,
        read_events(table("events"), records["contact"], schema, told),
        read_links(table("associations"), records, schema, told),
        read_members(table("segment_members"), records, segments, told),
        read_changes(table("property_changes"), records, schema, told),
        segments,
        resets or {},
    )


@dataclass(frozen=True)
class View:
    """The world as it was at `as_of`."""

    world: World
    as_of: int

    def is_seen(self, record: Record) -> bool:
        """scoring.md: a record created after the as-of instant has no value and is nobody's associated record."""
        return record.created_at is None or record.created_at <= self.as_of

    def value(self, record: Record, name: str):
        """The last change at or before the instant; the table's own value if there are no changes at all."""
        changes = self.world.changes.get((record.object, record.id, name))
        if not changes:
            return record.values.get(name)
        seen = [instant for instant in changes if instant <= self.as_of]
        return changes[max(seen)] if seen else None

    def events(self, contact: Record) -> list[Event]:
        """ "Events later than the as-of instant never count"."""
        return [event for event in self.world.events.by_contact.get(contact.id, []) if event.occurred_at <= self.as_of]

    def reset_at(self, record: Record) -> int | None:
        """The last engagement reset of the record at or before the instant."""
        resets = self.world.resets.get((record.object, record.id), [])
        return max((at for at in resets if at <= self.as_of), default=None)

    def associated(self, record: Record, object: str, association: str | None) -> list[Record]:
        """The records of `object` that are associated with this one: `primary`, `any` or by a label."""
        is_pair_of_primary = (record.object, object) == ("contact", "company")
        association = association or ("primary" if is_pair_of_primary else "any")
        links = self._links(record, object)
        if association == "primary":
            return self._primary(links)
        if association == "any":
            return [other for other, _ in links]
        return [other for other, link in links if association in link.labels]

    def _links(self, record: Record, object: str) -> list[tuple[Record, Link]]:
        links = self.world.links.get((record.object, record.id), {})
        others = [(self.world.records[kind].by_id[id], link) for (kind, id), link in links.items() if kind == object]
        return [(other, link) for other, link in others if self.is_seen(other)]

    def _primary(self, links: list[tuple[Record, Link]]) -> list[Record]:
        """Its company_id, else the one flagged primary (the least id), else its only company, else none."""
        by_column = [company for company, link in links if link.is_column]
        flagged = sorted((company for company, link in links if link.is_flagged), key=lambda company: company.id)
        only = [company for company, _ in links] if len(links) == 1 else []
        return (by_column or flagged or only)[:1]
