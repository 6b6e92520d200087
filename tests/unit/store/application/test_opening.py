"""Files that are opened: new, older, newer, foreign, damaged, not to be written."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import OperationalError

from tamis.errors import UsageError
from tamis.store.application import Draft, Version, open_application
from tamis.store.application.faults import told

from .author import Author, text_of


def change(file: Path, *statements: str) -> None:
    connection = sqlite3.connect(file)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def ask(file: Path, statement: str) -> list:
    connection = sqlite3.connect(file)
    try:
        return connection.execute(statement).fetchall()
    finally:
        connection.close()


@contextmanager
def seen_by_others(*, folder_mode: int, file_mode: int) -> Iterator[Path]:
    """A folder and the file in it with those modes, seen as somebody who is not root, to whom modes mean nothing."""
    with tempfile.TemporaryDirectory() as name:
        folder, user = Path(name), os.geteuid()
        with open_application(folder / "application.sqlite3") as application:
            Author(application).publishes(text_of("interest"))
        (folder / "application.sqlite3").chmod(file_mode)
        folder.chmod(folder_mode)
        if user == 0:
            os.setresuid(65534, 65534, 0)
        try:
            yield folder
        finally:
            if user == 0:
                os.setresuid(0, 0, 0)
            folder.chmod(0o700)


def test_a_new_file_is_in_wal_mode_and_marked_as_ours(file):
    open_application(file).close()
    assert ask(file, "PRAGMA journal_mode") == [("wal",)]
    assert ask(file, "PRAGMA application_id") == [(0x54414D49,)]


@pytest.mark.parametrize("place", ["SQLite"], indirect=True)
def test_a_connection_checks_foreign_keys_and_waits_ten_seconds(application):
    pragmas = {name: application._connection.sql(f"PRAGMA {name}") for name in ("foreign_keys", "busy_timeout")}
    assert pragmas == {"foreign_keys": [(1,)], "busy_timeout": [(10_000,)]}


def test_two_workspaces_are_open_at_once(tmp_path):
    with open_application(tmp_path / "a") as one, open_application(tmp_path / "b") as other:
        Author(one).publishes(text_of("interest"))
        assert [len(each.published()) for each in (one, other)] == [1, 0]


def test_one_database_is_open_twice_in_a_process(place, author, application):
    with open_application(place) as other:
        version = author.publishes(text_of("interest"))
        assert other.published() == [version]


def test_nothing_of_a_closed_database_is_left(file):
    from django.db import connections

    open_application(file).close()
    before = set(connections.settings)
    with open_application(file) as application:
        application.drafts()
    application.close()
    assert set(connections.settings) == before
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_an_empty_file_is_a_new_one(file):
    file.touch()
    with open_application(file) as application:
        assert application.published() == []


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(UsageError, match="There is no folder"):
        open_application(tmp_path / "nowhere" / "application.sqlite3")


def test_a_folder_in_place_of_the_file_is_told(file):
    file.mkdir()
    with pytest.raises(UsageError, match="cannot be opened"):
        open_application(file)


@pytest.mark.parametrize("content", [b"id,email\n" * 500, b"\x00" * 5000, b"x"], ids=["CSV", "zeros", "a letter"])
def test_a_file_that_is_no_database_is_refused_and_left_alone(file, content):
    file.write_bytes(content)
    with pytest.raises(UsageError, match="is no application database of Tamis"):
        open_application(file)
    assert file.read_bytes() == content


def test_a_database_of_another_program_is_refused_and_left_alone(file):
    change(file, "CREATE TABLE moz_places (url)")
    before = file.read_bytes()
    with pytest.raises(UsageError, match="database of another program"):
        open_application(file)
    assert file.read_bytes() == before


def test_a_file_of_a_newer_tamis_is_refused_and_left_alone(file):
    open_application(file).close()
    change(file, "INSERT INTO django_migrations (app, name, applied) VALUES ('application', '0999_web', 0)")
    before = file.read_bytes()
    with pytest.raises(UsageError, match=r"was written by a newer Tamis \(it knows 0999_web\); upgrade Tamis\.$"):
        open_application(file)
    assert file.read_bytes() == before


def test_a_file_of_the_first_tamis_that_had_one_is_brought_up_to_date(file):
    change(file, *(Path(__file__).parent / "shape_0001.sql").read_text(encoding="utf-8").split(";\n"))
    with open_application(file) as application:
        # Nobody had noted yet who published it.
        assert application.published() == [Version("score", "interest", 2, "text 2", 2_000_000, "more")]
        assert application.drafts() == [Draft("segment", "france", "text", 3_000_000)]
        assert application.jobs.list() == []
        application.jobs.add("x", b"", 0)


@pytest.mark.parametrize("end", [0.3, 0.6, 0.9])
def test_a_file_that_was_cut_off_is_told(file, end):
    with open_application(file) as application:
        author = Author(application)
        for number in range(20):
            author.publishes(text_of(f"interest_{number}") + "# long\n" * 500)
    file.write_bytes(file.read_bytes()[: int(file.stat().st_size * end) // 4096 * 4096])
    with pytest.raises(UsageError, match="is damaged"), open_application(file) as application:
        application.published()


def test_a_table_that_is_missing_is_told(file):
    open_application(file).close()
    change(file, "DROP TABLE versions")
    with open_application(file) as application, pytest.raises(UsageError, match="lacks a table of Tamis"):
        application.published()


@pytest.mark.parametrize(("folder_mode", "file_mode"), [(0o555, 0o666), (0o777, 0o444)], ids=["folder", "file"])
def test_what_may_only_be_read_is_told(folder_mode, file_mode):
    with (
        seen_by_others(folder_mode=folder_mode, file_mode=file_mode) as folder,
        pytest.raises(UsageError, match="cannot be written; allow it"),
    ):
        open_application(folder / "application.sqlite3")


def test_a_new_file_in_a_folder_that_may_only_be_read_is_told():
    with (
        seen_by_others(folder_mode=0o555, file_mode=0o666) as folder,
        pytest.raises(UsageError, match="cannot be written; allow it"),
    ):
        open_application(folder / "other.sqlite3")


def test_a_full_disk_is_told_where_not_even_reading_is_possible():
    # As SQLite says it where what its processes share does not fit on the disk; a full disk cannot be had in a test.
    cause = sqlite3.OperationalError("disk I/O error")
    cause.sqlite_errorname = "SQLITE_IOERR_SHMSIZE"
    with pytest.raises(UsageError, match="work cannot be opened: the disk is full"), told("work"):
        raise OperationalError from cause


@pytest.mark.parametrize("place", ["SQLite"], indirect=True)
def test_a_full_disk_changes_nothing(application, author):
    author.publishes(text_of("interest"))
    ((pages,),) = application._connection.sql("PRAGMA page_count")
    application._connection.sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(UsageError, match="the disk is full"):
        author.saves(text_of("other") + "# long\n" * 10_000)
    assert application.drafts() == []
    assert len(application.published()) == 1


def test_the_tables_are_those_of_the_models(application):
    from django.apps import apps
    from django.db.migrations.autodetector import MigrationAutodetector
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.state import ProjectState

    loader = MigrationLoader(application._connection.django)
    detected = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
    assert detected.changes(loader.graph) == {}


def test_django_is_loaded_only_with_a_database():
    program = "import sys, tamis.store.application; print('django' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout == "False\n"


def test_a_file_that_has_the_number_of_one_that_was_a_database_is_looked_into(tmp_path):
    """As files come to have that are made when another was deleted; here it is certain, by a second name."""
    known, other = tmp_path / "known.sqlite3", tmp_path / "other.sqlite3"
    with open_application(known):
        pass
    other.hardlink_to(known)
    known.unlink()
    other.write_bytes(b"x")
    with pytest.raises(UsageError, match="is no application database of Tamis"):
        open_application(other)
