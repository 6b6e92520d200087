"""The server as a process of its own: started, killed, started again, and what it has stored."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec

from tamis.store.inbox import Pending, open_inbox

_ATTEMPTS, _BETWEEN = 1_200, 0.05


@dataclass(frozen=True)
class Answer:
    """Of the server."""

    status: int
    headers: dict[str, str]
    """Names in lower case."""
    body: bytes

    @property
    def said(self) -> dict[str, object]:
        """The JSON object that the body is."""
        said = msgspec.json.decode(self.body)
        assert isinstance(said, dict)
        return said


class ServerProcess:
    """`python -m tamis.server` on a port of this machine, always the same one."""

    def __init__(self, file: Path) -> None:
        self.file, self.port = file, free_port()
        with open_inbox(file) as inbox:
            self.key = inbox.sources.add("web", 0)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Returns when it answers."""
        command = [sys.executable, "-m", "tamis.server", str(self.file), "--port", str(self.port)]
        # A group of its own, so that a kill reaches the worker too.
        self._process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
        )
        self._log: list[str] = []
        threading.Thread(target=self._read_log, args=(self._process,), daemon=True).start()
        for _ in range(_ATTEMPTS):
            if self._answers():
                return
            # It tells that it has started a little before it listens.
            threading.Event().wait(_BETWEEN)
        raise AssertionError(self.log)

    def _answers(self) -> bool:
        try:
            return self.request("OPTIONS", "/v1/batch").status == 200
        except OSError:
            return False

    def _read_log(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None
        with process.stdout:
            # By what there is, not by lines: the end of the last line may come much later.
            while written := os.read(process.stdout.fileno(), 65_536):
                self._log.append(written.decode())

    @property
    def log(self) -> str:
        """What it has written since it was last started."""
        return "".join(self._log)

    @property
    def worker(self) -> int:
        """The process that answers."""
        return int(self.log.split("Spawning worker-1 with PID: ")[-1].split()[0])

    def kill(self) -> None:
        """SIGKILL, all of it."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """SIGTERM, as an administrator would."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self._process is not None:
            target = os.killpg if how is signal.SIGKILL else os.kill
            # It may have ended by itself, or been killed before.
            with suppress(ProcessLookupError):
                target(self._process.pid, how)
            self._process.wait(30)
            self._process = None

    def __enter__(self) -> ServerProcess:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def request(self, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
        """One request on a connection of its own; an underscore in a header's name is a hyphen."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, {name.replace("_", "-"): text for name, text in headers.items()})
            answer = connection.getresponse()
            found = {name.lower(): text for name, text in answer.getheaders()}
            return Answer(answer.status, found, answer.read())
        finally:
            connection.close()

    def post(self, path: str, body: object, **headers: str) -> Answer:
        """Posts a value as JSON, or bytes as they are."""
        return self.request("POST", path, body if isinstance(body, bytes) else msgspec.json.encode(body), **headers)

    def send(self, *items: object, **envelope: object) -> Answer:
        """Posts a batch with the key of the source."""
        return self.post("/v1/batch", {"batch": items, "writeKey": self.key, **envelope})

    def pending(self) -> list[Pending]:
        """What is stored."""
        with open_inbox(self.file) as inbox:
            return inbox.pending(0, 1_000_000)

    def stored(self) -> list[str]:
        """The ids of what is stored."""
        return [each.message.id for each in self.pending()]

    @contextmanager
    def connected(self, source: str = "127.0.0.1") -> Iterator[socket.socket]:
        """A bare connection from an address of this machine, for what no client would send."""
        with socket.create_connection(("127.0.0.1", self.port), 30, (source, 0)) as connection:
            yield connection


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
