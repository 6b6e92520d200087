"""Workspaces for the operations to work on."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from tamis.operations.workspace import find_workspace, init_workspace
from tamis.store.warehouse import open_warehouse
from tests.operations.backups.sales import make_sales
from tests.operations.office import CONTACTS, EVENTS, INTEREST, Office
from tests.postgresql_server import PostgresqlServer

ADDRESS = "TAMIS_APPLICATION"
SCORED_AT = "2026-03-11T12:00"
Held = Callable[[Office], Office]


@pytest.fixture
def address(postgresql: PostgresqlServer, monkeypatch: pytest.MonkeyPatch) -> str:
    """Of an empty database on a server, which the environment names."""
    address = postgresql.new_database()
    monkeypatch.setenv(ADDRESS, address)
    return address


@pytest.fixture(scope="session")
def kept_offices(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Each of the offices below, made once: most tests begin with a copy of one."""
    folder = tmp_path_factory.mktemp("offices")
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv(ADDRESS, raising=False)
        _made(folder / "empty")
        for name, before, make in (("office", "empty", _take), ("scored", "office", _score)):
            make(copied(folder / before, folder / name))
    return folder


@pytest.fixture(scope="session")
def sales_backup(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The backup of a workspace that has records, published scores and a history: to restore it takes a fifth of making
    one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv(ADDRESS, raising=False)
        return make_sales(tmp_path_factory.mktemp("sales") / "sales").back_up()


@pytest.fixture
def held(request: pytest.FixtureRequest) -> Iterator[Held]:
    """What makes of an office one whose warehouse is open until the test ends, as in the process that serves; nothing,
    unless the module says `HAS_THE_WAREHOUSE_OPEN`: to open and close it takes longer than most of what is done."""
    with ExitStack() as stack:

        def hold(office: Office) -> Office:
            if not hasattr(request.module, "HAS_THE_WAREHOUSE_OPEN"):
                return office
            warehouse = stack.enter_context(open_warehouse(office.workspace.warehouse, is_current=False))
            return replace(office, workspace=replace(office.workspace, held=warehouse))

        yield hold


@pytest.fixture
def empty(tmp_path: Path, kept_offices: Path, held: Held) -> Office:
    """A new workspace."""
    return held(_made(tmp_path) if ADDRESS in os.environ else copied(kept_offices / "empty", tmp_path))


@pytest.fixture
def office(tmp_path: Path, kept_offices: Path, held: Held) -> Office:
    """A workspace with three contacts and two events."""
    return held(_take(_made(tmp_path)) if ADDRESS in os.environ else copied(kept_offices / "office", tmp_path))


@pytest.fixture
def scored(tmp_path: Path, kept_offices: Path, held: Held) -> Office:
    """Ann asked for a demo from France on 1 March, Bob asked from Spain on the 2nd, Cem did nothing."""
    if ADDRESS in os.environ:
        return held(_score(_take(_made(tmp_path))))
    scored = held(copied(kept_offices / "scored", tmp_path))
    scored.later(SCORED_AT)
    return scored


def _made(folder: Path) -> Office:
    (folder / "crm").mkdir(parents=True)
    return Office(init_workspace(folder / "work", time_zone="Europe/Paris"), folder / "crm")


def copied(made: Path, folder: Path) -> Office:
    """An office of its own, as a kept one is."""
    shutil.copytree(made, folder, dirs_exist_ok=True)
    return Office(find_workspace(folder / "work", folder), folder / "crm")


def _take(empty: Office) -> Office:
    empty.take(contacts=CONTACTS, events=EVENTS)
    return empty


def _score(office: Office) -> Office:
    office.publish(interest=INTEREST)
    office.later(SCORED_AT)
    return office
