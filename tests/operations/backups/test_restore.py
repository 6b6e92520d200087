"""Restoring: into a new folder or an empty one, or in the place of a workspace."""

from __future__ import annotations

from pathlib import Path

import pytest

from tamis.errors import UsageError
from tamis.operations.placing import becoming
from tests.operations.backups.sales import Sales, files, put_back
from tests.operations.backups.test_backup import other_command


def test_a_folder_with_other_things_is_not_filled(backup_file, tmp_path):
    (tmp_path / "sales").mkdir()
    (tmp_path / "sales" / "notes.txt").write_text("ours")
    for replace in (False, True):
        with pytest.raises(UsageError, match=r"holds other things \(notes.txt\) and is no workspace;(.|\n)*--into DIR"):
            put_back(backup_file, tmp_path / "sales", replace=replace)
    assert files(tmp_path / "sales") == {"notes.txt": b"ours"}


def test_an_empty_folder_may_hold_the_backup(made, backup_file, tmp_path):
    put_back(backup_file, tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        ["backup.zip", *(path.name for path in made[0].folder.iterdir())]
    )


def test_the_rules_about_machines_come_back_as_they_were(backup_file, tmp_path):
    put_back(backup_file, tmp_path / "sales")
    sales = Sales(tmp_path / "sales")
    sales.workspace.machine_rules.write_text("rules: [{key: staff, email_domain: acme.com}]")
    theirs = sales.back_up("theirs.zip")
    sales.workspace.machine_rules.write_text("rules: []")
    put_back(theirs, sales.folder, replace=True)
    assert sales.workspace.machine_rules.read_text() == "rules: [{key: staff, email_domain: acme.com}]"


def test_a_workspace_is_replaced_only_when_that_is_said(backup_file, tmp_path):
    put_back(backup_file, tmp_path / "sales")
    sales = Sales(tmp_path / "sales")
    before = sales.seen()
    sales.publish(1)
    changed = sales.seen()
    with pytest.raises(UsageError, match=r"is a workspace already; .* --replace"):
        put_back(backup_file, sales.folder)
    assert sales.seen() == changed
    put_back(backup_file, sales.folder, replace=True)
    assert sales.seen() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backup.zip", "outside", "sales"]


def test_what_else_lies_in_a_workspace_stays_there_also_the_backup(made, backup_file, tmp_path):
    sales = Sales(tmp_path / "sales")
    put_back(backup_file, sales.folder)
    backup_file.rename(sales.folder / "warehouse.duckdb.zip")
    (sales.folder / "scores").mkdir()
    (sales.folder / "scores" / "mine.yaml").write_text("key: mine")
    put_back(sales.folder / "warehouse.duckdb.zip", sales.folder, replace=True)
    assert sales.seen() == made[0].seen()
    assert (sales.folder / "scores" / "mine.yaml").exists()
    assert (sales.folder / "warehouse.duckdb.zip").exists()


def test_a_damaged_workspace_is_replaced(made, backup_file, tmp_path):
    sales = Sales(tmp_path / "sales")
    put_back(backup_file, sales.folder)
    (sales.folder / "warehouse.duckdb").write_bytes(b"damaged")
    (sales.folder / "application.sqlite3").unlink()
    put_back(backup_file, sales.folder, replace=True)
    assert sales.seen() == made[0].seen()


def test_a_workspace_in_use_is_not_replaced(backup_file, tmp_path):
    sales = Sales(tmp_path / "sales")
    put_back(backup_file, sales.folder)
    process = other_command(sales)
    try:
        with pytest.raises(UsageError, match="in use by another Tamis command"):
            put_back(backup_file, sales.folder, replace=True)
    finally:
        process.communicate("\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backup.zip", "sales"]


def test_a_folder_one_stands_in_is_not_replaced(backup_file, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    put_back(Path("backup.zip"), Path("sales"))
    monkeypatch.chdir(tmp_path / "sales" / "rejects")
    with pytest.raises(UsageError, match=r"cd \.\."):
        put_back(backup_file, Path(".."), replace=True)


def test_one_stands_in_the_new_workspace_after_restoring_into_the_current_folder(backup_file, tmp_path, monkeypatch):
    (tmp_path / "sales").mkdir()
    monkeypatch.chdir(tmp_path / "sales")
    put_back(Path("../backup.zip"), Path())
    assert Path("workspace.yaml").exists()


def test_a_backup_among_the_rejects_is_not_deleted_with_them(backup_file, tmp_path):
    put_back(backup_file, tmp_path / "sales")
    doomed = tmp_path / "sales" / "rejects" / "backup.zip"
    backup_file.rename(doomed)
    with pytest.raises(UsageError, match="move it elsewhere"):
        put_back(doomed, tmp_path / "sales", replace=True)
    assert doomed.exists()


def test_parts_of_a_workspace_are_left_alone(backup_file, tmp_path):
    folder = tmp_path / "sales"
    folder.mkdir()
    (folder / "warehouse.duckdb").write_bytes(b"someone's")
    with pytest.raises(UsageError, match="part of a workspace without its settings"):
        put_back(backup_file, folder)
    assert files(folder) == {"warehouse.duckdb": b"someone's"}


def test_two_restores_into_one_folder_do_not_meet(backup_file, tmp_path):
    with becoming(tmp_path / "sales") as unfinished:
        with pytest.raises(UsageError, match="Another restore works"):
            put_back(backup_file, tmp_path / "sales")
        (unfinished / "workspace.yaml").write_text("ours")
    assert files(tmp_path / "sales") == {"workspace.yaml": b"ours"}


def test_nothing_is_deleted_through_a_link(backup_file, tmp_path):
    (tmp_path / "precious").mkdir()
    (tmp_path / "precious" / "workspace.yaml").write_text("ours")
    (tmp_path / "sales").mkdir()
    (tmp_path / "sales" / ".restoring").symlink_to(tmp_path / "precious")
    with pytest.raises(OSError):
        put_back(backup_file, tmp_path / "sales")
    assert (tmp_path / "precious" / "workspace.yaml").exists()
