"""What tests that kill a server at random instants share: how often, when, and who sends meanwhile.

`TAMIS_KILLS=50` kills more often, `TAMIS_SEED` at the instants of another run.
"""

from __future__ import annotations

import http.client
import os
import random
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from tests.server.process import ServerProcess

KILLS = int(os.environ.get("TAMIS_KILLS", "4"))
SEED = int(os.environ.get("TAMIS_SEED", random.SystemRandom().randrange(1_000_000)))
# Seconds between the start of the server and its death; both ends are short, or nothing would be sent in between.
_SOONEST, _LATEST = 0.05, 0.6


def await_some_instant(chance: random.Random, soonest: float = _SOONEST, latest: float = _LATEST) -> None:
    """Waits for what never comes, some seconds: the instant of a kill must not depend on what the server does."""
    threading.Event().wait(chance.uniform(soonest, latest))


class Sender(threading.Thread):
    """Sends batches one after the other, each again and again until it is acknowledged."""

    def __init__(self, server: ServerProcess, name: str) -> None:
        # A test that fails while its server is away must not wait for what will never be acknowledged.
        super().__init__(daemon=True)
        self.server, self.prefix = server, name
        self.acknowledged: list[str] = []
        self.enough = threading.Event()
        self.refused: list[bytes] = []

    def message(self, number: int) -> dict[str, object]:
        """What it sends, from 0 on."""
        return {"type": "track", "event": "e", "userId": 1, "messageId": f"{self.prefix}-{number}"}

    def run(self) -> None:
        while not self.enough.is_set():
            batch = [self.message(len(self.acknowledged) + each) for each in range(5)]
            while not self._sent(batch):
                # There is nobody to send to for a while; asking all the time would only slow the restart.
                self.enough.wait(0.02)
            self.acknowledged += [str(message["messageId"]) for message in batch]

    def _sent(self, batch: list[dict[str, object]]) -> bool:
        try:
            answer = self.server.send(*batch)
        except (OSError, http.client.HTTPException):
            return False
        if answer.status != 200:
            self.refused.append(answer.body)
        return answer.status == 200


@contextmanager
def sending(*senders: Sender) -> Iterator[None]:
    """They send; at the end, when the server is there again, until their last batch is acknowledged."""
    for sender in senders:
        sender.start()
    yield
    for sender in senders:
        sender.enough.set()
    for sender in senders:
        sender.join(60)
        assert not sender.is_alive(), "its last batch is not acknowledged"


def acknowledged(senders: Sequence[Sender]) -> list[str]:
    """The ids of all that they were told is safe."""
    return [id for sender in senders for id in sender.acknowledged]
