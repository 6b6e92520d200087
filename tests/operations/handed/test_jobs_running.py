"""A job in the process that holds the warehouse: stopped half way, at fault, of another Tamis."""

from __future__ import annotations

import logging
import stat
from collections.abc import Iterator
from dataclasses import replace

import duckdb
import pytest

from tamis.cli.shell import run
from tamis.definitions.language import told_in
from tamis.errors import DataError, DefinitionError, FaultElsewhere, Issue, UsageError
from tamis.operations.handing_over.failures import Failure
from tamis.operations.handing_over.following import JobProgress, Replay, told_in_words
from tamis.operations.handing_over.wire import encode_verb, read_answer
from tamis.operations.handing_over.wording import Wording
from tamis.operations.jobs_running import Ended, run_job
from tamis.operations.verbs import Explain, Import, Rescore, Values, Verb
from tamis.progress import NullProgress
from tamis.store.application import Job, open_application
from tamis.store.warehouse import open_warehouse
from tests.operations.office import EVENTS, INTEREST, Office

SECRET = "ann@example.com"
WRONG = Issue("a.yaml", 1, 2, "code", "Wrong.")
MEMORY = "This needs more memory than there is."
FULL = "The disk is full: that of the output, or that of the temporary files."


@pytest.fixture
def serving(office: Office) -> Iterator[Office]:
    """An office whose warehouse this process holds."""
    office.publish(interest=INTEREST)
    with open_warehouse(office.workspace.warehouse, is_current=False) as held:
        office.workspace = replace(office.workspace, held=held)
        yield office


def taken(office: Office, verb: Verb, *, kind: str = "") -> Job:
    """A job, as the server has it when it begins."""
    with open_application(office.workspace.application) as application:
        application.jobs.add(kind or verb.kind, encode_verb(verb), 0)
        job = application.jobs.claim("server", 1, lease=10**18)
    assert job is not None
    return job


def answer_to(office: Office, verb: Verb, **options: str) -> bytes:
    return run_job(office.workspace, taken(office, verb, **options), now=office.now, progress=NullProgress()).answer


@pytest.mark.parametrize("reports", range(10))
def test_a_job_that_was_withdrawn_is_stopped_and_nothing_is_half_done(serving, reports):
    serving.write("events.csv", EVENTS + "e3,ann,demo_requested,2026-03-03T10:00:00Z\n")
    answers = iter([True] * reports)
    progress = JobProgress(lambda told: next(answers, False))
    job = taken(serving, Import(serving.folder))
    assert run_job(serving.workspace, job, now=serving.now, progress=progress) == Ended(b"")
    assert serving.take().taken.events == (1 if reports < 8 else 0)
    assert serving.values()[0] == "ann,50,High"


def test_what_goes_to_standard_output_is_for_the_owner_only(serving):
    answer = answer_to(serving, Values("interest"))
    _, written = read_answer(answer, Values("interest"), serving.workspace)
    file = serving.workspace.folder / written
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.read_text().splitlines()[1:] == serving.values()


@pytest.mark.parametrize(("language", "label"), [("en", "Country is France"), ("fr", "Country est France")])
def test_a_job_puts_rules_into_words_in_the_language_of_whoever_asked(serving, language, label):
    serving.publish(interest=INTEREST.replace("label: In France, ", ""))
    with told_in(language):
        job = taken(serving, Explain("ann"))
    answer = run_job(serving.workspace, job, now=serving.now, progress=NullProgress()).answer
    explained, _ = read_answer(answer, Explain("ann"), serving.workspace)
    assert label in {rule.label for rule in explained.scores[0].categories[0].groups[0].rules}


def test_what_nobody_came_to_read_is_deleted_a_day_later(serving):
    answer_to(serving, Values("interest"))
    serving.later("2099-01-01")
    answer_to(serving, Rescore())
    assert not list(serving.workspace.folder.glob(".answer-*"))


def test_the_server_may_be_of_another_tamis(serving):
    answer = answer_to(serving, Rescore(), kind="foretell")
    with pytest.raises(UsageError, match="another version of Tamis than this command; restart the server"):
        read_answer(answer, Rescore(), serving.workspace)


