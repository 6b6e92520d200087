"""Processes that open one application database at the same instant."""

from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path

from tamis.store.application import SharedDatabase

# Each waits until all are ready, so that they really meet.
_START = """
import pickle, sys
from types import SimpleNamespace
from tamis.errors import UsageError
from tamis.store.application import open_application
import django.db, django.db.backends.sqlite3.base, psycopg

place, name = pickle.loads(bytes.fromhex(sys.argv[1])), sys.argv[2]
print("ready", flush=True)
sys.stdin.readline()
"""


def race(place: Path | SharedDatabase, program: str, arguments: list[tuple[str, ...]]) -> list[str]:
    """Starts the program once with each of the arguments, lets all go together, and gives what they printed."""
    options = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    started = [
        subprocess.Popen([sys.executable, "-c", _START + program, pickle.dumps(place).hex(), *each], **options)
        for each in arguments
    ]
    for process in started:
        assert process.stdout.readline() == "ready\n", process.stderr.read()
    for process in started:
        process.stdin.write("go\n")
        process.stdin.flush()
    told = [process.communicate(timeout=60) for process in started]
    ends = [(process.returncode, errors) for process, (_, errors) in zip(started, told, strict=True)]
    assert all(end == (0, "") for end in ends), ends
    return [output for output, _ in told]
