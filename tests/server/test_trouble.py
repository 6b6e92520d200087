"""When messages cannot be stored: told in JSON, with when to come again."""

from __future__ import annotations

import json
import logging
import sqlite3
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from io import BytesIO

import pytest

from tamis.operations.meters import Meters
from tamis.server.bodies import Bodies
from tamis.server.health import Health
from tamis.server.ingest import IngestApp
from tamis.store.inbox import open_inbox


def ingest(inbox, clock) -> IngestApp:
    return IngestApp(inbox, clock, meters=Meters(), bodies=Bodies(80, 16), health=Health())


class Call:
    """One call of a WSGI application, without a server around it."""

    def __init__(self, app, body: object) -> None:
        text = json.dumps(body).encode()
        environ = {"REQUEST_METHOD": "POST", "PATH_INFO": "/v1/track", "wsgi.input": BytesIO(text)}
        self.said = json.loads(b"".join(app(environ, self._start)))

    def _start(self, status, headers):
        self.status, self.headers = status, dict(headers)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "inbox.sqlite3"


@pytest.fixture
def event(file):
    with open_inbox(file) as inbox:
        return {"userId": 7, "event": "e", "messageId": "m", "writeKey": inbox.sources.add("web", 0)}


@pytest.fixture
def held(file, event):
    """The file while another process writes it."""
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield other
    other.close()


def test_what_could_not_be_stored_is_to_be_sent_again(file, event, held):
    with open_inbox(file, patience=0.05) as inbox:
        call = Call(ingest(inbox, lambda: 5), event)
        assert (call.status, call.said["code"]) == ("503 Service Unavailable", "not_stored")
        assert int(call.headers["Retry-After"]) > 0
        held.execute("ROLLBACK")
        assert Call(ingest(inbox, lambda: 6), event).status == "200 OK"
        assert len(inbox.pending(0, 9)) == 1


def test_more_than_can_wait_is_too_fast(file, event, held):
    with open_inbox(file, most_waiting=1, patience=30) as inbox, ThreadPoolExecutor(3) as threads:
        app = ingest(inbox, lambda: 5)
        # One is being stored, and one may always wait: before the file is free, only another is answered.
        calls = [threads.submit(Call, app, event) for _ in range(3)]
        first, _ = wait(calls, timeout=20, return_when=FIRST_COMPLETED)
        call = first.pop().result()
        assert (call.status, call.said["code"]) == ("429 Too Many Requests", "too_fast")
        assert call.headers["Retry-After"] == "1"
        held.execute("ROLLBACK")


def test_what_hinders_for_a_while_does_so_no_longer():
    health = Health()
    health.hinder("inbox", "It was full.", lasting=0)
    health.hinder("keeper", "It waits.", lasting=60)
    assert health.reasons == {"keeper": "It waits."}


def test_a_failure_nobody_thought_of_is_told_without_what_was_sent(file, event, caplog):
    def broken_clock() -> int:
        raise KeyError("ada@example.com")

    with open_inbox(file) as inbox, caplog.at_level(logging.DEBUG):
        call = Call(ingest(inbox, broken_clock), event)
    assert (call.status, call.said["code"]) == ("500 Internal Server Error", "internal_error")
    assert "KeyError in broken_clock" in caplog.text
    assert "ada" not in caplog.text
