"""Several processes with one application database."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tamis.errors import UsageError
from tamis.store.application import open_application

# Each waits until all are ready, so that they really meet.
_START = """
import sys
from pathlib import Path
from types import SimpleNamespace
from tamis.errors import UsageError
from tamis.store.application import open_application
import django.db, django.db.backends.sqlite3.base

file, name = Path(sys.argv[1]), sys.argv[2]
print("ready", flush=True)
sys.stdin.readline()
"""
_PUBLISH = """
with open_application(file) as application:
    for number in range(30):
        for key in ("shared", name):
            text = f"text {number} of {name}"
            application.save_draft(SimpleNamespace(key=key, noun="score"), text, number)
            try:
                print(key, application.publish(key, number, name, reviewed=text).number)
            except UsageError:
                # Another process has saved its own draft meanwhile, or published it.
                assert key == "shared"
"""


def race(file: Path, program: str, arguments: list[tuple[str, ...]]) -> list[str]:
    """Starts the program once with each of the arguments, lets all go together, and gives what they printed."""
    options = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    started = [
        subprocess.Popen([sys.executable, "-c", _START + program, str(file), *each], **options) for each in arguments
    ]
    for process in started:
        assert process.stdout.readline() == "ready\n", process.stderr.read()
    for process in started:
        process.stdin.write("go\n")
        process.stdin.flush()
    told = [process.communicate(timeout=60) for process in started]
    assert [(process.returncode, errors) for process, (_, errors) in zip(started, told, strict=True)] == [
        (0, "") for _ in started
    ]
    return [output for output, _ in told]


def test_processes_that_publish_at_once_get_numbers_without_gaps(file):
    names = ["a", "b", "c", "d"]
    told = race(file, _PUBLISH, [(name,) for name in names])
    with open_application(file) as application:
        shared = application.versions("shared")
        assert [version.number for version in shared] == list(range(1, len(shared) + 1))
        for name, output in zip(names, told, strict=True):
            assert [version.number for version in application.versions(name)] == list(range(1, 31))
            # What a process was told it published is what is there, in its own words.
            numbers = [int(line.split()[1]) for line in output.splitlines() if line.startswith("shared")]
            own = [version for version in shared if version.note == name]
            assert [version.number for version in own] == numbers
            assert all(version.text.endswith(f"of {name}") for version in own)


@pytest.mark.parametrize("attempt", range(3))
def test_processes_that_make_the_file_at_once_make_one(file, attempt):
    race(file, "with open_application(file) as application: application.drafts()", [("x",)] * 6)
    with open_application(file) as application:
        assert application._connection.sql("SELECT count(*) FROM django_migrations") == [(1,)]


def test_a_process_that_is_killed_while_it_makes_the_file_leaves_none_half_made(file):
    program = """
import os, signal
from tamis.store.application import opening
opening._mark = lambda connection: os.kill(os.getpid(), signal.SIGKILL)
open_application(file)
"""
    with pytest.raises(AssertionError, match="-9"):
        race(file, program, [("x",)])
    with open_application(file) as application:
        assert application.published() == []


def test_reading_does_not_wait_for_a_writer(file):
    with open_application(file) as writer, open_application(file) as reader, writer._connection.writing():
        assert reader.published() == []


def test_a_file_that_is_written_for_long_is_told(file):
    with open_application(file) as writer, open_application(file) as other:
        other._connection.sql("PRAGMA busy_timeout = 1")
        with writer._connection.writing(), pytest.raises(UsageError, match="is being written by another process"):
            other.delete("interest")


def test_opening_does_not_wait_for_a_writer(file):
    with open_application(file) as writer, writer._connection.writing():
        open_application(file).close()


def test_a_process_that_is_killed_while_it_publishes_leaves_all_or_nothing(file):
    program = """
import os, signal
with open_application(file) as application, application.together():
    for key in ("a", "b"):
        application.save_draft(SimpleNamespace(key=key, noun="score"), key, 1)
        application.publish(key, 1)
    os.kill(os.getpid(), signal.SIGKILL)
"""
    with pytest.raises(AssertionError, match="-9"):
        race(file, program, [("x",)])
    with open_application(file) as application:
        assert (application.published(), application.drafts()) == ([], [])
        assert application.versions("a") == []
