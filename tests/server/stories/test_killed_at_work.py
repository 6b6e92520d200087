"""A server is killed at random instants while it takes in a backlog, publishes and backs up: the next one, or the
command itself, does the rest, and nothing is lost, doubled or half done."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

from tamis.cli.shell import run
from tamis.messages import Message
from tamis.operations.workspace import Workspace, find_workspace
from tamis.store.application import open_application
from tamis.store.inbox import open_inbox
from tamis.store.warehouse import open_warehouse
from tamis.store.warehouse.live import drained_upto
from tests.server.killing import KILLS, SEED, await_some_instant
from tests.server.serving import ServeProcess, eventually
from tests.server.stories.company import Company, history_of

# More than is taken in in one go.
BACKLOG, PEOPLE = 10_400, 40
# Of events: those of the beginning are there too.
ALL = BACKLOG + 3


def fill(served: ServeProcess) -> None:
    """Puts more into the inbox than one batch."""
    at = time.time_ns() // 1000 - 3_600_000_000
    messages = [
        Message(kind="track", id=f"m{i}", user_id=f"c{i % PEOPLE}", event="form_submitted",
                properties={"tries": 2, "form_name": "Demo"}, received_at=at, occurred_at=at)
        for i in range(BACKLOG)
    ]  # fmt: skip
    with open_inbox(served.workspace.inbox) as inbox:
        source = inbox.sources.with_key(served.key, 1)
        assert source is not None
        inbox.put(source, messages)


def command(*words: str, workspace: Workspace) -> subprocess.Popen[bytes]:
    """Begins a command."""
    return subprocess.Popen([sys.executable, "-m", "tamis", *words, "--quiet", "--workspace", str(workspace.folder)])


def known(workspace: Workspace) -> int:
    """The events of a workspace that nobody has open: those taken in, and those that wait."""
    with open_warehouse(workspace.warehouse) as warehouse, open_inbox(workspace.inbox) as inbox:
        assert warehouse.one("SELECT count(*) = count(DISTINCT key) FROM events")
        return int(warehouse.one("SELECT count(*) FROM events")) + len(inbox.pending(drained_upto(warehouse), ALL))


def versions(workspace: Workspace) -> list[int]:
    with open_application(workspace.application) as application:
        return sorted(version.number for version in application.versions("interest"))


def jobs(workspace: Workspace) -> int:
    with open_application(workspace.application) as application:
        return len(application.jobs.list())


def test_nothing_is_lost_doubled_or_half_done(served: ServeProcess, company: Company, begun: Path, tmp_path: Path):
    chance = random.Random(SEED)
    fill(served)
    stricter, backup = tmp_path / "interest.yaml", tmp_path / "kept.zip"
    stricter.write_text(
        (begun.parent / "beginning/scores/interest.yaml").read_text().replace("points: 20", "points: 15")
    )
    with served:
        doing = [
            command("publish", "--yes", str(stricter), workspace=served.workspace),
            command("backup", str(backup), workspace=served.workspace),
        ]
        # Or the first kill would come before anything is handed over.
        eventually(lambda: jobs(served.workspace))
        for _ in range(max(2, KILLS // 2)):
            await_some_instant(chance, 0, 1)
            served.kill()
            served.start()
        assert [each.wait(120) for each in doing] == [0, 0], SEED
        eventually(lambda: served.metrics()["tamis_inbox_depth"] == 0)
        live = company.values()
        company.do("rescore")
        assert company.values() == live, SEED
        assert sum(line.startswith("c") for line in live["interest"]) == PEOPLE
        served.stop()
    assert (versions(served.workspace), known(served.workspace)) == ([1, 2], ALL), SEED
    changes = history_of("c7", served.workspace)
    assert [before for before, _ in changes[1:]] == [after for _, after in changes[:-1]], SEED
    assert run(["restore", str(backup), "--into", str(tmp_path / "restored")]) == 0
    assert known(find_workspace(tmp_path / "restored", tmp_path)) == ALL, SEED
    assert not list(tmp_path.glob(".*.part"))
