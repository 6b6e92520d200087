"""Servers that are killed in the middle of a job, commands that are stopped, and who does the work then: one, once."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from tamis.errors import InUse, UsageError
from tamis.operations.handing_over import Patience, perform
from tamis.operations.handing_over.handing import hand_over
from tamis.operations.handing_over.publishing import reviewing_anywhere
from tamis.operations.handing_over.wire import encode_verb
from tamis.operations.publish import Publication
from tamis.operations.restore import restore
from tamis.operations.verbs import (
    Backup,
    Delete,
    DeleteProperty,
    Explain,
    Import,
    Merge,
    MergeDuplicates,
    Place,
    Publish,
    Rescore,
    Reset,
    Unmerge,
    UnmergeDuplicates,
    Unreset,
    Verb,
)
from tamis.progress import NullProgress
from tamis.store.application import Job, open_application
from tamis.store.warehouse import open_warehouse
from tests.operations.handed.keeper import BEFORE_ANSWERING, Keeper
from tests.operations.office import EVENTS, INTEREST, Office

STRICTER = INTEREST.replace("points: 20", "points: 5")
MORE = EVENTS + "e3,ann,demo_requested,2026-03-03T10:00:00Z\ne4,cem,demo_requested,2026-03-04T10:00:00Z\n"
AFTER = ["ann,50,High", "bob,20,Low", "cem,20,Low"]
# A command does the work itself as soon as there is no server.
AT_ONCE = Patience(gone=0.0)
LONG = Patience(gone=120.0)


def done(office: Office, verb: Verb, patience: Patience = AT_ONCE):
    return perform(office.workspace, verb, now=office.now, progress=NullProgress(), patience=patience)


def keeper(office: Office, **options: object) -> Keeper:
    """A server with the clock of the office."""
    return Keeper(office.workspace.folder, time=office.time, **options)


def taken_up(office: Office, verb: Verb, dies_at: int):
    """What a verb comes to that one server is killed over, and the next one finds."""
    with ThreadPoolExecutor() as pool:
        first = keeper(office, dies_at=dies_at)
        asked = pool.submit(done, office, verb, LONG)
        first.wait_for_death()
        with keeper(office):
            return asked.result(timeout=60)


def alone(office: Office, verb: Verb, dies_at: int):
    """What a verb comes to that a server is killed over, where none comes after it."""
    with keeper(office, dies_at=dies_at):
        return done(office, verb)


def records(publication: Publication) -> dict[str, int]:
    return {key: each.records for key, each in publication.changed.items()}


def jobs(office: Office) -> list[Job]:
    with open_application(office.workspace.application) as application:
        return application.jobs.list()


def events(office: Office) -> int:
    with open_warehouse(office.workspace.warehouse) as warehouse:
        return int(warehouse.one("SELECT count(*) FROM events"))


@pytest.fixture
def published(office: Office) -> Office:
    office.publish(interest=INTEREST)
    office.later("2026-03-10 13:00")
    office.write("events.csv", MORE)
    return office


# While it reads, while it stores, when all is stored, and when all is computed.
@pytest.mark.parametrize("dies_at", [1, 5, 8, 9])
@pytest.mark.parametrize("do", [taken_up, alone])
def test_an_import_that_kills_its_server_is_done_once(published, dies_at, do):
    do(published, Import(published.folder), dies_at)
    assert published.values() == AFTER
    assert events(published) == 4
    assert [cause for _, _, cause, _ in published.history("ann")] == ["publish", "import"]


def test_what_a_command_did_itself_no_later_server_does_again(published):
    alone(published, Import(published.folder), 3)
    [job] = jobs(published)
    assert (job.state, job.attempts) == ("failed", 1)
    before = published.history("ann")
    with keeper(published):
        done(published, Import(published.folder))
    assert [job.state for job in jobs(published)] == ["done", "failed"]
    assert published.history("ann") == before


def test_a_job_that_no_server_had_begun_is_done_by_its_command(published):
    idle = keeper(published, is_idle=True)
    patience = Patience(gone=0.0, sleep=lambda _: idle.kill())
    assert done(published, Import(published.folder), patience).taken.events == 2
    assert [job.state for job in jobs(published)] == ["failed"]


def test_a_publication_that_kills_its_server_is_one_version(office):
    files = [office.write("interest.yaml", INTEREST)]
    texts = {str(files[0]): INTEREST}
    office.review(interest=INTEREST)
    # Scoring, comparing, and then the version is there and the values are not.
    changed = taken_up(office, Publish(texts, {"interest": INTEREST}), 3)
    assert records(changed) == {"interest": 3}
    assert office.values() == ["ann,30,High", "bob,20,Low", "cem,0,Low"]
    assert [(cause, version) for _, _, cause, version in office.history("ann")] == [("publish", 1)]


def test_a_merge_that_kills_its_server_is_done_once(published):
    assert taken_up(published, Merge("ann", "bob"), 2).kept == "ann"
    assert published.values() == ["ann,50,High", "cem,0,Low"]


@pytest.mark.parametrize("dies_at", [2, 3, BEFORE_ANSWERING])
def test_a_merge_of_all_that_kills_its_server_is_done_once(published, dies_at):
    # As it begins to merge; where all is merged and nothing scored; and where all is done.
    published.take(contacts="id,name,email\nann,Ann Noir,a@b.example\nbob,Ann Noir,a@b.example\n")
    before = published.values()
    assert taken_up(published, MergeDuplicates(5, asked_at=7), dies_at).contacts == 1
    assert published.values() == ["ann,70,High", "cem,20,Low"]
    assert [cause for _, _, cause, _ in published.history("ann")].count("merge") == 1
    taken_up(published, UnmergeDuplicates(7), min(dies_at, 2))
    assert published.values() == before


@pytest.mark.parametrize("do", [taken_up, alone])
@pytest.mark.parametrize("verb", ["merge", "unmerge", "delete", "delete property", "reset", "unreset"])
def test_what_was_done_and_not_answered_is_told_as_done(published, verb, do):
    """Each verb after what it takes for granted, and as it is done a second time for itself."""
    before = {"unmerge": Merge("ann", "bob"), "unreset": Reset("ann", "contact", 5)}.get(verb)
    if before:
        done(published, before)
    if verb == "delete property":
        published.take(contacts="id,country,city\nann,France,Paris\n")
    asked = {
        "merge": Merge("ann", "bob"),
        "unmerge": Unmerge("bob", 6),
        "delete": Delete("interest"),
        "delete property": DeleteProperty("contact", "city"),
        "reset": Reset("ann", "contact", 6),
        "unreset": Unreset("ann", "contact", 6),
    }[verb]
    result = do(published, asked, BEFORE_ANSWERING)
    if verb in ("merge", "unmerge"):
        assert (result.kept, result.other) == ("ann", "bob")
    if verb == "reset":
        # There is one to take back, and only one.
        assert result.reset_at == 6
        done(published, Unreset("ann", "contact", 7))
        with pytest.raises(UsageError):
            done(published, Unreset("ann", "contact", 8))
    if verb in ("unmerge", "delete", "delete property", "unreset"):
        with pytest.raises(UsageError):
            done(published, replace(asked, asked_at=7) if hasattr(asked, "asked_at") else asked)


def test_a_server_that_comes_late_is_told_that_it_may_be_done_already(published):
    done(published, Delete("interest"))
    idle = keeper(published, is_idle=True)
    place = Place(published.workspace, published.now, NullProgress(), io.BytesIO(), is_again=True)
    with ThreadPoolExecutor() as pool:
        asked = pool.submit(hand_over, Delete("interest"), place, LONG)
        idle.kill()
        with keeper(published):
            asked.result(timeout=60)


def test_a_server_killed_while_it_backs_up_leaves_no_backup_of_its_own(published, tmp_path):
    file, (told, telling) = tmp_path / "kept.zip", os.pipe()
    with open_application(published.workspace.application) as application:
        application.jobs.add("backup", encode_verb(Backup(file)), 0)
    # As it begins to write; the process that writes goes on alone, until it asks whether it may go on.
    server = keeper(published, dies_at=2, stderr=telling)
    os.close(telling)
    server.wait_for_death()
    with os.fdopen(told) as all_of_it:
        assert "Traceback" not in all_of_it.read()
    assert list(tmp_path.glob("*kept.zip*")) == []


def test_a_backup_beside_a_server_is_whole_and_the_server_keeps_the_warehouse(published, tmp_path):
    file = tmp_path / "kept.zip"
    with keeper(published):
        done(published, Backup(file))
        with pytest.raises(InUse):
            open_warehouse(published.workspace.warehouse)
        with pytest.raises(UsageError, match=r"A server serves .*; stop it first"):
            restore(file, published.workspace.folder, replace=True, progress=NullProgress())
        # The warehouse itself is named by mistake: it is not even looked into.
        with pytest.raises(UsageError, match="is no backup; name another file"):
            done(published, Backup(published.workspace.warehouse))
        with pytest.raises(InUse):
            open_warehouse(published.workspace.warehouse)
    before = published.values()
    restore(file, published.workspace.folder, replace=True, progress=NullProgress())
    assert published.values() == before
    # The backup itself was under way when it was made; done again, it would write over the file.
    assert jobs(published) == []


class Interrupted(BaseException):
    """Ctrl-C."""


def test_a_command_that_is_stopped_takes_its_job_back(published):
    def stop(_: float) -> None:
        raise Interrupted

    with keeper(published, is_idle=True):
        with pytest.raises(Interrupted):
            done(published, Import(published.folder), Patience(sleep=stop))
        [job] = jobs(published)
        assert (job.state, job.reason) == ("failed", "Whoever asked for it stopped it.")
    assert events(published) == 2


def test_what_was_told_of_somebody_is_not_kept_once_it_is_read(published):
    with keeper(published):
        explained = done(published, Explain("ann"))
        done(published, Rescore())
    assert explained.scores[0].id == "ann"
    assert [(job.kind, job.result is None) for job in jobs(published)] == [("rescore", False), ("explain", True)]


def test_a_draft_that_somebody_else_changed_is_not_published(office):
    def reviewing(name: str, text: str):
        file = office.write(f"{name}.yaml", text)
        return reviewing_anywhere(office.workspace, [file], now=office.now, progress=NullProgress())

    with keeper(office):
        with reviewing("mine", INTEREST) as mine, reviewing("theirs", STRICTER) as theirs:
            with pytest.raises(UsageError, match='The draft of "interest" was changed in the meantime'):
                mine.publish(progress=NullProgress())
            assert records(theirs.publish(progress=NullProgress())) == {"interest": 3}
        with reviewing("mine", INTEREST) as mine:
            assert records(mine.publish(progress=NullProgress())) == {"interest": 2}
    assert office.values()[0] == "ann,30,High"


def test_two_imports_at_once_both_happen(office):
    for name in ("one", "two"):
        office.write(f"{name}/events.csv", EVENTS.replace("e1,", f"{name},"))
    command = [sys.executable, "-m", "tamis", "import", "--quiet", "--workspace", str(office.workspace.folder)]
    running = [subprocess.Popen([*command, str(office.folder / name)]) for name in ("one", "two")]
    assert [process.wait(timeout=120) for process in running] == [0, 0]
    assert events(office) == 4
