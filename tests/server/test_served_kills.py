"""A served workspace is killed at random instants, all of it or its worker, while messages come and are taken in.

`TAMIS_KILLS=50` kills more often.
"""

from __future__ import annotations

import http.client
import os
import random
import signal
import threading

import duckdb

from tests.server.serving import ServeProcess, eventually, runs
from tests.server.test_kills import KILLS, LATEST, SEED, SOONEST, Sender


class Patient(Sender):
    """Goes on where a server that is being killed closes the connection, or has no keeper yet."""

    def _sent(self, batch: list[str]) -> bool:
        try:
            return super()._sent(batch)
        except http.client.HTTPException:
            return False


def test_every_acknowledged_message_is_taken_in_once(tmp_path):
    chance = random.Random(SEED)
    with ServeProcess(tmp_path / "w") as server:
        senders = [Patient(server, name) for name in "abcd"]
        for sender in senders:
            sender.start()
        for _ in range(KILLS):
            # Waits for what never comes: the instant of the kill must not depend on what the server does.
            threading.Event().wait(chance.uniform(SOONEST, LATEST))
            if chance.random() < 0.5:
                worker = server.worker
                os.kill(worker, signal.SIGKILL)
                eventually(lambda ended=worker: not runs(ended) and server.is_ready())
                threading.Event().wait(chance.uniform(SOONEST, LATEST))
            server.kill()
            server.start()
        for sender in senders:
            sender.enough.set()
        for sender in senders:
            sender.join(60)
        acknowledged = [id for sender in senders for id in sender.acknowledged]
        eventually(lambda: server.metrics()["tamis_inbox_depth"] == 0)
        server.stop()
        with duckdb.connect(str(server.workspace.warehouse), read_only=True) as warehouse:
            stored = warehouse.execute("SELECT count(*) FROM events").fetchone()
    assert stored == (len(acknowledged),), SEED
    assert len(acknowledged) > KILLS * 5
