"""A served workspace is killed at random instants, all of it or its worker, while messages come and are taken in."""

from __future__ import annotations

import os
import random
import signal

import duckdb

from tests.server.killing import KILLS, SEED, Sender, acknowledged, await_some_instant, sending
from tests.server.serving import ServeProcess, eventually, runs


def kill_worker(server: ServeProcess) -> None:
    """Returns when another one is ready."""
    worker = server.worker
    os.kill(worker, signal.SIGKILL)
    eventually(lambda: not runs(worker) and server.is_ready())


def test_every_acknowledged_message_is_taken_in_once(tmp_path):
    chance = random.Random(SEED)
    with ServeProcess(tmp_path / "w") as server:
        senders = [Sender(server, name) for name in "abcd"]
        with sending(*senders):
            for _ in range(KILLS):
                await_some_instant(chance)
                if chance.random() < 0.5:
                    kill_worker(server)
                    await_some_instant(chance)
                server.kill()
                server.start()
        eventually(lambda: server.metrics()["tamis_inbox_depth"] == 0)
        server.stop()
        with duckdb.connect(str(server.workspace.warehouse), read_only=True) as warehouse:
            stored = warehouse.execute("SELECT count(*) FROM events").fetchone()
    sent = acknowledged(senders)
    assert stored == (len(sent),), SEED
    assert len(sent) > KILLS * 5
