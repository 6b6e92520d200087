"""A workspace that can no longer be written: a clear word, service where possible, and nothing that was acknowledged is
lost."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.server.serving import ServeProcess, eventually
from tests.server.stories.company import Company, stored_events
from tests.server.test_serve import refusal

# Root may write whatever the modes of files say, unless it gives that right away.
BOUND = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all"] if os.geteuid() == 0 else []
pytestmark = pytest.mark.skipif(
    bool(BOUND) and not shutil.which("setpriv"), reason="setpriv is not there, and it is root"
)
FORM = {"type": "track", "event": "Form Submitted", "userId": "ann", "properties": {"tries": 2}}


class BoundProcess(ServeProcess):
    """`tamis serve` as somebody to whom modes of files mean something."""

    def command(self, *, port: int | None = None, folder: Path | None = None) -> list[str]:
        return [*BOUND, *super().command(port=port, folder=folder)]


@pytest.fixture
def bound(begun: Path, tmp_path: Path) -> Iterator[BoundProcess]:
    process = BoundProcess(Path(shutil.copytree(begun, tmp_path / "served")))
    yield process
    process.kill()


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """A folder in which nothing can be made or written meanwhile."""
    files = [path for path in folder.iterdir() if path.is_file()]
    for path in (*files, folder):
        path.chmod(0o555)
    try:
        yield
    finally:
        for path in (folder, *files):
            path.chmod(0o755)


def forms(start: int, end: int) -> list[dict[str, object]]:
    return [FORM | {"messageId": str(number)} for number in range(start, end)]


def test_a_folder_that_becomes_read_only_is_told_and_nothing_is_lost(bound: BoundProcess, tmp_path: Path):
    company, folder = Company(bound.workspace, tmp_path), bound.workspace.folder
    with bound:
        with read_only(folder):
            # The inbox writes into files that are there; the warehouse has to make one.
            acknowledged = [bound.send(*forms(start, start + 4)).status for start in (0, 4)]
            assert acknowledged == [200, 200]
            eventually(lambda: not bound.is_ready())
            [reason] = told(bound)["reasons"]
            assert reason["part"] == "keeper"
            assert reason["message"].endswith(" A file of the workspace cannot be written.")
            command = [*BOUND, sys.executable, "-m", "tamis", "rescore", "--workspace", str(folder)]
            refused = subprocess.run(command, capture_output=True, text=True, check=False)
            assert refused.returncode == 2
            assert f'"{folder}/application.sqlite3" cannot be written; allow it for' in refused.stderr
        eventually(bound.is_ready)
        eventually(lambda: any(line.startswith("ann,2,") for line in company.values()["interest"]))
        bound.stop()
    assert stored_events(bound.workspace) == (11, 11)


def test_a_warehouse_that_is_read_only_is_not_called_damaged(bound: BoundProcess):
    folder = bound.workspace.folder
    with bound:
        assert bound.send(*forms(0, 4)).status == 200
        eventually(lambda: bound.metrics()["tamis_messages_drained_total"] == 4)
        # What it has taken in lies beside the file still.
        bound.kill()
    with read_only(folder):
        (folder / "serving.lock").chmod(0o644)
        for name in ("inbox", "application"):
            for file in folder.glob(f"{name}.*"):
                file.chmod(0o644)
        assert refusal(bound.command()).endswith("cannot be written; allow it for the file and its folder.")
    with bound:
        eventually(lambda: bound.metrics()["tamis_inbox_depth"] == 0)
        bound.stop()
    assert stored_events(bound.workspace) == (7, 7)


def test_a_folder_that_is_read_only_is_refused(bound: BoundProcess):
    bound.start()
    bound.stop()
    with read_only(bound.workspace.folder):
        assert refusal(bound.command()) == f"error: {bound.workspace.folder}/serving.lock: Permission denied."
    bound.start()


def told(served: ServeProcess) -> dict[str, list[dict[str, str]]]:
    """What /healthz says."""
    said: dict[str, list[dict[str, str]]] = json.loads(served.ask("/healthz").body)
    return said
