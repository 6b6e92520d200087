"""Jobs: taken by one worker at a time, tried again, never forgotten."""

from __future__ import annotations

import pytest

from tamis.errors import UsageError
from tamis.store.application import Job, open_application

SECOND = 1_000_000
HOUR = 3600 * SECOND
LEASE = 60 * SECOND


@pytest.fixture
def jobs(application):
    return application.jobs


def ids(found):
    return [job.id for job in found]


def claimed(jobs, worker="a", at=0, **asked) -> Job:
    job = jobs.claim(worker, at, lease=LEASE, **asked)
    assert job is not None
    return job


def test_a_job_is_done_and_its_result_is_there(jobs):
    number = jobs.add("import", b"\x00path\xff", 1)
    assert jobs.get(number).state == "waiting"
    job = claimed(jobs, at=2)
    assert (job.id, job.kind, job.arguments, job.state, job.attempts) == (
        number,
        "import",
        b"\x00path\xff",
        "running",
        1,
    )
    assert jobs.done(number, "a", b"\x00ok", 3)
    job = jobs.get(number)
    assert (job.state, job.result, job.reason) == ("done", b"\x00ok", "")
    assert (job.created_at, job.started_at, job.ended_at) == (1, 2, 3)
    assert jobs.claim("a", 4, lease=LEASE) is None


def test_what_is_not_there_is_none(jobs):
    assert jobs.get(7) is None
    assert jobs.claim("a", 0, lease=LEASE) is None
    assert not jobs.beat(7, "a", 0, lease=LEASE)


def test_the_oldest_job_that_is_due_comes_first(jobs):
    later = jobs.add("x", b"", 0, not_before=10)
    first = jobs.add("x", b"", 0)
    other = jobs.add("y", b"", 0)
    assert claimed(jobs, at=9, kinds={"y"}).id == other
    assert claimed(jobs, at=9).id == first
    assert jobs.claim("a", 9, lease=LEASE) is None
    assert claimed(jobs, at=10).id == later


def test_a_job_belongs_to_one_worker_while_it_beats(jobs):
    number = jobs.add("x", b"", 0, most_attempts=2)
    claimed(jobs, "a", at=0)
    for at in range(0, 10 * LEASE, LEASE):
        assert jobs.claim("b", at, lease=LEASE) is None
        assert jobs.beat(number, "a", at, lease=LEASE, progress=f"{at} of many")
    assert jobs.get(number).progress == f"{9 * LEASE} of many"


def test_a_beat_without_progress_leaves_what_was_said(jobs):
    number = jobs.add("x", b"", 0)
    claimed(jobs)
    jobs.beat(number, "a", 1, lease=LEASE, progress="half")
    jobs.beat(number, "a", 2, lease=LEASE)
    assert jobs.get(number).progress == "half"


def test_a_job_whose_lease_ran_out_is_taken_by_another(jobs):
    number = jobs.add("x", b"", 0, most_attempts=2)
    claimed(jobs, "a", at=0)
    assert jobs.claim("b", LEASE, lease=LEASE) is None
    assert not jobs.get(number).is_stuck(LEASE)
    assert jobs.get(number).is_stuck(LEASE + 1)
    job = claimed(jobs, "b", at=LEASE + 1)
    assert (job.id, job.attempts) == (number, 2)
    assert "not heard of" in job.reason
    # The first worker comes back, and hears that the job is no longer its own.
    assert not jobs.beat(number, "a", LEASE + 2, lease=LEASE, progress="of a")
    assert not jobs.done(number, "a", b"of a", LEASE + 2)
    assert not jobs.failed(number, "a", "of a", LEASE + 2)
    assert jobs.get(number) == job
    assert jobs.done(number, "b", b"of b", LEASE + 3)


def test_a_job_that_kills_its_workers_fails_for_good(jobs):
    number = jobs.add("x", b"", 0, most_attempts=2)
    behind = jobs.add("x", b"", 0)
    claimed(jobs, "a", at=0)
    claimed(jobs, "b", at=LEASE + 1)
    # Whoever looks next buries it, and gets what waited behind it.
    assert claimed(jobs, "c", at=3 * LEASE).id == behind
    job = jobs.get(number)
    assert (job.state, job.attempts, job.ended_at) == ("failed", 2, 3 * LEASE)
    assert "ended" in job.reason


def test_a_job_that_fails_waits_longer_each_time_and_then_has_failed(jobs):
    number = jobs.add("x", b"", 0, most_attempts=3)
    claimed(jobs, at=0)
    assert jobs.failed(number, "a", "The disk is full.", 0)
    job = jobs.get(number)
    assert (job.state, job.reason, job.not_before) == ("waiting", "The disk is full.", 2 * SECOND)
    assert jobs.claim("a", 2 * SECOND - 1, lease=LEASE) is None
    claimed(jobs, at=2 * SECOND)
    jobs.failed(number, "a", "Still full.", 10 * SECOND)
    assert jobs.get(number).not_before == 14 * SECOND
    claimed(jobs, at=14 * SECOND)
    jobs.failed(number, "a", "Full for ever.", 20 * SECOND)
    job = jobs.get(number)
    assert (job.state, job.reason, job.attempts, job.ended_at) == ("failed", "Full for ever.", 3, 20 * SECOND)
    assert jobs.claim("a", HOUR, lease=LEASE) is None


