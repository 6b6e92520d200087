"""Backups and restores that end in the middle: there is the old or the new, whole, and the next one goes through."""

from __future__ import annotations

import os
import shutil
import zipfile
from pathlib import Path

import pytest

from tamis.progress import NullProgress
from tests.operations.backups.killed import Doomed
from tests.operations.backups.sales import files, put_back

# Each moment by `make test THOROUGH=1`.
MOMENTS = range(1, 200, 1 if os.environ.get("TAMIS_THOROUGH") else 3)


def members(backup_file: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(backup_file) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name != "manifest.json"}


def test_a_backup_that_is_killed_leaves_the_one_before(made, tmp_path):
    before = shutil.copy(made[1], tmp_path / "backup.zip")
    old = before.read_bytes()
    with Doomed(tmp_path, "backup", made[0].folder, before) as doomed:
        for at in MOMENTS:
            end = doomed.run("kill", at)
            if before.read_bytes() != old:
                assert members(before) == members(made[1])
                before.write_bytes(old)
            if end == "done":
                break
        assert end == "done"
        assert at > 10
    assert [path.name for path in tmp_path.iterdir()] == ["backup.zip"]


def test_a_backup_that_is_stopped_leaves_nothing(made, tmp_path):
    class Stopping(NullProgress):
        def __init__(self, after: int) -> None:
            self.left = after

        def advance(self, amount: int = 1) -> None:
            self.left -= 1
            if not self.left:
                raise KeyboardInterrupt

    for after in (1, 2, 3):
        with pytest.raises(KeyboardInterrupt):
            made[0].back_up(str(tmp_path / "backup.zip"), progress=Stopping(after))
        assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("how", ["kill", "stop"])
def test_a_restore_that_ends_in_the_middle_makes_a_workspace_or_none(made, tmp_path, how):
    folder, whole = tmp_path / "new" / "sales", members(made[1])
    with Doomed(tmp_path, "restore", made[1], folder) as doomed:
        for at in MOMENTS:
            end = doomed.run(how, at)
            if (folder / "workspace.yaml").exists():
                assert {name: text for name, text in files(folder).items() if ".restoring" not in name} == whole
                shutil.rmtree(folder)
            elif how == "stop":
                assert list(tmp_path.iterdir()) == []
            if end == "done":
                break
        assert end == "done"
        assert at > 20


@pytest.mark.parametrize("how", ["kill", "stop"])
def test_a_replacement_that_ends_in_the_middle_leaves_the_old_or_the_new(made, tmp_path, how):
    old, folder = tmp_path / "old", tmp_path / "sales"
    shutil.copytree(made[0].folder, old)
    (old / "warehouse.duckdb").write_bytes(b"damaged")
    (old / "notes").mkdir()
    (old / "notes" / "ours.txt").write_text("keep")
    before, whole = files(old), members(made[1])
    notes = {"notes/ours.txt": b"keep"}
    shutil.copytree(old, folder)
    with Doomed(tmp_path, "restore", made[1], folder, "--replace") as doomed:
        for at in MOMENTS:
            end = doomed.run(how, at)
            found = files(folder)
            if found != before:
                assert {name: text for name, text in found.items() if name not in notes} == whole
                beside = tmp_path / ".sales.restoring" / "notes"
                assert (folder / "notes").exists() != beside.exists()
                if beside.exists():
                    # The next restore gives it back.
                    put_back(made[1], folder, replace=True)
                    assert files(folder) == whole | notes
                shutil.rmtree(folder)
                shutil.copytree(old, folder)
            if how == "stop":
                assert sorted(path.name for path in tmp_path.iterdir()) == ["old", "sales"]
            if end == "done":
                break
        assert end == "done"
        assert at > 20


def test_a_disk_that_fills_up_is_told_and_nothing_is_left(made, tmp_path):
    with (
        Doomed(tmp_path, "backup", made[0].folder, tmp_path / "backup.zip") as backing_up,
        Doomed(tmp_path, "restore", made[1], tmp_path / "sales") as restoring,
    ):
        said = [doomed.run("full", most) for doomed in (backing_up, restoring) for most in (300_000, 500_000)]
        assert list(tmp_path.iterdir()) == []
    assert all(each.startswith("The disk of") for each in said), said
    assert list(tmp_path.iterdir()) == []
