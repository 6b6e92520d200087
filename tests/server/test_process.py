"""The process that keeps the worker alive."""

from __future__ import annotations

import os

from tamis.server import process


def test_a_worker_is_not_alive_once_it_has_ended_whoever_was_told_of_it():
    server = process._server("127.0.0.1", 0)
    # What granian makes when it begins to serve; the worker of this test serves nothing.
    server._ssp = server._shd = server._sso = None
    read, write = os.pipe()
    try:
        worker = server._spawn_worker(0, lambda *_: os.read(read, 1), None)
        worker.inner.start()
        assert worker.is_alive()
        os.write(write, b"!")
        # As the other thread of granian does, which has not come to note it yet.
        os.waitpid(worker.inner.pid, 0)
        assert (worker.inner.is_alive(), worker.is_alive()) == (True, False)
    finally:
        os.close(read)
        os.close(write)
