"""Backups: a workspace as one file, as of one moment, and again a workspace that goes on as the first would have."""

from __future__ import annotations

import fcntl
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tamis.errors import UsageError
from tamis.messages import Message
from tamis.operations.restore import restore
from tamis.progress import NullProgress
from tamis.store.inbox import open_inbox
from tests.operations.backups.sales import AT, Sales, put_back

MESSAGE = Message(kind="track", id="m1", user_id="a", event="seen", received_at=5, occurred_at=4)
# Holds a warehouse open until it is told to end, or ends at once without closing it.
_OTHER = """
import os, signal, sys
from pathlib import Path
from tamis.store.warehouse import open_warehouse
with open_warehouse(Path(sys.argv[1])) as warehouse:
    warehouse.engine.sql("INSERT INTO warehouse.members VALUES ('late', 1)")
    print("open", flush=True)
    sys.stdin.readline()
    os.kill(os.getpid(), signal.SIGKILL)
"""


def restored(sales: Sales, name: str = "restored") -> Sales:
    put_back(sales.back_up(), sales.folder.parent / name)
    return Sales(sales.folder.parent / name)


def other_command(sales: Sales) -> subprocess.Popen[str]:
    """Another process that has the workspace open."""
    options = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    process = subprocess.Popen([sys.executable, "-c", _OTHER, str(sales.workspace.warehouse)], **options)
    assert process.stdout.readline() == "open\n"
    return process


def test_what_is_restored_is_what_was_backed_up(sales):
    before = sales.seen()
    assert restored(sales).seen() == before
    assert sales.seen() == before


_IDS = st.sampled_from("abcdefgh")
_CONTACTS = st.dictionaries(_IDS, st.sampled_from(["Spain", "France", "Peru", ""]), min_size=1)
_EVENTS = st.lists(st.tuples(_IDS, st.integers(1, 60)), max_size=8)
_STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("take"), _CONTACTS, _EVENTS),
        st.tuples(st.just("publish"), st.integers(-50, 50)),
        st.tuples(st.just("rescore"), st.integers(1, 40)),
    ),
    max_size=3,
)


def apply(sales: Sales, step: tuple) -> None:
    match step:
        case "take", contacts, events:
            lines = (f"{id} demo_requested {(AT - timedelta(days=days)):%Y-%m-%d}" for id, days in events)
            sales.take("\n".join(f"{id} {country}" for id, country in contacts.items()), "\n".join(lines))
        case "publish", points:
            sales.publish(points)
        case "rescore", days:
            sales.rescore(days)


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None)
@given(before=_STEPS, after=_STEPS)
def test_a_restored_workspace_goes_on_as_the_first_would_have(made, tmp_path_factory, before, after):
    sales = Sales(Path(shutil.copytree(made[0].folder, tmp_path_factory.mktemp("drawn") / "sales")))
    for step in before:
        apply(sales, step)
    again = restored(sales)
    assert again.seen() == sales.seen()
    for step in after:
        apply(sales, step)
        apply(again, step)
    assert again.seen() == sales.seen()


def test_what_a_killed_command_had_stored_is_in_the_backup(sales):
    process = other_command(sales)
    process.communicate("\n")
    assert (sales.folder / "warehouse.duckdb.wal").stat().st_size
    again = restored(sales)
    with zipfile.ZipFile(sales.back_up()) as archive:
        assert not [name for name in archive.namelist() if "wal" in name]
    assert again.sql("SELECT * FROM warehouse.members") == [("late", 1)]


def test_a_workspace_in_use_is_told_and_no_file_is_made(sales):
    process = other_command(sales)
    try:
        with pytest.raises(UsageError, match="in use by another Tamis command; try again"):
            sales.back_up()
    finally:
        process.communicate("\n")
    assert not (sales.folder.parent / "backup.zip").exists()


def test_no_other_command_comes_in_between(sales):
    class Watching(NullProgress):
        found: tuple[str, ...] = ()

        def advance(self, amount: int = 1) -> None:
            # In another process: to the one that holds a lock, it looks free.
            self.found += (probe(sales),)

    watching = Watching()
    sales.back_up(progress=watching)
    assert set(watching.found) == {"held"}
    assert probe(sales) == "free"


