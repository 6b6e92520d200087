"""Workspaces for the operations to work on."""

from pathlib import Path

import pytest

from tamis.operations.workspace import init_workspace
from tests.operations.office import CONTACTS, EVENTS, INTEREST, Office
from tests.postgresql_server import PostgresqlServer

ADDRESS = "TAMIS_APPLICATION"


@pytest.fixture
def address(postgresql: PostgresqlServer, monkeypatch: pytest.MonkeyPatch) -> str:
    """Of an empty database on a server, which the environment names."""
    address = postgresql.new_database()
    monkeypatch.setenv(ADDRESS, address)
    return address


@pytest.fixture
def empty(tmp_path: Path) -> Office:
    """A new workspace."""
    folder = tmp_path / "crm"
    folder.mkdir()
    return Office(init_workspace(tmp_path / "work", time_zone="Europe/Paris"), folder)


@pytest.fixture
def office(empty: Office) -> Office:
    """A workspace with three contacts and two events."""
    empty.take(contacts=CONTACTS, events=EVENTS)
    return empty


@pytest.fixture
def scored(office: Office) -> Office:
    """Ann asked for a demo from France on 1 March, Bob asked from Spain on the 2nd, Cem did nothing."""
    office.publish(interest=INTEREST)
    office.later("2026-03-11T12:00")
    return office
