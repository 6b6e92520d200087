"""Who sends half a body and no more is cut off, or as many of them as there are threads would hold all of them.

Granian hands the body to a thread as it comes and has no time limit for it (emmett-framework/granian#728, declined).
A thread that waits for more cannot be woken from Python, but the connection can be ended for reading under it: then the
thread has what there is, and its answer still reaches the client. Which of the open connections it is, granian does not
tell: only the address of the client. So all connections of that address are ended on which nothing was sent since the
request began: the one in question is among them, and the others are idle, or slow themselves. A client that is met
wrongly sends again.
"""

from __future__ import annotations

import os
import socket
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from typing import IO

# How long a body may take to come, in seconds. The clients of ingest.md give up after 15 seconds themselves.
_PATIENCE = 10.0
# The same where most threads wait for bodies, or the process is to end.
_SHORT_PATIENCE = 1.5
_CROWDED = 0.75
# Bytes of the body of a page or a file that are waited for at a time: who sends them in ten seconds is not stalled.
_PIECE = 1 << 16
# Linux's `struct tcp_info`: milliseconds since something was sent, a 32-bit number. It ticks every 10 ms, or faster.
_LAST_SENT, _WIDTH, _TICK = 44, 4, 0.01


class Bodies:
    """The bodies that are being received just now."""

    def __init__(self, port: int, threads: int) -> None:
        """`port` is where the server listens, `threads` how many bodies can be received at once."""
        self._port, self._crowd = port, threads * _CROWDED
        self._begun: dict[int, tuple[str, float]] = {}

    @contextmanager
    def receiving(self, peer: str) -> Iterator[None]:
        """Inside, this thread waits for what a client sends; `peer` is its address."""
        thread = threading.get_ident()
        self._begun[thread] = peer, time.monotonic()
        try:
            yield
        finally:
            del self._begun[thread]

    def count(self) -> int:
        """How many are being received."""
        return len(self._begun)

    def cut_off_stalled(self, *, is_ending: bool = False) -> int:
        """Ends the connections of those who take too long; gives how many."""
        begun = list(self._begun.values())
        patience = _SHORT_PATIENCE if is_ending or len(begun) >= self._crowd else _PATIENCE
        now = time.monotonic()
        stalled = [(_same(peer), now - since) for peer, since in begun if now - since > patience]
        return sum(_ended(each, stalled) for each in _connections(self._port)) if stalled else 0


class WatchedBody:
    """The body of a request that is read by pieces, as that of an upload, each of which has the time of a whole one."""

    def __init__(self, stream: IO[bytes], bodies: Bodies, peer: str) -> None:
        self._stream, self._bodies, self._peer = stream, bodies, peer

    def read(self, size: int = -1) -> bytes:
        """So many bytes, or all; less where the body ends or its sender was cut off."""
        pieces: list[bytes] = []
        left = size
        while left:
            piece = self._piece(_PIECE if size < 0 else min(left, _PIECE))
            if not piece:
                break
            pieces.append(piece)
            left -= len(piece)
        return b"".join(pieces)

    def readline(self, size: int = -1) -> bytes:
        """A line, or so many bytes of it."""
        with self._bodies.receiving(self._peer):
            return self._stream.readline(size)

    def _piece(self, size: int) -> bytes:
        with self._bodies.receiving(self._peer):
            return self._stream.read(size)


def _connections(port: int) -> Iterator[socket.socket]:
    """Every connection that this process has accepted on a port, each lent while it is looked at.

    By its own descriptor, never a duplicate: one of a database file would have to be closed again, and that drops the
    locks of the process on the file, whoever took them.
    """
    for name in os.listdir("/dev/fd"):  # noqa: PTH208 - they are numbers.
        try:
            found = socket.socket(fileno=int(name))
        except OSError:
            continue
        try:
            if _is_accepted(found, port):
                yield found
        finally:
            found.detach()


def _is_accepted(found: socket.socket, port: int) -> bool:
    try:
        return found.family in (socket.AF_INET, socket.AF_INET6) and found.getsockname()[1] == port
    except OSError:
        return False


def _ended(connection: socket.socket, stalled: Iterable[tuple[str, float]]) -> bool:
    try:
        peer, silent = _same(connection.getpeername()[0]), _silence(connection)
        if any(peer == of and silent >= duration - _TICK for of, duration in stalled):
            connection.shutdown(socket.SHUT_RD)
            return True
    except OSError:
        # It has ended by itself, or is where the server listens.
        pass
    return False


def _silence(connection: socket.socket) -> float:
    """Seconds since anything was sent on a connection; without end where the system does not tell."""
    if not hasattr(socket, "TCP_INFO"):
        return float("inf")
    told = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _LAST_SENT + _WIDTH)
    return int.from_bytes(told[_LAST_SENT:], sys.byteorder) / 1000


def _same(address: str) -> str:
    """An address as it is written in one way only."""
    return str(ip_address(address.partition("%")[0]))
