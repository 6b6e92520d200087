"""The server is killed at random instants, and nothing that it acknowledged is lost or doubled."""

from __future__ import annotations

import random

from tests.server.clients import given_up, ids, start_client
from tests.server.killing import KILLS, SEED, Sender, acknowledged, await_some_instant, sending

# Messages of an official client, so that it still has some when the last kill comes.
COUNT = 400 * KILLS


def test_every_acknowledged_message_is_stored_once_however_often_the_server_is_killed(own_server):
    server, chance = own_server, random.Random(SEED)
    senders = [Sender(server, name) for name in "abcd"]
    with sending(*senders):
        for _ in range(KILLS):
            await_some_instant(chance)
            server.kill()
            server.start()
    sent = acknowledged(senders)
    assert (sorted(server.stored()), [sender.refused for sender in senders]) == (sorted(sent), [[]] * 4), SEED
    assert len(sent) > KILLS * 5


def test_the_official_clients_lose_nothing_when_the_server_is_killed(own_server):
    server, chance = own_server, random.Random(SEED)
    names = [("2.2", "plain"), ("2.2", "gzip"), ("2.3", "plain"), ("2.3", "gzip")]
    clients = [start_client(server, *name, COUNT, "-".join(name)) for name in names]
    for _ in range(KILLS):
        await_some_instant(chance)
        server.kill()
        server.start()
    assert [given_up(client) for client in clients] == [{}] * 4
    assert sorted(server.stored()) == sorted(id for name in names for id in ids("-".join(name), COUNT)), SEED