def test_no_wait_is_longer_than_ten_minutes(jobs):
    number = jobs.add("x", b"", 0, most_attempts=40)
    at, waits = 0, []
    for _ in range(39):
        claimed(jobs, at=at)
        jobs.failed(number, "a", "no", at)
        waits.append(jobs.get(number).not_before - at)
        at += waits[-1]
    assert waits == sorted(waits)
    assert waits[-1] == 600 * SECOND


def test_a_job_is_tried_once_if_nothing_else_is_said(jobs):
    number = jobs.add("x", b"", 0)
    claimed(jobs)
    jobs.failed(number, "a", "no", 1)
    assert jobs.get(number).state == "failed"


def test_an_unfinished_job_of_a_key_is_given_back(jobs):
    number = jobs.add("rescore", b"one", 0, key="rescore")
    assert jobs.add("rescore", b"two", 1, key="rescore") == number
    claimed(jobs)
    assert jobs.add("rescore", b"two", 2, key="rescore") == number
    jobs.done(number, "a", b"", 3)
    after = jobs.add("rescore", b"two", 4, key="rescore")
    assert after != number
    assert jobs.add("rescore", b"", 5, key="RESCORE") not in (number, after)
    assert jobs.get(number).arguments == b"one"


def test_jobs_without_a_key_are_each_their_own(jobs):
    assert jobs.add("x", b"", 0) != jobs.add("x", b"", 0)


def test_a_failed_job_is_done_again_with_all_its_attempts(jobs):
    number = jobs.add("x", b"", 0, most_attempts=2)
    for at in (0, HOUR):
        claimed(jobs, at=at)
        jobs.failed(number, "a", "no", at)
    jobs.retry(number, 2 * HOUR)
    job = claimed(jobs, at=2 * HOUR)
    assert (job.id, job.attempts, job.reason, job.ended_at) == (number, 1, "no", None)


def test_a_job_that_waits_for_its_next_attempt_is_done_at_once(jobs):
    number = jobs.add("x", b"", 0, not_before=HOUR)
    jobs.retry(number, 5)
    assert claimed(jobs, at=5).id == number


def test_only_a_failed_job_is_done_again(jobs):
    number = jobs.add("x", b"", 0)
    claimed(jobs)
    with pytest.raises(UsageError, match=f"^Job {number} is running; only one that failed is done again"):
        jobs.retry(number, 1)
    jobs.done(number, "a", b"", 1)
    with pytest.raises(UsageError, match=f"^Job {number} is done"):
        jobs.retry(number, 2)
    with pytest.raises(UsageError, match=r"^There is no job 999\.$"):
        jobs.retry(999, 2)


def test_a_failed_job_is_not_done_again_beside_another_of_its_key(jobs):
    failed = jobs.add("x", b"", 0, key="k")
    claimed(jobs)
    jobs.failed(failed, "a", "no", 1)
    again = jobs.add("x", b"", 2, key="k")
    with pytest.raises(UsageError, match=f"^Job {failed} is under way already, as job {again}"):
        jobs.retry(failed, 3)


def test_jobs_are_listed_newest_first_and_by_state(jobs):
    numbers = [jobs.add("x", b"", at) for at in range(4)]
    claimed(jobs)
    jobs.failed(numbers[0], "a", "no", 1)
    assert ids(jobs.list()) == numbers[::-1]
    assert ids(jobs.list(most=2)) == [numbers[3], numbers[2]]
    assert ids(jobs.list(state="failed")) == [numbers[0]]
    assert ids(jobs.list(state="waiting")) == numbers[:0:-1]
    jobs.add("y", b"", 0)
    assert jobs.counts() == {("x", "failed"): 1, ("x", "waiting"): 3, ("y", "waiting"): 1}


def test_what_ended_long_ago_is_forgotten(jobs):
    numbers = [jobs.add("x", b"", 0) for _ in range(4)]
    for at, number in enumerate(numbers[:3], start=10):
        claimed(jobs)
        (jobs.done if at == 10 else jobs.failed)(number, "a", b"" if at == 10 else "no", at)
    assert jobs.forget(12) == 2
    assert ids(jobs.list()) == numbers[:1:-1]
    # The numbers of those that are gone are not given again.
    assert jobs.add("x", b"", 0) > numbers[3]


