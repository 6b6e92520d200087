"""Workspaces whose definitions and jobs are on a PostgreSQL server."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tamis.errors import UsageError
from tamis.operations.workspace import find_workspace, init_workspace
from tamis.store.application import without_password
from tests.operations.backups.sales import Sales, make_sales, put_back
from tests.operations.conftest import ADDRESS

KILLED = """
import os, signal, sys
from pathlib import Path
from tamis.operations import exchanging
from tests.operations.backups.sales import put_back

def exchange_and_die(one, other):
    exchange(one, other)
    os.kill(os.getpid(), signal.SIGKILL)

exchange, exchanging._exchange = exchanging._exchange, exchange_and_die
put_back(Path(sys.argv[1]), Path(sys.argv[2]), replace=True)
"""


def seen(sales: Sales) -> dict[str, object]:
    """What a person can read, but where it is kept."""
    return {name: value for name, value in sales.seen().items() if name != "yaml"}


def restored(file: Path, folder: Path) -> Sales:
    """A workspace that came from a backup, as most on a server do."""
    put_back(file, folder)
    return Sales(folder)


def settings(folder: Path) -> str:
    return (folder / "workspace.yaml").read_text(encoding="utf-8")


def test_a_workspace_works_with_a_server_as_with_a_file(address, tmp_path, monkeypatch):
    shared = make_sales(tmp_path / "shared" / "sales")
    assert not shared.workspace.application_file.exists()
    there = seen(shared)
    monkeypatch.delenv(ADDRESS)
    assert seen(make_sales(tmp_path / "alone" / "sales")) == there


def test_the_settings_name_the_server_and_never_the_password(address, tmp_path, monkeypatch):
    make_sales(tmp_path / "sales")
    assert f"\napplication: {without_password(address)}\n" in settings(tmp_path / "sales")
    assert "p%2Fw" not in settings(tmp_path / "sales")
    assert "p%2Fw" not in repr(find_workspace(None, tmp_path / "sales"))
    # Whoever forgets the environment meets the server, and not an empty file.
    monkeypatch.delenv(ADDRESS)
    with pytest.raises(UsageError, match="refuses the user or the password"):
        Sales(tmp_path / "sales").seen()


def test_the_settings_may_name_the_whole_address(address, tmp_path, monkeypatch):
    sales = make_sales(tmp_path / "sales")
    there = seen(sales)
    monkeypatch.delenv(ADDRESS)
    text = settings(sales.folder).replace(without_password(address), address)
    (sales.folder / "workspace.yaml").write_text(text, encoding="utf-8")
    assert seen(sales) == there


def test_a_second_workspace_does_not_get_the_same_database(address, postgresql, tmp_path, monkeypatch):
    init_workspace(tmp_path / "sales", time_zone="UTC")
    with pytest.raises(UsageError, match="belongs to another workspace"):
        init_workspace(tmp_path / "other", time_zone="UTC")
    monkeypatch.setenv(ADDRESS, postgresql.new_database())
    init_workspace(tmp_path / "other", time_zone="UTC")


def test_a_workspace_does_not_take_an_empty_database_for_its_own(address, postgresql, tmp_path, monkeypatch):
    init_workspace(tmp_path / "sales", time_zone="UTC")
    sales = Sales(tmp_path / "sales")
    monkeypatch.setenv(ADDRESS, postgresql.new_database())
    with pytest.raises(UsageError, match="is empty, and holds nothing of this workspace"):
        sales.seen()


def test_an_address_that_is_none_is_told_by_its_place_and_not_quoted(tmp_path, monkeypatch):
    init_workspace(tmp_path / "sales", time_zone="UTC")
    file = tmp_path / "sales" / "workspace.yaml"
    file.write_text(settings(tmp_path / "sales") + "application: mysql://u:secret@h/d\n")
    with pytest.raises(UsageError, match=r"workspace\.yaml names no PostgreSQL database") as caught:
        find_workspace(None, tmp_path / "sales")
    assert "secret" not in str(caught.value)
    monkeypatch.setenv(ADDRESS, "secret")
    with pytest.raises(UsageError, match=r"^TAMIS_APPLICATION names no PostgreSQL database") as caught:
        find_workspace(None, tmp_path / "sales")
    assert "secret" not in str(caught.value)


def test_a_workspace_of_an_older_tamis_is_told_what_to_add(tmp_path, address):
    folder = tmp_path / "sales"
    init_workspace(folder, time_zone="UTC")
    (folder / "workspace.yaml").write_text("format: 1\ntime_zone: UTC\n")
    with pytest.raises(UsageError, match=r'has no id, .*; add the line "id: w[0-9a-f]{16}"\.$'):
        find_workspace(None, folder)


def test_a_backup_is_restored_anywhere_without_the_server(sales_backup, address, tmp_path, monkeypatch):
    shared = restored(sales_backup, tmp_path / "shared")
    file, there = shared.back_up(), seen(shared)
    monkeypatch.delenv(ADDRESS)
    put_back(file, tmp_path / "alone" / "sales")
    alone = Sales(tmp_path / "alone" / "sales")
    assert seen(alone) == there
    assert "\n# application: postgresql://" in settings(alone.folder)
    # The two have nothing more to do with one another.
    alone.publish(99)
    monkeypatch.setenv(ADDRESS, address)
    assert seen(shared) == there


def test_a_workspace_moves_to_a_server_by_a_backup(sales_backup, postgresql, tmp_path, monkeypatch):
    alone = restored(sales_backup, tmp_path / "alone")
    file, there = alone.back_up(), seen(alone)
    monkeypatch.setenv(ADDRESS, postgresql.new_database())
    put_back(file, tmp_path / "shared" / "sales")
    shared = Sales(tmp_path / "shared" / "sales")
    assert seen(shared) == there
    assert not (shared.folder / "application.sqlite3").exists()
    shared.publish(99)


def test_a_workspace_on_a_server_is_replaced_by_its_backup(sales_backup, address, tmp_path, monkeypatch):
    shared = restored(sales_backup, tmp_path / "shared")
    file, there, old = shared.back_up(), seen(shared), settings(shared.folder)
    shared.publish(99)
    with pytest.raises(UsageError, match="--replace"):
        put_back(file, shared.folder)
    put_back(file, shared.folder, replace=True)
    assert seen(shared) == there
    # A copy of the folder as it was is no workspace of this database any more.
    (shared.folder / "workspace.yaml").write_text(old, encoding="utf-8")
    with pytest.raises(UsageError, match="not of one restore"):
        shared.seen()


def test_a_restore_that_is_killed_before_the_server_has_all_is_seen_and_done_again(sales_backup, address, tmp_path):
    shared = restored(sales_backup, tmp_path / "shared")
    file, there = shared.back_up(), seen(shared)
    shared.publish(99)
    # Twice, when the new folder is in its place and the transaction on the server has not ended.
    for _ in range(2):
        killed = subprocess.run([sys.executable, "-c", KILLED, str(file), str(shared.folder)], check=False)
        assert killed.returncode == -signal.SIGKILL
        with pytest.raises(UsageError, match="not of one restore"):
            shared.seen()
    put_back(file, shared.folder, replace=True)
    assert seen(shared) == there


def test_a_database_of_another_workspace_is_not_restored_into(sales_backup, address, tmp_path):
    shared = restored(sales_backup, tmp_path / "shared")
    file, there = shared.back_up(), seen(shared)
    with pytest.raises(UsageError, match="belongs to another workspace"):
        put_back(file, tmp_path / "again" / "sales")
    assert not (tmp_path / "again").exists()
    assert seen(shared) == there