def probe(sales: Sales) -> str:
    """Whether another process could open the warehouse."""
    program = (
        "import fcntl, sys\n"
        "try: fcntl.lockf(open(sys.argv[1], 'r+b'), fcntl.LOCK_EX | fcntl.LOCK_NB)\n"
        "except BlockingIOError: print('held')\n"
        "else: print('free')"
    )
    command = [sys.executable, "-c", program, str(sales.workspace.warehouse)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def test_definitions_may_be_written_meanwhile(sales):
    before = sales.seen()
    with closing(sqlite3.connect(sales.workspace.application)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("DELETE FROM drafts")
        writer.execute("DELETE FROM versions")
        again = restored(sales)
        writer.rollback()
    assert again.seen() == before


def test_messages_that_wait_in_the_inbox_and_sources_are_part_of_it(sales):
    # It may be open in a server meanwhile.
    with open_inbox(sales.workspace.inbox) as inbox:
        key = inbox.sources.add("web", 1)
        source = inbox.sources.with_key(key, 1)
        inbox.put(source, [MESSAGE])
        again = restored(sales)
    with open_inbox(again.workspace.inbox) as inbox:
        assert [(each.source, each.message) for each in inbox.pending(0, 10)] == [("web", MESSAGE)]
        assert inbox.sources.with_key(key, 1) == source
        # What came before the backup is known again after it.
        inbox.put(source, [MESSAGE])
        assert len(inbox.pending(0, 10)) == 1


def test_a_damaged_inbox_is_not_backed_up(sales):
    sales.workspace.inbox.write_bytes(b"nonsense" * 1000)
    with pytest.raises(UsageError, match=r'inbox\.sqlite3" is damaged'):
        sales.back_up()


def test_a_backup_with_an_inbox_of_a_newer_tamis_is_not_restored(sales, tmp_path):
    with open_inbox(sales.workspace.inbox):
        pass
    with closing(sqlite3.connect(sales.workspace.inbox)) as newer:
        newer.execute("PRAGMA user_version = 1000")
    file = sales.back_up()
    with pytest.raises(UsageError, match=r"backup\.zip/inbox\.sqlite3.* newer Tamis"):
        put_back(file, tmp_path / "again")
    assert not (tmp_path / "again").exists()


def test_progress_is_told_in_bytes(sales):
    class Told(NullProgress):
        totals: tuple[int | None, ...] = ()
        done = 0

        def step(self, sentence: str, total: int | None = None) -> None:
            self.totals += (total,)

        def advance(self, amount: int = 1) -> None:
            self.done += amount

    backing_up, restoring = Told(), Told()
    file = sales.back_up(progress=backing_up)
    restore(file, sales.folder.parent / "again", progress=restoring)
    assert backing_up.totals[-1] == backing_up.done == restoring.totals[-1] == restoring.done
    assert 0 < file.stat().st_size - backing_up.done < 5_000


def test_a_backup_takes_the_place_of_an_earlier_one(sales):
    first = sales.back_up().read_bytes()
    left = sales.folder.parent / ".backup.zip.0123abcd.part"
    left.write_bytes(b"of a backup that was killed")
    sales.take("c Peru")
    assert sales.back_up().read_bytes() != first
    assert not left.exists()


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("notes.txt", "is there and is no backup"),
        ("sales/warehouse.duckdb", "is there and is no backup"),
        ("sales/rejects/b.zip", "part of the backup"),
        ("sales", "is a folder"),
        ("nowhere/b.zip", "There is no folder"),
    ],
)
def test_a_backup_goes_to_a_place_of_its_own(sales, name, sentence):
    (sales.folder.parent / "notes.txt").write_text("ours")
    before = sales.seen()
    with pytest.raises(UsageError, match=sentence):
        sales.back_up(name)
    assert sales.seen() == before


def test_a_backup_may_lie_in_the_workspace_itself(sales):
    sales.back_up("sales/backup.zip")
    put_back(sales.folder / "backup.zip", sales.folder.parent / "again")
    assert Sales(sales.folder.parent / "again").seen() == sales.seen()


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("application.sqlite3", None, "is missing"),
        ("warehouse.duckdb", None, "is missing"),
        ("application.sqlite3", b"SQLite format 3\x00 and then nothing of it" * 100, "is damaged"),
        ("warehouse.duckdb", b"nothing of the kind" * 1000, "is damaged"),
        ("rejects/.unfinished", b"", ""),
        ("rejects/a\\b.csv", b"", "is no file of rejects"),
    ],
)
def test_a_workspace_that_is_not_whole_is_told(sales, name, text, sentence):
    file = sales.folder / name
    file.unlink(missing_ok=True)
    if text is not None:
        file.write_bytes(text)
    if not sentence:
        assert zipfile.is_zipfile(sales.back_up())
        return
    with pytest.raises(UsageError, match=sentence):
        sales.back_up()
    assert not list(sales.folder.parent.glob("*.zip"))


def test_a_damaged_page_of_definitions_is_found_before_it_is_backed_up(sales):
    file = sales.workspace.application
    with closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    damaged = bytearray(file.read_bytes())
    damaged[8192:12288] = b"\xff" * 4096
    file.write_bytes(damaged)
    with pytest.raises(UsageError, match="is damaged"):
        sales.back_up()


def test_the_lock_is_of_the_kind_that_databases_take(sales):
    with sales.workspace.warehouse.open("r+b") as stream:
        fcntl.lockf(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        program = "import pathlib, sys; from tests.operations.backups.sales import Sales"
        back_up = "Sales(pathlib.Path(sys.argv[1])).back_up()"
        command = [sys.executable, "-c", f"{program}; {back_up}", str(sales.folder)]
        said = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parents[3], check=False)
    assert "in use by another Tamis command" in said.stderr