def test_a_process_that_knows_it_is_alone_takes_all_back_at_once(jobs):
    again, last = jobs.add("x", b"", 0, most_attempts=2), jobs.add("x", b"", 0)
    waiting = jobs.add("x", b"", 0)
    claimed(jobs, "a"), claimed(jobs, "a")
    assert jobs.take_back(1) == 2
    assert [jobs.get(number).state for number in (again, last, waiting)] == ["waiting", "failed", "waiting"]
    assert not jobs.beat(again, "a", 2, lease=LEASE)
    assert claimed(jobs, "b", at=2).id == again


def test_a_period_gets_one_job(jobs):
    for at in (0, 1, HOUR - 1, HOUR, HOUR + 1):
        jobs.every("forget", HOUR, at, b"arguments")
    assert [(job.kind, job.arguments, job.created_at) for job in jobs.list()] == [
        ("forget", b"arguments", HOUR),
        ("forget", b"arguments", 0),
    ]


def test_a_clock_that_is_set_back_gives_no_period_a_second_job(jobs):
    for hour in (5, 6, 7):
        jobs.every("forget", HOUR, hour * HOUR)
    for hour in (5, 6, 7, 4):
        jobs.every("forget", HOUR, hour * HOUR + 1)
    # An hour that had none gets one: a clock that was far ahead once does not stop the work for years.
    assert [job.created_at // HOUR for job in jobs.list()] == [4, 7, 6, 5]


def test_periods_in_which_nobody_asked_get_no_job_afterwards(jobs):
    jobs.every("forget", HOUR, 0)
    jobs.every("forget", HOUR, 100 * HOUR)
    assert len(jobs.list()) == 2


def test_kinds_have_their_own_periods(jobs):
    for kind in ("a", "b"):
        jobs.every(kind, HOUR, 0)
    assert {job.kind for job in jobs.list()} == {"a", "b"}


def test_the_job_of_a_period_is_not_made_again_because_it_was_done_or_failed(jobs):
    jobs.every("forget", HOUR, 0, most_attempts=1)
    job = claimed(jobs)
    jobs.failed(job.id, "a", "no", 1)
    jobs.every("forget", HOUR, 2)
    assert ids(jobs.list()) == [job.id]


def test_forgetting_leaves_the_period_that_is_now(jobs):
    jobs.every("forget", HOUR, 10 * HOUR)
    job = claimed(jobs, at=10 * HOUR)
    jobs.done(job.id, "a", b"", 10 * HOUR)
    assert jobs.forget(11 * HOUR - 1) == 1
    jobs.every("forget", HOUR, 11 * HOUR - 1)
    assert jobs.list() == []


def test_a_reason_with_signs_that_a_database_does_not_keep_is_kept_readably(jobs):
    number = jobs.add("x", b"", 0)
    claimed(jobs)
    jobs.beat(number, "a", 1, lease=LEASE, progress="50\x00 % of \udcff.csv")
    jobs.failed(number, "a", "Zoë\x00 said no", 1)
    assert (jobs.get(number).progress, jobs.get(number).reason) == ("50\ufffd % of \\udcff.csv", "Zoë\ufffd said no")


def test_a_job_is_added_together_with_what_it_is_for_or_not_at_all(application, jobs):
    def interrupted() -> None:
        with application.together():
            jobs.add("x", b"", 0)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        interrupted()
    assert jobs.list() == []


def test_jobs_are_there_after_closing(place):
    with open_application(place) as application:
        number = application.jobs.add("x", b"", 0, key="k")
    with open_application(place) as application:
        assert application.jobs.claim("a", 0, lease=LEASE).id == number


def test_looking_for_work_does_not_wait_for_a_writer(place):
    with open_application(place) as writer, open_application(place) as other, writer.together():
        assert other.jobs.claim("a", 0, lease=LEASE) is None
        assert other.jobs.list() == []


def test_a_period_that_is_forgotten_may_be_asked_for_again(jobs):
    jobs.every("forget", HOUR, 10 * HOUR)
    jobs.forget(11 * HOUR)
    jobs.every("forget", HOUR, 10 * HOUR)
    assert len(jobs.list()) == 2


def test_a_job_that_was_taken_again_is_not_withdrawn(jobs):
    number = jobs.add("import", b"", 0, most_attempts=2)
    claimed(jobs, "a")
    jobs.take_back(1)
    claimed(jobs, "b", at=2)
    assert not jobs.withdraw(number, "stopped", 3, attempts=1)
    assert jobs.get(number).state == "running"
    assert jobs.withdraw(number, "stopped", 3, attempts=2)
    assert (jobs.get(number).state, jobs.get(number).reason) == ("failed", "stopped")
    assert not jobs.beat(number, "b", 4, lease=LEASE)


def test_what_a_job_came_to_is_gone_when_it_is_done_again(jobs):
    number = jobs.add("import", b"", 0)
    claimed(jobs)
    jobs.failed(number, "a", "no", 1, result=b"why")
    assert jobs.get(number).result == b"why"
    jobs.retry(number, 2)
    assert jobs.get(number).result is None
