"""The server is killed at random instants, and nothing that it acknowledged is lost or doubled.

`TAMIS_KILLS=50` kills more often.
"""

from __future__ import annotations

import http.client
import os
import random
import threading

from tests.server.clients import given_up, ids, start_client

KILLS = int(os.environ.get("TAMIS_KILLS", "4"))
SEED = int(os.environ.get("TAMIS_SEED", random.SystemRandom().randrange(1_000_000)))
# Messages of an official client, so that it still has some when the last kill comes.
COUNT = 400 * KILLS
# Seconds between the start of the server and its death; both ends are short, or nothing would be sent in between.
SOONEST, LATEST = 0.05, 0.6


class Sender(threading.Thread):
    """Sends batches one after the other, each again and again until it is acknowledged."""

    def __init__(self, server, name: str) -> None:
        super().__init__()
        self.server, self.prefix = server, name
        self.acknowledged: list[str] = []
        self.enough = threading.Event()
        self.refused: list[bytes] = []

    def run(self) -> None:
        number = 0
        while not self.enough.is_set():
            batch = [f"{self.prefix}-{number}-{each}" for each in range(5)]
            while not self._sent(batch):
                # There is nobody to send to for a while; asking all the time would only slow the restart.
                self.enough.wait(0.02)
            self.acknowledged += batch
            number += 1

    def _sent(self, batch: list[str]) -> bool:
        try:
            answer = self.server.send(*({"type": "track", "event": "e", "userId": 1, "messageId": id} for id in batch))
        except (OSError, http.client.HTTPException):
            return False
        if answer.status != 200:
            self.refused.append(answer.body)
        return answer.status == 200


def test_every_acknowledged_message_is_stored_once_however_often_the_server_is_killed(own_server):
    server, chance = own_server, random.Random(SEED)
    senders = [Sender(server, name) for name in "abcd"]
    for sender in senders:
        sender.start()
    for _ in range(KILLS):
        # Waits for what never comes: the instant of the kill must not depend on what the server does.
        threading.Event().wait(chance.uniform(SOONEST, LATEST))
        server.kill()
        server.start()
    for sender in senders:
        sender.enough.set()
    for sender in senders:
        sender.join(60)
    acknowledged = [id for sender in senders for id in sender.acknowledged]
    assert (sorted(server.stored()), [sender.refused for sender in senders]) == (sorted(acknowledged), [[]] * 4), SEED
    assert len(acknowledged) > KILLS * 5


def test_the_official_clients_lose_nothing_when_the_server_is_killed(own_server):
    server, chance = own_server, random.Random(SEED)
    names = [("2.2", "plain"), ("2.2", "gzip"), ("2.3", "plain"), ("2.3", "gzip")]
    clients = [start_client(server, *name, COUNT, "-".join(name)) for name in names]
    for _ in range(KILLS):
        threading.Event().wait(chance.uniform(SOONEST, LATEST))
        server.kill()
        server.start()
    assert [given_up(client) for client in clients] == [{}] * 4
    assert sorted(server.stored()) == sorted(id for name in names for id in ids("-".join(name), COUNT)), SEED
