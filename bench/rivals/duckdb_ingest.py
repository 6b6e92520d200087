"""The natural way: each request is a transaction of DuckDB. Same server, same reading of requests.

`python -m bench.rivals.duckdb_ingest INBOX --port N`; the database lies beside the inbox, which holds the write keys.
"""

from __future__ import annotations

import argparse
import os
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import duckdb
from granian.constants import Interfaces
from granian.server import Server

from tamis.messages import Message, write_message
from tamis.operations.meters import Meters
from tamis.server.bodies import Bodies
from tamis.server.health import Health
from tamis.server.ingest import IngestApp
from tamis.store.inbox import open_inbox

_INBOX = "TAMIS_INBOX"


class DuckDBInbox:
    """Puts messages straight into a table of DuckDB."""

    def __init__(self, file: Path) -> None:
        self.sources = open_inbox(file).sources
        self._database = duckdb.connect(str(file.with_suffix(".duckdb")))
        self._database.execute(
            "CREATE TABLE messages (source INTEGER, id VARCHAR, body VARCHAR, PRIMARY KEY (source, id))"
        )
        self._threads = threading.local()

    def put(self, source: int, messages: Sequence[Message]) -> None:
        """Returns when the messages are durable."""
        places = ", ".join(["(?, ?, ?)"] * len(messages))
        params = [part for each in messages for part in (source, each.id, write_message(each).decode())]
        self._cursor().execute(f"INSERT INTO messages VALUES {places} ON CONFLICT DO NOTHING", params)

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        if not hasattr(self._threads, "cursor"):
            self._threads.cursor = self._database.cursor()
        return self._threads.cursor


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("inbox", type=Path)
    parser.add_argument("--port", type=int, required=True)
    asked = parser.parse_args()
    os.environ[_INBOX] = str(asked.inbox)
    Server(
        "bench.rivals.duckdb_ingest:application",
        port=asked.port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=16,
        factory=True,
    ).serve()


def application() -> IngestApp:
    inbox = DuckDBInbox(Path(os.environ[_INBOX]))
    return IngestApp(inbox, lambda: time.time_ns() // 1000, meters=Meters(), bodies=Bodies(0, 16), health=Health())


if __name__ == "__main__":
    main()
