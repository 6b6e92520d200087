"""`python -m bench.ingest`: events acknowledged over HTTP, the inbox beside one DuckDB transaction a request."""

from __future__ import annotations

import argparse
import os
import selectors
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from tamis.store.inbox import open_inbox

_EVENT = (
    b'{"type":"track","event":"Form Submitted","userId":"%s","messageId":"%s","timestamp":'
    b'"2026-01-01T00:00:00.123+00:00","properties":{"form_name":"Demo","url":"https://example.com/pricing"},'
    b'"context":{"library":{"name":"analytics-python","version":"2.3.4"}},"integrations":{},"anonymousId":null}'
)
_CONTACTS = 100_000
_SERVERS = ("tamis serve", "inbox", "a DuckDB transaction a request")


@dataclass
class Load:
    """What was acknowledged: seconds each request took, and how long all of it went on."""

    events_a_request: int
    seconds: float = 0.0
    waits: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Events a second."""
        return len(self.waits) * self.events_a_request / self.seconds

    def percentile(self, share: float) -> float:
        """In milliseconds."""
        return sorted(self.waits)[min(len(self.waits) - 1, int(len(self.waits) * share))] * 1000


def main() -> None:
    """Both servers in turns, so that whatever else runs here slows both."""
    parser = argparse.ArgumentParser(prog="python -m bench.ingest", description=__doc__)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--events", type=int, default=20, help="in a request")
    asked = parser.parse_args()
    loads = acknowledged(asked.seconds, asked.runs, connections=asked.connections, events=asked.events)
    ours, _, theirs = (loads[name].rate for name in _SERVERS)
    print(f"median: {ours:,.0f} events/s against {theirs:,.0f}, {ours / theirs:.1f} x")


def acknowledged(seconds: float, runs: int, *, connections: int = 16, events: int = 20) -> dict[str, Load]:
    """The median of what each server acknowledged, all of them in turns."""
    loads: dict[str, list[Load]] = {name: [] for name in _SERVERS}
    for _ in range(runs):
        for name in _SERVERS:
            with tempfile.TemporaryDirectory() as folder, _server(name, Path(folder)) as (port, key):
                load = _load(port, key, connections, events, seconds)
            loads[name].append(load)
            print(f"{name}: {load.rate:,.0f} events/s, p50 {load.percentile(0.5):.1f} ms, "
                  f"p99 {load.percentile(0.99):.1f} ms, longest {load.percentile(1):.1f} ms",
                  file=sys.stderr, flush=True)  # fmt: skip
    return {name: sorted(each, key=lambda load: load.rate)[len(each) // 2] for name, each in loads.items()}


def _server(name: str, folder: Path) -> AbstractContextManager[tuple[int, str]]:
    if name == "tamis serve":
        subprocess.run([sys.executable, "-m", "tamis", "init", str(folder / "w")], check=True, capture_output=True)
        return served_workspace(folder / "w")
    return _served("tamis.server" if name == "inbox" else "bench.rivals.duckdb_ingest", folder)


@contextmanager
def served_workspace(workspace: Path) -> Iterator[tuple[int, str]]:
    """A workspace that is served: its port, and a write key."""
    with open_inbox(workspace / "inbox.sqlite3") as inbox:
        key = inbox.sources.add(f"bench {time.time_ns()}", 0)
    port = _free_port()
    command = [sys.executable, "-m", "tamis", "serve", "--workspace", str(workspace), "--port", str(port)]
    with _running(command, port):
        yield port, key


@contextmanager
def _served(module: str, folder: Path) -> Iterator[tuple[int, str]]:
    """A server with a fresh database: its port, and a write key."""
    file, port = folder / "inbox.sqlite3", _free_port()
    with open_inbox(file) as inbox:
        key = inbox.sources.add("bench", 0)
    with _running([sys.executable, "-m", module, str(file), "--port", str(port)], port):
        yield port, key


@contextmanager
def _running(command: list[str], port: int) -> Iterator[None]:
    with tempfile.TemporaryFile() as log:
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=log)
        try:
            _wait_until_it_answers(port)
            yield
        except BaseException:
            _tell_faults(log)
            raise
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait()


def _tell_faults(log: IO[bytes]) -> None:
    """What went wrong in the server, if it says so: an answer of 500 alone tells nobody why."""
    log.seek(0)
    for line in log.read().decode(errors="replace").splitlines():
        if '"level": "error"' in line or not line.startswith("{"):
            print(line, file=sys.stderr)


def paced(port: int, key: str, *, rate: int, seconds: float, contacts: int, events: int = 20) -> int:
    """Sends so many events a second, as far as they are acknowledged; gives how many were."""
    client, sent, started = _Client(port, key, 0, events, demo_contacts=contacts), 0, time.perf_counter()
    while (now := time.perf_counter() - started) < seconds:
        if sent > rate * now:
            time.sleep(sent / rate - now)
            continue
        client.send()
        client.answered()
        sent += events
    client.socket.close()
    return sent


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait_until_it_answers(port: int) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("the server did not start")


def _load(port: int, key: str, connections: int, events: int, seconds: float) -> Load:
    """So many connections, each with one request under way. One thread: it must not cost what it measures."""
    selector = selectors.DefaultSelector()
    clients = [_Client(port, key, number, events) for number in range(connections)]
    for client in clients:
        selector.register(client.socket, selectors.EVENT_READ, client)
        client.send()
    load, started = Load(events), time.perf_counter()
    while time.perf_counter() - started < seconds:
        for ready, _ in selector.select(1):
            load.waits.append(ready.data.answered())
            ready.data.send()
    load.seconds = time.perf_counter() - started
    selector.close()
    for client in clients:
        client.socket.close()
    return load


class _Client:
    """One connection, with a request under way."""

    def __init__(self, port: int, key: str, number: int, events: int, *, demo_contacts: int = 0) -> None:
        """Of contacts of its own making, or of a demo company of so many."""
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._number, self._events, self._sent = number, events, 0
        self._frame = b'{"writeKey":"%s","sentAt":"2026-01-01T00:00:01+00:00","batch":[' % key.encode()
        self._at = 0.0
        self._contacts = demo_contacts or _CONTACTS
        self._name = b"c%07d" if demo_contacts else b"contact-%d"

    def send(self) -> None:
        """A request with messages that never were before."""
        first = self._sent * self._events
        contacts = (hash((self._number, first + each)) % self._contacts for each in range(self._events))
        items = [_EVENT % (self._name % contact, os.urandom(16).hex().encode()) for contact in contacts]
        body = self._frame + b",".join(items) + b"]}"
        self._sent += 1
        head = b"POST /v1/batch HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        self._at = time.perf_counter()
        self.socket.sendall(head + b"Content-Length: %d\r\n\r\n" % len(body) + body)

    def answered(self) -> float:
        """How long the answer took, in seconds. Raises RuntimeError unless all was acknowledged."""
        answer = self.socket.recv(4096)
        # Headers and body may come one after the other.
        while b"\r\n\r\n" not in answer or not answer.endswith(b"}"):
            more = self.socket.recv(4096)
            if not more:
                raise RuntimeError("the server hung up")
            answer += more
        if not answer.startswith(b"HTTP/1.1 200") or b"rejected" in answer:
            raise RuntimeError(answer.decode())
        return time.perf_counter() - self._at


if __name__ == "__main__":
    main()
