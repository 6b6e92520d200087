"""Several processes with one application database."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.store.application.racing import race

from tamis.errors import UsageError
from tamis.store.application import open_application, server_database

_PUBLISH = """
with open_application(place) as application:
    for number in range(12):
        for key in ("shared", name):
            text = f"text {number} of {name}"
            application.save_draft(SimpleNamespace(key=key, noun="score"), text, number)
            try:
                print(key, application.publish(key, number, name, reviewed=text).number)
            except UsageError:
                # Another process has saved its own draft meanwhile, or published it.
                assert key == "shared"
"""


def test_processes_that_publish_at_once_get_numbers_without_gaps(place):
    names = ["a", "b", "c", "d"]
    told = race(place, _PUBLISH, [(name,) for name in names])
    with open_application(place) as application:
        shared = application.versions("shared")
        assert [version.number for version in shared] == list(range(1, len(shared) + 1))
        for name, output in zip(names, told, strict=True):
            assert [version.number for version in application.versions(name)] == list(range(1, 13))
            # What a process was told it published is what is there, in its own words.
            numbers = [int(line.split()[1]) for line in output.splitlines() if line.startswith("shared")]
            own = [version for version in shared if version.note == name]
            assert [version.number for version in own] == numbers
            assert all(version.text.endswith(f"of {name}") for version in own)


@pytest.mark.parametrize("attempt", range(3))
def test_processes_that_make_the_file_at_once_make_one(place, attempt):
    race(place, "with open_application(place) as application: application.drafts()", [("x",)] * 6)
    with open_application(place) as application:
        assert application._connection.sql("SELECT count(*) - count(DISTINCT name) FROM django_migrations") == [(0,)]


def test_a_process_that_is_killed_while_it_makes_the_file_leaves_none_half_made(place):
    program = """
import os, signal
from tamis.store.application.file_database import FileDatabase
from tamis.store.application.server_database import ServerDatabase
FileDatabase.mark = ServerDatabase.mark = lambda self, connection: os.kill(os.getpid(), signal.SIGKILL)
open_application(place)
"""
    with pytest.raises(AssertionError, match="-9"):
        race(place, program, [("x",)])
    with open_application(place) as application:
        assert application.published() == []


def test_reading_does_not_wait_for_a_writer(place):
    with open_application(place) as writer, open_application(place) as reader, writer._connection.writing():
        assert reader.published() == []


def test_a_database_that_is_written_for_long_is_told(place, monkeypatch):
    monkeypatch.setattr(server_database, "WAIT", "1ms")
    with open_application(place) as writer, open_application(place) as other:
        if isinstance(place, Path):
            other._connection.sql("PRAGMA busy_timeout = 1")
        with writer._connection.writing(), pytest.raises(UsageError, match="is being written by another process"):
            other.delete("interest")


def test_opening_does_not_wait_for_a_writer(place):
    with open_application(place) as writer, writer._connection.writing():
        open_application(place).close()


def test_a_process_that_is_killed_while_it_publishes_leaves_all_or_nothing(place):
    program = """
import os, signal
with open_application(place) as application, application.together():
    for key in ("a", "b"):
        application.save_draft(SimpleNamespace(key=key, noun="score"), key, 1)
        application.publish(key, 1)
    os.kill(os.getpid(), signal.SIGKILL)
"""
    with pytest.raises(AssertionError, match="-9"):
        race(place, program, [("x",)])
    with open_application(place) as application:
        assert (application.published(), application.drafts()) == ([], [])
        assert application.versions("a") == []
