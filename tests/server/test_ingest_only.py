"""Several processes take in what is sent, in front of one that keeps the scores: killed, restarted, told the same."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tamis.operations.publish import reviewing
from tamis.operations.serving import is_served
from tamis.operations.workspace import read_settings
from tamis.progress import NullProgress
from tamis.store.inbox import open_inbox
from tests.operations.backups.sales import AT, Sales, put_back
from tests.server.killing import Sender, sending
from tests.server.process import free_port
from tests.server.serving import ServeProcess, eventually
from tests.server.test_answers import EVENT, refused
from tests.server.test_serve import refusal

SCORE = """\
key: interest
object: contact
limit: null
groups:
  - {key: what_they_did, category: engagement, limit: null, rules: [{event: demo_requested, points: 1}]}
"""
CONTACTS = 7


class IngestProcess(ServeProcess):
    """`tamis serve --ingest-only` beside another process; on a server it has the settings of the workspace alone."""

    def __init__(self, scoring: ServeProcess, folder: Path) -> None:
        self.workspace, self.port, self.key = scoring.workspace, free_port(), scoring.key
        self._process = None
        if self.workspace.address:
            folder.mkdir(parents=True)
            shutil.copy(self.workspace.folder / "workspace.yaml", folder)
            self.workspace = read_settings(folder)

    def command(self, *, port: int | None = None, folder: Path | None = None) -> list[str]:
        return [*super().command(port=port, folder=folder), "--ingest-only"]

    def start(self) -> None:
        self.launch()
        place = f"{self.workspace.folder} on http://127.0.0.1:{self.port}\n"
        assert self.first_line() == f"Tamis takes in what is sent to {place}", self.log


class Alike(Sender):
    """Sends the same as the others."""

    def __init__(self, server: ServeProcess) -> None:
        super().__init__(server, "m")

    def message(self, number: int) -> dict[str, object]:
        return message(number)


def message(number: int) -> dict[str, object]:
    """The same of each number, whoever sends it."""
    return {"type": "track", "event": "demo_requested", "userId": f"c{number % CONTACTS}", "messageId": f"m{number}"}


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def scoring(request, tmp_path, monkeypatch):
    """The process that keeps the scores; a point is published for each message."""
    if request.param == "PostgreSQL":
        monkeypatch.setenv("TAMIS_APPLICATION", request.getfixturevalue("postgresql").new_database())
    process = ServeProcess(tmp_path / "scoring" / "w")
    sales = Sales(process.workspace.folder)
    sales.take("\n".join(f"c{n} Spain" for n in range(CONTACTS)), "c0 demo_requested 2026-05-20")
    file = sales.outside / "score.yaml"
    file.write_text(SCORE, encoding="utf-8")
    with reviewing(sales.workspace, [file], now=lambda: AT, progress=NullProgress()) as publishing:
        publishing.publish(progress=NullProgress())
    with process:
        yield process


@pytest.fixture
def ingesting(scoring, tmp_path):
    """Two processes in front of it."""
    with (
        IngestProcess(scoring, tmp_path / "one" / "w") as one,
        IngestProcess(scoring, tmp_path / "other" / "w") as other,
    ):
        yield one, other


def test_what_is_sent_to_several_is_scored_once_whoever_is_killed(scoring, ingesting):
    senders = [Alike(server) for server in (*ingesting, *ingesting, scoring)]
    with sending(*senders):
        for process in (ingesting[0], scoring, ingesting[1], scoring):
            until = [len(sender.acknowledged) + 15 for sender in senders]
            eventually(lambda until=until: all(len(s.acknowledged) >= u for s, u in zip(senders, until, strict=True)))
            process.kill()
            process.start()
    sent = max(len(sender.acknowledged) for sender in senders)
    eventually(lambda: scoring.metrics()["tamis_inbox_depth"] == 0)
    scoring.stop()
    counts = Counter(f"c{number % CONTACTS}" for number in range(sent)) + Counter(["c0"])
    points = Sales(scoring.workspace.folder).sql(
        "SELECT r.id, v.points // 1000000 FROM warehouse.score_values AS v JOIN warehouse.records_0 AS r USING (n)"
        " WHERE v.score = 'interest' AND v.object = 'contact'"
    )
    assert dict(points) == counts
    assert [sender.refused for sender in senders] == [[]] * 5


def test_one_that_takes_in_is_no_server_of_the_workspace(scoring, ingesting):
    scoring.stop()
    one, other = ingesting
    assert not is_served(scoring.workspace)
    assert one.send(EVENT | {"messageId": "a"}).status == other.send(EVENT | {"messageId": "a"}).status == 200
    refused(one.post("/v1/batch", {"batch": [EVENT], "writeKey": "nonsense"}), 401, "unknown_key")
    health = one.ask("/healthz")
    assert (health.status, health.said) == (200, {"ready": True, "reasons": [], "warnings": []})
    assert one.metrics()["tamis_ingest_messages_total"] == 1
    assert one.metrics()["tamis_inbox_depth"] > 0
    # Commands work on the workspace themselves, and it can be served again.
    Sales(scoring.workspace.folder).take("new France")
    scoring.start()
    eventually(lambda: one.metrics()["tamis_inbox_depth"] == 0)
    assert scoring.metrics()["tamis_messages_drained_total"] == 1


@pytest.mark.parametrize("scoring", ["PostgreSQL"], indirect=True)
def test_one_that_stands_still_holds_nobody_up(scoring, ingesting):
    one, other = ingesting
    standing, going = Alike(one), Alike(other)
    with sending(standing, going):
        for _ in range(10):
            before = len(standing.acknowledged)
            eventually(lambda before=before: len(standing.acknowledged) > before)
            # At whatever it does just now.
            os.kill(one.worker, signal.SIGSTOP)
            try:
                before = len(going.acknowledged)
                eventually(lambda before=before: len(going.acknowledged) > before + 10, within=8)
            finally:
                os.kill(one.worker, signal.SIGCONT)
    assert (standing.refused, going.refused) == ([], [])


@pytest.mark.parametrize("scoring", ["PostgreSQL"], indirect=True)
def test_a_copy_of_the_folder_takes_nothing_out(scoring, tmp_path):
    copy = tmp_path / "copy" / "w"
    shutil.copytree(scoring.workspace.folder, copy)
    assert "has a process already that keeps the scores" in refusal(scoring.command(port=free_port(), folder=copy))
    scoring.kill()
    scoring.start()


def test_a_new_source_may_send_to_all_at_once(scoring, ingesting):
    command = [sys.executable, "-m", "tamis", "sources", "add", "app", "--workspace", str(scoring.workspace.folder)]
    key = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    for server in (*ingesting, scoring):
        assert server.post("/v1/batch", {"batch": [EVENT], "writeKey": key}).status == 200


def test_a_backup_holds_what_was_sent_to_any_of_them(scoring, ingesting, tmp_path, monkeypatch):
    for number, server in enumerate((*ingesting, scoring)):
        assert server.send(message(number)).status == 200
    command = [sys.executable, "-m", "tamis", "backup", str(tmp_path / "b.zip"), "--workspace"]
    subprocess.run([*command, str(scoring.workspace.folder)], check=True, capture_output=True)
    monkeypatch.delenv("TAMIS_APPLICATION", raising=False)
    put_back(tmp_path / "b.zip", tmp_path / "again")
    again = Sales(tmp_path / "again")
    with open_inbox(again.workspace.inbox) as inbox:
        waiting = len(inbox.pending(0, 9))
    # One was imported, and the others had been taken in or not when the backup was made.
    assert again.sql("SELECT count(*) FROM warehouse.events") == [(4 - waiting,)]


def test_it_ends_in_order(scoring, ingesting):
    one, _ = ingesting
    assert one.send(EVENT).status == 200
    one.terminate()
    assert (one.ended(), one.rest_of_output()) == (0, "")


@pytest.mark.parametrize("scoring", ["PostgreSQL"], indirect=True)
def test_the_database_may_be_restarted_under_all_of_them(postgresql, scoring, ingesting):
    for server in (*ingesting, scoring):
        assert server.send(message(1)).status == 200
    postgresql.restart()
    for server in (*ingesting, scoring):
        eventually(lambda server=server: server.send(message(1), message(2)).status == 200)
    eventually(lambda: scoring.metrics()["tamis_messages_drained_total"] == 2)
    eventually(scoring.is_ready)
    # It is the only one that keeps scores, as before.
    copy = Path(shutil.copytree(scoring.workspace.folder, scoring.workspace.folder.parent / "copy"))
    assert "has a process already that keeps the scores" in refusal(scoring.command(port=free_port(), folder=copy))


@pytest.mark.parametrize("scoring", ["PostgreSQL"], indirect=True)
def test_one_that_was_taken_over_ends_and_says_so(postgresql, scoring):
    # As if another process had kept scores while this one could not reach the server.
    postgresql.do("UPDATE tamis_inbox.taker SET mark = 'another'", scoring.workspace.application.url)
    assert scoring.ended() == 2
    assert "was taken over by another process" in scoring.log
    assert not is_served(scoring.workspace)
    scoring.start()


def test_a_folder_with_settings_alone_is_no_inbox_of_its_own(tmp_path):
    whole = ServeProcess(tmp_path / "whole")
    lone = IngestProcess(whole, tmp_path / "unused")
    (tmp_path / "lone").mkdir()
    shutil.copy(whole.workspace.folder / "workspace.yaml", tmp_path / "lone")
    assert "is missing" in refusal(lone.command(folder=tmp_path / "lone"))
    assert not (tmp_path / "lone" / "inbox.sqlite3").exists()
