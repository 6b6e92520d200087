"""Clients that stall in the middle of a body hold no thread for long."""

from __future__ import annotations

import fcntl
import socket
import subprocess
import sys
import time
from contextlib import ExitStack

import pytest

from tamis.server import bodies
from tamis.server.bodies import Bodies
from tamis.server.worker import THREADS
from tests.server.serving import ServeProcess, eventually
from tests.server.test_answers import EVENT

HALF = b'POST /v1/track HTTP/1.1\r\nHost: t\r\nContent-Length: 1000\r\n\r\n{"event":'
HALF_CHUNKED = b'POST /v1/track HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n{"event":\r\n'
# Fails where another process has it.
TAKE_LOCK = "import fcntl, sys; fcntl.lockf(open(sys.argv[1], 'a'), fcntl.LOCK_EX | fcntl.LOCK_NB)"


@pytest.fixture(scope="module")
def serving(tmp_path_factory):
    with ServeProcess(tmp_path_factory.mktemp("serve") / "w") as started:
        yield started


@pytest.mark.parametrize("half", [HALF, HALF_CHUNKED])
def test_as_many_who_stall_as_there_are_threads_keep_nobody_waiting(serving, half):
    stalled = serving.metrics()["tamis_ingest_stalled_total"]
    with ExitStack() as stack:
        # Others of their address may have to send again.
        connections = [stack.enter_context(serving.connected("127.0.0.2")) for _ in range(THREADS)]
        for connection in connections[:-1]:
            connection.sendall(half)
        eventually(lambda: serving.metrics()["tamis_bodies"] == THREADS - 1)
        connections[-1].sendall(half)
        began = time.monotonic()
        assert serving.send(EVENT).status == 200
        assert time.monotonic() - began < 5
        answers = [connection.recv(10_000) for connection in connections]
    assert serving.metrics()["tamis_ingest_stalled_total"] >= stalled + THREADS
    assert all(each.startswith((b"HTTP/1.1 503 ", b"HTTP/1.1 400 ")) for each in answers), answers


def test_who_stalls_in_the_form_of_a_page_is_cut_off_too(serving):
    half = b"POST /sign-in/ HTTP/1.1\r\nHost: localhost\r\nCookie: tamis_csrf=%s\r\n" % (b"a" * 32)
    half += b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nlogin="
    with ExitStack() as stack:
        connections = [stack.enter_context(serving.connected("127.0.0.2")) for _ in range(THREADS)]
        for connection in connections:
            connection.sendall(half)
        # Pages have some of the threads only.
        eventually(lambda: 0 < serving.metrics()["tamis_bodies"] < THREADS)
        began = time.monotonic()
        assert serving.send(EVENT).status == 200
        assert time.monotonic() - began < 5
        assert all(connection.recv(10_000).startswith((b"HTTP/1.1 4", b"HTTP/1.1 503 ")) for connection in connections)


def test_hundreds_who_stall_are_cut_off_at_once(serving):
    with ExitStack() as stack:
        for _ in range(300):
            stack.enter_context(serving.connected("127.0.0.2")).sendall(HALF)
        eventually(lambda: serving.metrics()["tamis_bodies"] >= 1)
        began = time.monotonic()
        assert serving.send(EVENT).status == 200
        assert time.monotonic() - began < 10


def test_drops_of_a_body_do_not_help(serving):
    with ExitStack() as stack:
        connections = [stack.enter_context(serving.connected("127.0.0.2")) for _ in range(THREADS)]
        for connection in connections:
            connection.sendall(HALF)

        def all_ended() -> bool:
            return not [each for each in connections if not _is_over(each)]

        eventually(all_ended, within=10)
        assert serving.send(EVENT).status == 200


def _is_over(connection: socket.socket) -> bool:
    """Whether an answer has come, or the connection is gone; if not, sends one byte more."""
    connection.setblocking(False)
    try:
        connection.recv(1, socket.MSG_PEEK)
    except BlockingIOError:
        connection.send(b" ")
        return False
    except OSError:
        pass
    return True


def test_another_request_on_a_kept_connection_may_stall_no_longer(serving):
    with serving.connected() as connection:
        # The half of the second comes with the first, so that nothing is received later than it is answered.
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: t\r\n\r\n" + HALF)
        assert connection.recv(10_000).startswith(b"HTTP/1.1 200 ")
        eventually(lambda: serving.metrics()["tamis_bodies"] == 1)
        answer = connection.recv(10_000)
        assert answer.startswith(b"HTTP/1.1 503 ")
        assert b'"code":"incomplete"' in answer


def test_a_slow_client_is_waited_for_while_there_is_room(serving):
    body = b'{"event": "e", "userId": 7, "writeKey": "%s"}' % serving.key.encode()
    with serving.connected() as slow:
        slow.sendall(b"POST /v1/track HTTP/1.1\r\nHost: t\r\nContent-Length: %d\r\n\r\n" % len(body))
        eventually(lambda: serving.metrics()["tamis_bodies"] == 1)
        # Longer than it would have if most threads were taken.
        began = time.monotonic()
        eventually(lambda: time.monotonic() - began > 2.5)
        slow.sendall(body)
        assert slow.recv(1000).startswith(b"HTTP/1.1 200 OK")


def test_who_is_on_another_address_is_left_alone(serving):
    with serving.connected() as kept, ExitStack() as stack:
        kept.sendall(b"GET /healthz HTTP/1.1\r\nHost: t\r\n\r\n")
        assert kept.recv(10_000).startswith(b"HTTP/1.1 200 ")
        connections = [stack.enter_context(serving.connected("127.0.0.2")) for _ in range(THREADS)]
        for connection in connections:
            connection.sendall(HALF)
        assert all(connection.recv(10_000).startswith(b"HTTP/1.1 503 ") for connection in connections)
        kept.sendall(b"GET /healthz HTTP/1.1\r\nHost: t\r\n\r\n")
        assert kept.recv(10_000).startswith(b"HTTP/1.1 200 ")


def test_to_cut_off_who_stalls_lets_go_of_no_database(tmp_path, monkeypatch):
    """SQLite and DuckDB keep other processes out by locks, which end with any descriptor of the file that is closed."""
    monkeypatch.setattr(bodies, "_PATIENCE", 0.0)
    file = tmp_path / "database"
    with ExitStack() as stack:
        fcntl.lockf(stack.enter_context(file.open("ab")), fcntl.LOCK_EX)
        listening = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        stack.enter_context(socket.create_connection(listening.getsockname()))
        accepted = stack.enter_context(listening.accept()[0])
        watching = Bodies(listening.getsockname()[1], threads=1000)
        with watching.receiving("127.0.0.1"):
            assert watching.cut_off_stalled() == 1
        assert accepted.recv(1) == b""
        other = subprocess.run([sys.executable, "-ISc", TAKE_LOCK, str(file)], capture_output=True, text=True)
    assert "BlockingIOError" in other.stderr
