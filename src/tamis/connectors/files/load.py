"""A data folder into the engine: every table read, checked and brought into the form that scores are computed from."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tamis.compile.catalog import Catalog
from tamis.connectors.files.addresses import CONTACTS, identified_by_address
from tamis.connectors.files.calendar import Calendar
from tamis.connectors.files.changes import load_changes
from tamis.connectors.files.companies import with_named_companies
from tamis.connectors.files.event_keys import known_otherwise
from tamis.connectors.files.events import load_events
from tamis.connectors.files.folder import Ending, TableFiles, find_tables
from tamis.connectors.files.links import load_links, load_members
from tamis.connectors.files.parquet_rows import parquet_source
from tamis.connectors.files.records import add_existing, load_records
from tamis.connectors.files.regular import regular_source
from tamis.connectors.files.rejects import RejectLog, Rejects
from tamis.connectors.files.renaming import refuse_untyped, renamed, unmapped, without
from tamis.connectors.files.rereading import Reread, rereader
from tamis.connectors.files.schema import FolderSchema
from tamis.connectors.files.source import Source, joined
from tamis.connectors.files.staging import stage
from tamis.connectors.files.tables import ASSOCIATIONS, CHANGES, EVENTS, MEMBERS, Loading, of_rows
from tamis.definitions import Segment
from tamis.definitions.walk import Needs
from tamis.engine import DuckDBEngine
from tamis.errors import DataError
from tamis.progress import Progress

_REQUIRED: Mapping[str, tuple[str, ...]] = {
    EVENTS: ("contact_id", "type", "occurred_at"),
    ASSOCIATIONS: ("from_object", "from_id", "to_object", "to_id"),
    MEMBERS: ("segment", "id"),
    CHANGES: ("object", "id", "property", "value", "changed_at"),
}
# Where contacts may be told by their addresses.
_BY_ADDRESS: Mapping[str, tuple[str, ...]] = {CONTACTS: (), EVENTS: ("type", "occurred_at")}


_SMALL, _MANY = 1_000_000, 100


@dataclass(frozen=True)
class LoadedFolder:
    """A folder in the engine: the catalog of its tables, what was rejected, and what else there is to tell.

    `objects` are those whose table is in the folder; the catalog has empty tables for the others. `reread` reads texts
    that were kept earlier as cells of a declared column.
    """

    catalog: Catalog
    rejects: Rejects
    messages: tuple[str, ...]
    objects: frozenset[str]
    reread: Reread
    _loading: Loading

    @property
    def has_event_ids(self) -> bool:
        """Whether events may be known by an id, whatever else their rows say."""
        source = self._loading.sources.get(EVENTS)
        return source is not None and "id" in source.columns

    def without_events(self, keys: str) -> LoadedFolder:
        """The same with one more reason for rejects: events with an id and one of the keys (SQL of a relation) are
        there with other contents."""
        loading, source = self._loading, self._loading.sources[EVENTS]
        # Set aside first: where there are none, no row of the file is looked at.
        [(count,)] = loading.engine.sql(f"CREATE OR REPLACE TEMP TABLE otherwise AS FROM {keys}").fetchall()
        number = loading.log.reject_rows(source.number, known_otherwise(loading, source)) if count else 0
        if not number:
            return self
        told = f"{source.told_as}: {of_rows(number)} the id of an event that is there with other contents, which stay."
        rejects = loading.log.close(list(loading.sources.values()))
        return replace(self, rejects=rejects, messages=(*self.messages, told))


def load_folder(
    folder: Path,
    engine: DuckDBEngine,
    *,
    needs: Needs | None,
    segments: Sequence[Segment],
    schema: FolderSchema,
    as_of: int | None = None,
    tables: Collection[str] | None = None,
    existing: Mapping[str, str] | None = None,
    addresses: str | None = None,
    companies: str | None = None,
    progress: Progress,
) -> LoadedFolder:
    """Loads the tables of a data folder as `needs` asks (None: everything). Raises DataError for unreadable files.

    With an instant (microseconds since the epoch, UTC), events that no definition can see then are checked, but may be
    left out of the tables. `tables` are those to be read (default all). `existing` is for taking a folder into what is
    already there: by object, SQL of a relation with the `id` of every record that the folder's rows may be about; the
    events then have a column `key`, the same whenever the same event is read. With `addresses` (see
    `identified_by_address`), contacts may be told by their e-mail addresses; with `companies` (see
    `with_named_companies`), their companies by name or domain.
    """
    log = RejectLog(engine)
    sources = _read(folder, engine, schema, log, progress, tables, by_address=bool(addresses))
    if addresses:
        sources = identified_by_address(engine, sources, addresses, log)
    if companies:
        sources = with_named_companies(engine, sources, companies, log)
    calendar, days = Calendar(engine, schema.time_zone), Calendar(engine, schema.zone_of_days, table="beginnings")
    loading = Loading(engine, schema, needs, log, calendar, days, sources, as_of, existing is not None)
    progress.step("Checking records")
    records = {object: load_records(loading, object, i) for i, object in enumerate(schema.tables)}
    for object, ids in (existing or {}).items():
        add_existing(loading, records[object], ids)
    links = load_links(loading, records)
    members = load_members(loading, records, segments)
    shapes = load_changes(loading, records)
    progress.step("Checking events")
    events = load_events(loading, records["contact"])
    catalog = Catalog(shapes, events, links, members, schema.time_zone)
    rejects = log.close(list(sources.values()))
    present = frozenset(object for object, table in schema.tables.items() if table in sources)
    return LoadedFolder(catalog, rejects, tuple(loading.messages), present, rereader(loading), loading)


def required_columns(table: str, *, by_address: bool) -> tuple[str, ...]:
    """The columns without which a table cannot be read; `by_address`: contacts may be told by their addresses."""
    required = {**_REQUIRED, **_BY_ADDRESS} if by_address else _REQUIRED
    return required.get(table, ("id",))


def _read(
    folder: Path,
    engine: DuckDBEngine,
    schema: FolderSchema,
    log: RejectLog,
    progress: Progress,
    tables: Collection[str] | None,
    *,
    by_address: bool,
) -> dict[str, Source]:
    """The raw relation of each table that is there. Raises DataError that tells every file that cannot be read."""
    names = [name for name in (*schema.tables.values(), *_REQUIRED) if tables is None or name in tables]
    found, errors = find_tables(folder, names)
    sources: dict[str, Source] = {}
    for number, (table, files) in enumerate(found.items()):
        progress.step(f"Reading {table.replace('_', ' ')}")
        try:
            needed, mapped = required_columns(table, by_address=by_address), schema.columns.get(table, {})
            written = _source(engine, files, number, log, unmapped(needed, mapped))
            kept = without(written, schema.leave_out.get(table, ()), unmapped(needed, mapped))
            sources[table] = renamed(kept, mapped, needed)
            refuse_untyped(sources[table], schema.chosen.get(table, ()))
        except DataError as error:
            errors.append(error)
    if errors:
        raise joined(errors)
    return sources


def _source(engine: DuckDBEngine, files: TableFiles, number: int, log: RejectLog, required: Sequence[str]) -> Source:
    if files.ending == Ending.PARQUET:
        return parquet_source(engine, files, number=number, required=required)
    regular = regular_source(engine, files, number=number, required=required) if _may_be_regular(files) else None
    return regular or stage(engine, files, number=number, required=required, log=log)


def _may_be_regular(files: TableFiles) -> bool:
    # Small files are staged sooner than they are looked through; a union of very many files is slow to plan.
    size = sum(file.path.stat().st_size for file in files.files)
    return files.ending in (Ending.CSV, Ending.CSV_GZ) and size > _SMALL and len(files.files) <= _MANY
