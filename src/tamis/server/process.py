"""The process that `tamis serve` starts: it keeps one worker alive, and ends it in order."""

from __future__ import annotations

import multiprocessing
import signal
import socket
from collections.abc import Callable
from datetime import datetime
from functools import partial
from multiprocessing.connection import wait
from typing import Any

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.server.mp import MPServer, WorkerProcess

from tamis.errors import TamisError, UsageError
from tamis.operations.serving import refuse_served
from tamis.operations.workspace import Workspace
from tamis.server.logs import LOGGING
from tamis.server.reach import reach_of
from tamis.server.served import Served
from tamis.server.worker import THREADS, run_worker

# Seconds that a worker has to end in order; what it writes is whole also if it is killed then. Docker waits for 10.
_TO_END = 8
# Milliseconds in which the head of a request must come: less than the above, since it waits for those too.
_FOR_A_HEAD = 5_000


def serve(
    workspace: Workspace,
    *,
    host: str,
    port: int,
    now: Callable[[], datetime],
    is_ingest_only: bool = False,
    url: str = "",
) -> None:
    """Serves a workspace until SIGTERM or Ctrl-C; one process does, and any number beside it that only take in.

    `url`: by which address browsers reach it, where a proxy stands before it.
    Prints one line on standard output when it is ready; the log goes to standard error. Raises UsageError where the
    workspace or the place to listen cannot be had, and TamisError where the worker ends again and again.
    """
    if not is_ingest_only:
        refuse_served(workspace)
    address = _free_address(host, port)
    reach = reach_of(host, address, url)
    trouble, told = multiprocessing.Pipe(duplex=False)
    shown = f"[{host}]" if ":" in host else host
    does = "takes in what is sent to" if is_ingest_only else "serves"
    greeting = f"Tamis {does} {workspace.folder} on http://{shown}:{port}"
    served = Served(workspace, address, port, now, greeting, multiprocessing.Event(), told, reach, is_ingest_only)
    failed = _ran(_server(address, port), served)
    if trouble.poll():
        raise UsageError(trouble.recv())
    if failed:
        raise TamisError("The worker of the server ended again right after its start; the log says more.")


def _ran(server: MPServer, served: Served) -> bool:
    """Runs the server; True where it ended by itself."""
    # A terminal that is closed ends it. Granian would start a second worker beside the first, which cannot be.
    if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:
        server.on_startup(lambda: signal.signal(signal.SIGHUP, server.signal_handler_interrupt))
    else:
        server.on_startup(lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
    try:
        server.serve(spawn_target=partial(run_worker, served))
    except SystemExit as ended:
        return bool(ended.code)
    return False


class _Server(MPServer):
    """Granian's, which tells a worker that has ended from one that goes on.

    Two of its threads wait for the worker. The one that is not told of its end asks whether it is alive, is answered
    yes until the other has noted the end, and tells the log that it kills it (emmett-framework/granian#435).
    """

    def _spawn_worker(self, *args: Any, **kwargs: Any) -> WorkerProcess:
        worker = super()._spawn_worker(*args, **kwargs)
        # The end of a pipe that the system closes with the process, whoever waits for it.
        vars(worker)["is_alive"] = lambda: not wait([worker.inner.sentinel], 0)
        return worker


def _server(address: str, port: int) -> MPServer:
    return _Server(
        "tamis",
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=_FOR_A_HEAD),
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=_TO_END,
        log_access=False,
        log_dictconfig=LOGGING,
    )


def _free_address(host: str, port: int) -> str:
    """The address to listen at. Raises UsageError where nobody can.

    Asked first: granian shares a port with any other server that shares it, and starts its worker again and again
    where it cannot have it.
    """
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind(place)
    except socket.gaierror:
        raise UsageError(f'There is no host "{host}"; name one of this machine, such as 127.0.0.1.') from None
    except OSError as error:
        raise UsageError(f"Cannot listen on {host}, port {port}: {error.strerror}; see --port.") from None
    return str(place[0])
