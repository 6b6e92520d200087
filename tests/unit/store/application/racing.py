"""Processes that open one application database at the same instant."""

from __future__ import annotations

import multiprocessing
import os
import sys
import tempfile
from multiprocessing.synchronize import Barrier
from pathlib import Path
from types import SimpleNamespace

from tamis.errors import UsageError
from tamis.store.application import SharedDatabase, open_application

# Processes of their own, which a process forks that has loaded the same and opened nothing: to start and load a whole
# interpreter for each takes longer than the race.
_PROCESSES = multiprocessing.get_context("forkserver")
_PROCESSES.set_forkserver_preload([__name__, "django.db", "django.db.backends.sqlite3.base", "psycopg"])


def race(place: Path | SharedDatabase, program: str, arguments: list[tuple[str, ...]]) -> list[str]:
    """Runs the program once with each of the arguments, each in a process that has opened nothing yet, lets all go
    together, and gives what they printed."""
    start = _PROCESSES.Barrier(len(arguments))
    with tempfile.TemporaryDirectory(prefix="tamis-race-") as name:
        folders = [Path(name, str(number)) for number in range(len(arguments))]
        processes = [
            _PROCESSES.Process(target=_run, args=(folder, start, place, program, each))
            for folder, each in zip(folders, arguments, strict=True)
        ]
        for folder, process in zip(folders, processes, strict=True):
            folder.mkdir()
            process.start()
        for process in processes:
            process.join(timeout=240)
        errors = [(folder / "errors").read_text() for folder in folders]
        ends = list(zip([process.exitcode for process in processes], errors, strict=True))
        assert all(end == (0, "") for end in ends), ends
        return [(folder / "output").read_text() for folder in folders]


def _run(folder: Path, start: Barrier, place: Path | SharedDatabase, program: str, arguments: tuple[str, ...]) -> None:
    for stream, name in ((sys.stdout, "output"), (sys.stderr, "errors")):
        os.dup2(os.open(folder / name, os.O_CREAT | os.O_WRONLY), stream.fileno())
    known = {"open_application": open_application, "SimpleNamespace": SimpleNamespace, "UsageError": UsageError}
    # So that they really meet.
    start.wait(timeout=120)
    exec(program, known | {"place": place, "name": arguments[0]})
