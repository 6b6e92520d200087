"""Workspaces whose inbox is on a PostgreSQL server: their sources, their backups, and who takes in what came."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

from tamis.errors import UsageError
from tamis.operations.keeper import keeping
from tamis.operations.meters import Meters
from tamis.operations.sources import add_source, list_sources, revoke_source, rotate_source
from tamis.store.inbox import open_inbox
from tests.operations.backups.sales import AT, Sales, put_back
from tests.operations.conftest import ADDRESS
from tests.operations.test_shared_application import KILLED, restored
from tests.unit.store.inbox.told import ids, told


@pytest.fixture
def shared(address, sales_backup, tmp_path) -> Sales:
    """A workspace on a server, with a source that has sent `a` and `b`, of which `a` was taken in."""
    sales = restored(sales_backup, tmp_path / "shared" / "sales")
    add_source(sales.workspace, "web", now=lambda: AT)
    send(sales, "a")
    keep(sales)
    send(sales, "b")
    return sales


def send(sales: Sales, *names: str) -> None:
    with open_inbox(sales.workspace.inbox) as inbox:
        inbox.put(1, told(*names, event="demo_requested", user_id="a"))


def keep(sales: Sales) -> None:
    with (
        open_inbox(sales.workspace.inbox) as inbox,
        keeping(sales.workspace, inbox, now=lambda: AT, meters=Meters()) as keeper,
    ):
        while keeper.step():
            pass


def events(sales: Sales) -> int:
    return sales.sql("SELECT count(*) FROM warehouse.events")[0][0]


def takes_in_the_rest(sales: Sales) -> None:
    """What waited when it was backed up, once, and what comes again not at all."""
    before = events(sales)
    send(sales, "a", "b", "c")
    keep(sales)
    assert events(sales) == before + 2
    assert [source.name for source in list_sources(sales.workspace)] == ["web"]


def test_sources_and_messages_are_on_the_server(shared):
    assert not shared.workspace.inbox_file.exists()
    takes_in_the_rest(shared)
    rotate_source(shared.workspace, "web", grace=None, now=lambda: AT)
    revoke_source(shared.workspace, "web", now=lambda: AT)
    with pytest.raises(UsageError, match='no source "app"'):
        revoke_source(shared.workspace, "app", now=lambda: AT)
    assert not shared.workspace.inbox_file.exists()


def test_a_backup_holds_what_waits(shared, tmp_path, monkeypatch):
    file = shared.back_up()
    monkeypatch.delenv(ADDRESS)
    put_back(file, tmp_path / "alone" / "sales")
    alone = Sales(tmp_path / "alone" / "sales")
    assert alone.workspace.inbox_file.is_file()
    takes_in_the_rest(alone)


def test_an_inbox_moves_to_a_server_by_a_backup(shared, postgresql, tmp_path, monkeypatch):
    file = shared.back_up()
    monkeypatch.setenv(ADDRESS, postgresql.new_database())
    put_back(file, tmp_path / "again" / "sales")
    again = Sales(tmp_path / "again" / "sales")
    assert not again.workspace.inbox_file.exists()
    takes_in_the_rest(again)


def test_a_backup_of_a_time_before_anyone_sent_empties_the_inbox(address, sales_backup, tmp_path, monkeypatch):
    monkeypatch.delenv(ADDRESS)
    alone = restored(sales_backup, tmp_path / "alone" / "sales")
    file = alone.back_up()
    monkeypatch.setenv(ADDRESS, address)
    put_back(file, tmp_path / "shared" / "sales")
    shared = Sales(tmp_path / "shared" / "sales")
    add_source(shared.workspace, "web", now=lambda: AT)
    send(shared, "a")
    put_back(file, shared.folder, replace=True)
    with open_inbox(shared.workspace.inbox) as inbox:
        assert (ids(inbox), inbox.sources.all()) == ([], [])


def test_a_workspace_is_replaced_with_its_inbox(shared):
    file = shared.back_up()
    send(shared, "c", "d")
    keep(shared)
    with open_inbox(shared.workspace.inbox) as running:
        put_back(file, shared.folder, replace=True)
        # A process that had it open puts nothing into what it does not know.
        with pytest.raises(Exception, match="a backup was restored; start again"):
            running.put(1, told("late"))
    takes_in_the_rest(shared)


def test_a_killed_restore_is_done_again(shared):
    file = shared.back_up()
    send(shared, "c")
    killed = subprocess.run([sys.executable, "-c", KILLED, str(file), str(shared.folder)], check=False)
    assert killed.returncode == -signal.SIGKILL
    with pytest.raises(UsageError, match="not of one restore"):
        list_sources(shared.workspace)
    put_back(file, shared.folder, replace=True)
    takes_in_the_rest(shared)
