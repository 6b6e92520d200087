"""`tamis jobs`: what the server does for others, told so that a person sees what is wrong."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tamis.errors import DefinitionError, EngineError, UsageError
from tamis.operations.access import COMMAND_LINE, TAMIS
from tamis.operations.handing_over.handing import STOPPED
from tamis.operations.handing_over.wire import encode_failure, encode_result, encode_verb
from tamis.operations.rescore import Rescored, RescoredScore
from tamis.operations.verbs import Rescore
from tamis.operations.workspace import find_workspace
from tamis.store.application import open_application

SECOND = 1_000_000
HOUR = 3600 * SECOND


@pytest.fixture
def jobs(crm, tamis):
    assert tamis("init work").code == 0
    with open_application(crm.root / "work" / "application.sqlite3") as application:
        yield application.jobs


@pytest.fixture
def now():
    return int(datetime.now(UTC).timestamp()) * SECOND


@pytest.fixture
def failed(jobs, now):
    """A job that failed for good."""
    number = jobs.add("rescore", b"contact-77", now - HOUR)
    jobs.claim("a", now - HOUR, lease=SECOND)
    jobs.failed(number, "a", "The disk\nis full.", now - HOUR + 90 * SECOND)
    return number


def lines(said):
    assert said.code == 0
    return [line.split() for line in said.out.splitlines()]


def test_there_are_no_jobs_at_first(jobs, tamis):
    for asked, told in (("jobs", "There are no jobs.\n"), ("jobs --failed", "No job has failed.\n")):
        said = tamis(f"{asked} --workspace work")
        assert (said.code, said.out, said.err) == (0, "", told)
    assert json.loads(tamis("jobs --json --workspace work").out) == []


def test_a_failed_job_stands_in_one_line_with_its_reason(failed, tamis):
    said = tamis("jobs --workspace work")
    head, row = lines(said)
    assert head[:4] == ["job", "kind", "state", "added"]
    assert row[:3] == [str(failed), "rescore", "failed"]
    assert said.out.endswith("2 min    1 of 1  The disk is full.\n")
    # What the job is about may be a contact.
    assert "contact-77" not in tamis("jobs --json --workspace work").out


def test_what_is_done_says_what_it_came_to_as_its_page_does(crm, jobs, tamis, now):
    workspace = find_workspace(crm.root / "work", crm.root)
    verb = Rescore(None)
    result = Rescored((RescoredScore("interest", "contact", 1, 2000, 1204),), now)
    number = jobs.add(verb.kind, encode_verb(verb), now)
    jobs.claim("a", now, lease=SECOND)
    jobs.done(number, "a", encode_result(result, workspace), now)
    told = "interest: 1,204 records have another value or tier."
    assert tamis("jobs --workspace work").out.endswith(f"1 of 1  {told}\n")
    assert [each["summary"] for each in json.loads(tamis("jobs --json --workspace work").out)] == [told]


def test_what_runs_says_how_far_it_is_and_what_is_stuck_is_seen(jobs, tamis, now):
    for kind, at, progress in (("import", now - HOUR, "Reading events"), ("publish", now, "Computing fit")):
        number = jobs.add(kind, b"", at)
        jobs.claim("a", at, lease=SECOND, kinds=[kind])
        jobs.beat(number, "a", at, lease=HOUR // 2, progress=progress)
    _, first, second = lines(tamis("jobs --workspace work"))
    assert (first[2], first[-2:]) == ("running", ["Computing", "fit"])
    assert (second[2], second[-2:]) == ("stuck", ["Reading", "events"])
    assert [job["is_stuck"] for job in json.loads(tamis("jobs --json --workspace work").out)] == [False, True]


def test_a_job_that_waits_for_another_attempt_says_until_when_and_why(jobs, tamis, now):
    number = jobs.add("import", b"", now, most_attempts=2)
    jobs.claim("a", now, lease=SECOND)
    jobs.failed(number, "a", "The disk is full.", now + HOUR)
    said = tamis("jobs --workspace work").out
    assert "waiting" in said
    assert "not before " in said
    assert said.endswith("; The disk is full.\n")


def test_only_failed_jobs_are_listed_on_demand(failed, jobs, tamis, now):
    jobs.add("import", b"", now)
    assert len(lines(tamis("jobs --workspace work"))) == 3
    [job] = json.loads(tamis("jobs --failed --json --workspace work").out)
    assert (job["id"], job["reason"], job["attempts"]) == (failed, "The disk\nis full.", 1)
    assert job["ended_at"] == datetime.fromtimestamp(now / SECOND - 3510, UTC).isoformat()


@pytest.mark.parametrize(
    ("error", "by", "most_attempts", "state"),
    [
        (UsageError("There is no contact of that id."), COMMAND_LINE, 5, "refused"),
        (DefinitionError(()), COMMAND_LINE, 5, "refused"),
        (UsageError("No space left."), COMMAND_LINE, 2, "failed"),
        (UsageError("There is no score of that key."), TAMIS, 5, "failed"),
        (EngineError("The engine gave up."), COMMAND_LINE, 5, "failed"),
        (ZeroDivisionError(), COMMAND_LINE, 5, "failed"),
    ],
)
def test_what_was_refused_because_of_what_was_asked_is_no_failure(jobs, tamis, now, error, by, most_attempts, state):
    number = jobs.add("rescore", encode_verb(Rescore(("x",)), by=by), now, most_attempts=most_attempts)
    for attempt in range(2):
        jobs.claim("a", now + attempt * HOUR, lease=SECOND)
    answer = encode_failure(error, find_workspace(Path("work"), Path()))
    jobs.failed(number, "a", "It says why.", now, result=answer, for_good=True)
    [job] = json.loads(tamis("jobs --json --workspace work").out)
    assert (job["state"], job["is_refused"]) == ("failed", state == "refused")
    assert lines(tamis("jobs --workspace work"))[1][2] == state
    assert len(json.loads(tamis("jobs --failed --json --workspace work").out)) == (state == "failed")


def test_what_its_command_stopped_is_no_failure(jobs, tamis, now):
    jobs.withdraw(jobs.add("import", b"", now), STOPPED, now, attempts=0)
    assert lines(tamis("jobs --workspace work"))[1][2] == "stopped"
    assert tamis("jobs --failed --workspace work").err == "No job has failed.\n"


def test_a_failure_is_found_behind_many_refusals(jobs, failed, tamis, now):
    for _ in range(101):
        jobs.withdraw(jobs.add("import", b"", now), STOPPED, now, attempts=0)
    assert [job["id"] for job in json.loads(tamis("jobs --failed --json --workspace work").out)] == [failed]


def test_a_failed_job_is_done_again_on_command(failed, jobs, tamis):
    said = tamis(f"jobs retry {failed} --workspace work")
    assert (said.code, said.out, said.err) == (0, "", f"Job {failed} waits to be done again.\n")
    assert jobs.get(failed).state == "waiting"
    # The workspace may be named before the word, too.
    assert tamis(f"jobs --workspace work retry {failed}").code == 0


def test_a_job_that_is_not_there_is_told(jobs, tamis):
    said = tamis("jobs retry 77 --workspace work")
    assert (said.code, said.err) == (2, "error: There is no job 77.\n")


def test_of_many_jobs_the_newest_hundred_are_listed(jobs, tamis, now):
    for _ in range(101):
        jobs.add("import", b"", now)
    said = tamis("jobs --workspace work")
    assert [row[0] for row in lines(said)[1:]] == [str(number) for number in range(101, 1, -1)]
    assert "newest 100" in said.err


def test_what_only_read_is_listed_while_it_runs_and_on_demand(jobs, tamis, now):
    for kind in ("history", "import", "values"):
        number = jobs.add(kind, b"", now)
        jobs.claim("a", now, lease=HOUR)
        jobs.done(number, "a", b"", now)
    jobs.add("explain", b"", now)
    running = jobs.add("segments", b"", now)
    jobs.claim("a", now, lease=HOUR, kinds=["segments"])
    said = tamis("jobs --workspace work")
    assert [row[1] for row in lines(said)[1:]] == ["segments", "explain", "import"]
    assert said.err == "Not listed: 2 jobs that only read; see all with --all.\n"
    said = tamis("jobs --all --workspace work")
    assert [row[1] for row in lines(said)[1:]] == ["segments", "explain", "values", "import", "history"]
    assert said.err == ""
    # What runs is listed even where there are a hundred newer ones.
    for _ in range(100):
        jobs.add("import", b"", now)
    assert lines(tamis("jobs --workspace work"))[-1][:3] == [str(running), "segments", "running"]
    assert len(json.loads(tamis("jobs --all --json --workspace work").out)) == 101


def test_what_a_job_says_does_not_steer_the_terminal(jobs, tamis, now):
    number = jobs.add("import", b"", now)
    jobs.claim("a", now, lease=HOUR)
    jobs.beat(number, "a", now, lease=HOUR, progress="\x1b[2Jgone")
    assert "\x1b" not in tamis("jobs --workspace work").out
