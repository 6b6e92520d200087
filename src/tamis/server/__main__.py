"""`python -m tamis.server INBOX`: the ingest routes alone, for tests and measurements."""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

from granian.constants import Interfaces
from granian.server import Server

from tamis.operations.meters import Meters
from tamis.server.bodies import Bodies
from tamis.server.health import Health
from tamis.server.ingest import IngestApp
from tamis.store.inbox import open_inbox

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

# The worker is a process of its own, and is told by the environment.
_INBOX = "TAMIS_INBOX"
_THREADS = 16


def main() -> None:
    """Serves until it is told to stop (SIGTERM)."""
    parser = argparse.ArgumentParser(prog="python -m tamis.server", description=__doc__)
    parser.add_argument("inbox", type=Path, help="the file, made if it is not there")
    parser.add_argument("--port", type=int, required=True)
    asked = parser.parse_args()
    os.environ[_INBOX] = str(asked.inbox.absolute())
    Server(
        "tamis.server.__main__:application",
        address="127.0.0.1",
        port=asked.port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=_THREADS,
        respawn_failed_workers=True,
        factory=True,
        websockets=False,
        log_access=False,
    ).serve()


def application() -> WSGIApplication:
    """The application of a worker."""
    inbox, clock = open_inbox(Path(os.environ[_INBOX])), lambda: time.time_ns() // 1000
    # Nobody watches over the bodies: whoever measures does not stall.
    return IngestApp(inbox, clock, meters=Meters(), bodies=Bodies(0, _THREADS), health=Health())


if __name__ == "__main__":
    main()
