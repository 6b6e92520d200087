"""However a server ends: what it acknowledged is kept, nothing is left behind, and the next one can begin."""

from __future__ import annotations

import http.client
import os
import signal
import threading
from contextlib import ExitStack

import pytest

from tamis.operations.serving import is_served
from tests.server.serving import ServeProcess, eventually, runs
from tests.server.test_answers import EVENT

# In seconds.
SOON = 10.0


@pytest.fixture
def serving(tmp_path):
    with ServeProcess(tmp_path / "w") as started:
        yield started


class Sender(threading.Thread):
    """Sends one message after the other until the server is gone."""

    def __init__(self, serving, name: str) -> None:
        super().__init__()
        self.serving, self.prefix = serving, name
        self.acknowledged: list[str] = []
        self.answers: set[int] = set()

    def run(self) -> None:
        number = 0
        while True:
            id = f"{self.prefix}-{number}"
            try:
                answer = self.serving.send(EVENT | {"messageId": id})
            except (OSError, http.client.HTTPException):
                return
            self.answers.add(answer.status)
            if answer.status == 200:
                self.acknowledged.append(id)
            number += 1


def taken_in(serving) -> int:
    """How many events the warehouse has, now that nobody holds it."""
    import duckdb

    with duckdb.connect(str(serving.workspace.warehouse), read_only=True) as warehouse:
        return warehouse.execute("SELECT count(*) FROM events").fetchone()[0]


def test_sigterm_ends_it_in_order_while_requests_are_in_flight(serving):
    senders = [Sender(serving, name) for name in "abcdefgh"]
    for sender in senders:
        sender.start()
    eventually(lambda: all(len(sender.acknowledged) > 5 for sender in senders))
    worker = serving.worker
    serving.terminate()
    assert serving.ended(within=SOON) == 0
    for sender in senders:
        sender.join(SOON)
    acknowledged = [id for sender in senders for id in sender.acknowledged]
    assert set().union(*(sender.answers for sender in senders)) <= {200, 503}
    # Kept once each: taken in, or waiting to be.
    assert taken_in(serving) + len(serving.pending()) == len(acknowledged)
    assert set(serving.stored()) <= set(acknowledged)
    assert (runs(worker), is_served(serving.workspace), serving.rest_of_output()) == (False, False, "")


def test_a_request_whose_body_is_on_its_way_is_answered_before_the_end(serving):
    body = b'{"event": "e", "userId": 7, "messageId": "late", "writeKey": "%s"}' % serving.key.encode()
    with serving.connected() as connection:
        connection.sendall(b"POST /v1/track HTTP/1.1\r\nHost: t\r\nContent-Length: %d\r\n\r\n" % len(body))
        connection.sendall(body[:10])
        eventually(lambda: serving.metrics()["tamis_bodies"] == 1)
        serving.terminate()
        eventually(lambda: "Stopping worker-1" in serving.log)
        connection.sendall(body[10:])
        assert connection.recv(1000).startswith(b"HTTP/1.1 200 OK")
    assert serving.ended(within=SOON) == 0
    assert taken_in(serving) + len(serving.pending()) == 1


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_what_a_terminal_or_systemd_sends_to_both_processes_ends_it_in_order(serving, number):
    os.killpg(serving.pid, number)
    assert serving.ended(within=SOON) == 0
    assert "refused to gracefully stop" not in serving.log
    assert not is_served(serving.workspace)


def test_clients_that_stall_do_not_keep_it_from_ending(serving):
    starts = (b"", b"POST /v1/tra", b"POST /v1/track HTTP/1.1\r\nHost: t\r\nContent-Length: 9\r\n\r\n{")
    with ExitStack() as stack:
        for start in starts:
            stack.enter_context(serving.connected()).sendall(start)
        assert serving.is_ready()
        serving.terminate()
        assert serving.ended(within=SOON) == 0
    assert "refused to gracefully stop" not in serving.log


def test_a_server_that_is_killed_leaves_no_worker_behind(serving):
    worker = serving.worker
    assert serving.send(EVENT | {"messageId": "kept"}).status == 200
    os.kill(serving.pid, signal.SIGKILL)
    serving.ended()
    eventually(lambda: not runs(worker) and not is_served(serving.workspace), within=SOON)
    assert taken_in(serving) + len(serving.pending()) == 1
    serving.start()
    assert serving.is_ready()


def test_a_worker_that_is_killed_is_started_again(serving):
    worker = serving.worker
    assert serving.send(EVENT | {"messageId": "kept"}).status == 200
    os.kill(worker, signal.SIGKILL)
    eventually(lambda: not runs(worker) and serving.is_ready())
    assert is_served(serving.workspace)
    assert serving.send(EVENT | {"messageId": "kept"}, EVENT).status == 200
    serving.terminate()
    assert serving.ended(within=SOON) == 0
    assert taken_in(serving) + len(serving.pending()) == 2
    assert serving.rest_of_output() == ""
