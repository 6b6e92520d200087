"""A process that holds the warehouse open does everything on it that a command does on the file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tamis.errors import TamisError, UsageError
from tamis.operations.merge import merge, unmerge
from tamis.operations.workspace import init_workspace
from tamis.progress import NullProgress
from tamis.store.warehouse import open_warehouse
from tests.operations.office import CONTACTS, EVENTS, INTEREST, Office


def _live(office: Office) -> list[str]:
    """Everything that an office may go through, in turn, and what it came to each time."""
    told: list[str] = []
    office.take(contacts=CONTACTS, events=EVENTS)
    office.publish(interest=INTEREST)
    told += [office.values("interest"), str(office.history("ann"))]
    office.later("2026-03-20 12:00")
    office.take(contacts="id,country\ndan,France\nbob,France\n", events=EVENTS.replace("e1,ann", "e3,dan"))
    told += [office.values("interest"), str(office.history("bob"))]
    merge(office.workspace, "ann", "bob", now=office.now, progress=NullProgress())
    told.append(office.values("interest"))
    unmerge(office.workspace, "bob", now=office.now, progress=NullProgress())
    office.later("2026-05-20 12:00")
    office.rescore()
    return [*told, office.values("interest"), str(office.history("ann"))]


def test_a_held_warehouse_gives_what_the_file_gives(empty: Office, tmp_path: Path) -> None:
    other = Office(init_workspace(tmp_path / "held", time_zone="Europe/Paris"), tmp_path / "data")
    other.folder.mkdir()
    with open_warehouse(other.workspace.warehouse, is_current=False) as held:
        other.workspace = replace(other.workspace, held=held)
        assert _live(other) == _live(empty)


def test_what_fails_leaves_the_held_warehouse_usable(empty: Office) -> None:
    empty.take(contacts=CONTACTS, events=EVENTS)
    with open_warehouse(empty.workspace.warehouse, is_current=False) as held:
        empty.workspace = replace(empty.workspace, held=held)
        empty.publish(interest=INTEREST)
        before = empty.values("interest")
        with pytest.raises(UsageError):
            merge(empty.workspace, "ann", "nobody", now=empty.now, progress=NullProgress())
        # "France" is no number.
        schema = empty.write("schema.yaml", "objects: {contact: {country: number}}\n")
        with pytest.raises(TamisError, match="country"):
            empty.take(contacts="id,age\ndan,40\n")
        schema.unlink()
        assert empty.values("interest") == before
        imported = empty.take(contacts="id,age\ndan,40\n", events=EVENTS)
        assert (imported.taken.new_records, imported.taken.events) == ({"contact": 1, "company": 0, "deal": 0}, 0)
