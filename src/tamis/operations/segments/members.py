"""Who is in a segment, a page at a time, and all of them as a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from tamis.compile.bind import bind
from tamis.compile.catalog import Catalog
from tamis.compile.segment import compile_members
from tamis.engine.sql import duckdb_sql
from tamis.errors import DefinitionError, UsageError, closest
from tamis.operations.access import Actor, Permission, require
from tamis.operations.output import harmless
from tamis.operations.people.audit import note
from tamis.operations.published import Published, published_in
from tamis.operations.record.naming import email_of, name_of
from tamis.operations.rescore import micros_of
from tamis.operations.workspace import Workspace
from tamis.store.application import Deed, open_application
from tamis.store.warehouse import Warehouse

_MOST = 50
_AT_ONCE = 10_000


@dataclass(frozen=True)
class Member:
    """A record: its id, what it is called, and of a contact its e-mail address."""

    id: str
    name: str | None
    email: str | None


@dataclass(frozen=True)
class Members:
    """A page of the members of a segment by id. `after`: the id that the next page begins after; None: there is none.
    `as_of` in microseconds since the epoch, UTC."""

    segment: str
    object: str
    members: tuple[Member, ...]
    after: str | None
    as_of: int


def read_members(
    workspace: Workspace, key: str, *, after: str | None = None, most: int = _MOST, now: Callable[[], datetime]
) -> Members:
    """The members of a published segment or a list whose ids come after one. Raises UsageError for a segment that is
    not there, DefinitionError where the data bears it out no longer."""
    as_of = micros_of(now())
    published = published_in(workspace)
    with workspace.opened() as warehouse:
        catalog = warehouse.catalog()
        object, query = _members(published, catalog, key, as_of)
        beyond = "WHERE r.id > ?" if after is not None else ""
        rows = warehouse.rows(
            f"{_named(catalog, object, query)} {beyond} ORDER BY r.id LIMIT {most + 1}",
            [] if after is None else [after],
        )
    found = tuple(Member(*row) for row in rows[:most])
    return Members(key, object, found, found[-1].id if len(rows) > most else None, as_of)


def export_members(workspace: Workspace, actor: Actor, key: str, *, now: Callable[[], datetime]) -> Iterator[bytes]:
    """All of them as CSV, by id, a piece at a time; that somebody took them is in the audit log. Raises as
    `read_members`, before the first piece, and Forbidden for who may not export.

    A cell that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    require(actor, Permission.EXPORT_LEADS)
    as_of = micros_of(now())
    published = published_in(workspace)
    with workspace.opened() as warehouse:
        catalog = warehouse.catalog()
        object, query = _members(published, catalog, key, as_of)
    with open_application(workspace.application) as application, application.together():
        note(application, actor, Deed("export_members", key), as_of)
    return _pieces(workspace, f"{_named(catalog, object, query)} ORDER BY r.id")


def members_named(warehouse: Warehouse, catalog: Catalog, object: str, numbers: Sequence[int]) -> tuple[Member, ...]:
    """The records of these numbers, by name."""
    query = _named(catalog, object, "SELECT unnest(?::INTEGER[]) AS n", of="warehouse.")
    return tuple(Member(*row) for row in warehouse.rows(f"{query} ORDER BY 2 NULLS LAST, 1", [list(numbers)]))


def _named(catalog: Catalog, object: str, numbers: str, *, of: str = "") -> str:
    table = catalog.objects[object].table
    columns = f"r.id, {name_of(catalog, object)} AS name, {email_of(catalog, object)} AS email"
    return f"SELECT {columns} FROM {of}{table} AS r JOIN ({numbers}) AS members USING (n)"


def _members(published: Published, catalog: Catalog, key: str, as_of: int) -> tuple[str, str]:
    """The object of a segment, and SQL of its members' numbers."""
    objects = {**catalog.static_segments, **{each.key: each.object for each in published.segments.values()}}
    if key not in objects:
        hint = closest(key, objects) or (f"there is {', '.join(sorted(objects))}" if objects else "")
        raise UsageError(f'There is no segment "{key}" in use.' + (f"\n  hint: {hint}" if hint else ""))
    refuse_faulty(published, catalog, key)
    return objects[key], members_sql(key, objects[key], published, catalog, as_of)


def members_sql(key: str, object: str, published: Published, catalog: Catalog, as_of: int) -> str:
    """SQL of the numbers (`n`) of the records in a segment as of an instant."""
    scores = [score for score in published.scores if score.object == object]
    return duckdb_sql(compile_members(key, object, scores, published.segments, catalog), as_of)


def refuse_faulty(published: Published, catalog: Catalog, key: str) -> None:
    """Raises DefinitionError where the data does not bear out the segment, or what it asks for; mistakes of other
    definitions do not keep it from being looked at."""
    segment = published.segments.get(key)
    if segment is None:
        return
    asked_for = published.asked_for_by(segment)
    named = [segment, *(each for each in published.all if (each.noun, each.key) in asked_for)]
    files = {published.definitions.source_of(each).file for each in named}
    scores = [score for score in published.scores if score.object == segment.object]
    found = bind(scores, published.segments, published.definitions.sources, catalog, also=[key])
    issues = [issue for issue in (*published.definitions.issues, *found) if issue.file in files]
    if any(issue.severity == "error" for issue in issues):
        raise DefinitionError(issues)


def _pieces(workspace: Workspace, query: str) -> Iterator[bytes]:
    with workspace.opened() as warehouse:
        cursor = warehouse.engine.sql(query)
        yield _csv([("id", "name", "email")])
        while rows := cursor.fetchmany(_AT_ONCE):
            yield _csv([[harmless(text or "") for text in texts] for texts in rows])


def _csv(rows: Sequence[Sequence[str]]) -> bytes:
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerows(rows)
    return written.getvalue().encode()
