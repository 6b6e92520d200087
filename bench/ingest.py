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
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tamis.store.inbox import open_inbox

_EVENT = (
    b'{"type":"track","event":"Form Submitted","userId":"contact-%d","messageId":"%s","timestamp":'
    b'"2026-01-01T00:00:00.123+00:00","properties":{"form_name":"Demo","url":"https://example.com/pricing"},'
    b'"context":{"library":{"name":"analytics-python","version":"2.3.4"}},"integrations":{},"anonymousId":null}'
)
_CONTACTS = 100_000
_SERVERS = {"inbox": "tamis.server", "a DuckDB transaction a request": "bench.rivals.duckdb_ingest"}


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
    loads: dict[str, list[Load]] = {name: [] for name in _SERVERS}
    for _ in range(asked.runs):
        for name, module in _SERVERS.items():
            with tempfile.TemporaryDirectory() as folder, _served(module, Path(folder)) as (port, key):
                load = _load(port, key, asked.connections, asked.events, asked.seconds)
            loads[name].append(load)
            print(f"{name}: {load.rate:,.0f} events/s, p50 {load.percentile(0.5):.1f} ms, "
                  f"p99 {load.percentile(0.99):.1f} ms, longest {load.percentile(1):.1f} ms", flush=True)  # fmt: skip
    ours, theirs = (sorted(load.rate for load in each)[len(each) // 2] for each in loads.values())
    print(f"median: {ours:,.0f} events/s against {theirs:,.0f}, {ours / theirs:.1f} x")


@contextmanager
def _served(module: str, folder: Path) -> Iterator[tuple[int, str]]:
    """A server with a fresh database: its port, and a write key."""
    file, port = folder / "inbox.sqlite3", _free_port()
    with open_inbox(file) as inbox:
        key = inbox.sources.add("bench", 0)
    command = [sys.executable, "-m", module, str(file), "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_until_it_answers(port)
        yield port, key
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait()


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

    def __init__(self, port: int, key: str, number: int, events: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._number, self._events, self._sent = number, events, 0
        self._frame = b'{"writeKey":"%s","sentAt":"2026-01-01T00:00:01+00:00","batch":[' % key.encode()
        self._at = 0.0

    def send(self) -> None:
        """A request with messages that never were before."""
        first = self._sent * self._events
        contacts = (hash((self._number, first + each)) % _CONTACTS for each in range(self._events))
        items = [_EVENT % (contact, os.urandom(16).hex().encode()) for contact in contacts]
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