def test_a_fault_is_told_by_its_kind_and_never_in_its_own_words(serving, caplog):
    class Broken(NullProgress):
        def step(self, sentence: str, total: int | None = None) -> None:
            raise ZeroDivisionError(SECRET)

    with caplog.at_level(logging.ERROR):
        ended = run_job(serving.workspace, taken(serving, Rescore()), now=serving.now, progress=Broken())
    assert SECRET.encode() not in ended.answer
    assert (ended.reason, ended.is_tried_again) == ("It failed unexpectedly (ZeroDivisionError).", True)
    assert "(rescore) failed unexpectedly: ZeroDivisionError" in caplog.text
    assert SECRET not in caplog.text
    with pytest.raises(FaultElsewhere, match="ZeroDivisionError"):
        read_answer(ended.answer, Rescore(), serving.workspace)


@pytest.mark.parametrize(
    ("error", "reason", "is_tried_again"),
    [
        (UsageError("There is no contact ann@example.com."), "There is no contact …", False),
        (DefinitionError([WRONG, replace(WRONG, message="Worse.")]), "a.yaml: Wrong. (and 1 more)", False),
        (OSError(13, "Permission denied", "a.csv"), "a.csv: Permission denied.", False),
        (OSError(28, "No space left on device", "a.csv"), "a.csv: No space left on device.", True),
        (duckdb.OutOfMemoryException(SECRET), MEMORY, True),
        (duckdb.IOException(f"{SECRET}: No space left on device"), FULL, True),
        (KeyError(SECRET), "It failed unexpectedly (KeyError).", True),
    ],
)
def test_what_is_no_fault_of_whoever_asked_is_tried_again(serving, error, reason, is_tried_again):
    class Broken(NullProgress):
        def step(self, sentence: str, total: int | None = None) -> None:
            raise error

    ended = run_job(serving.workspace, taken(serving, Rescore()), now=serving.now, progress=Broken())
    assert (ended.reason, ended.is_tried_again) == (reason, is_tried_again)


@pytest.mark.parametrize(
    "error",
    [
        UsageError("No."),
        DefinitionError([Issue("a.yaml", 1, 2, "code", "Wrong.", "a hint", "groups[0]", "warning")]),
        DataError("a.csv", "Wrong.", "a hint", [Issue("a.csv", 1, 2, "code", "Wrong.")]),
        OSError(28, "No space left on device", "a.csv"),
    ],
)
def test_an_error_arrives_as_it_was_raised(error):
    again = Failure.of(error).error(Wording())
    assert (type(again), str(again), vars(again)) == (type(error), str(error), vars(error))


class Heard(NullProgress):
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.told: list[object] = []

    def step(self, sentence: str, total: int | None = None) -> None:
        self.told.append((sentence, total))

    def advance(self, amount: int = 1) -> None:
        self.told.append(amount)


def test_progress_is_kept_twice_a_second_and_shown_once(serving):
    job, kept, seconds = taken(serving, Rescore()), [""], [0.0]

    def beat(told: str) -> bool:
        kept.append(told)
        return True

    progress, heard = JobProgress(beat, clock=lambda: seconds[0]), Heard()
    replay = Replay(heard)
    progress.step("Reading")
    progress.step("Writing", 200)
    for seconds[0] in (0.1, 0.3, 0.6, 0.8):
        progress.advance(10)
    assert len(kept) == 4
    for told in [*kept, kept[-1]]:
        replay.show(replace(job, progress=told))
    assert heard.told == [("Reading", None), ("Writing", 200), 30]
    assert told_in_words(kept[-1]) == "Writing: 15%"
    # Taken up again, it begins anew.
    replay.show(replace(job, attempts=2, progress=kept[1]))
    assert heard.told[-1] == ("Reading", None)


def test_a_job_is_listed_with_its_progress_in_words(serving, capsys):
    taken(serving, Rescore())
    with open_application(serving.workspace.application) as application:
        JobProgress(lambda told: application.jobs.beat(1, "server", 1, lease=10**18, progress=told)).step("Reading", 0)
    assert run(["jobs", "--workspace", str(serving.workspace.folder)]) == 0
    assert capsys.readouterr().out.splitlines()[1].endswith("  Reading")
