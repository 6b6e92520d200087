"""Jobs, and several processes that want them."""

from __future__ import annotations

import pytest
from tests.unit.store.application.racing import race

from tamis.store.application import open_application

SECOND = 1_000_000
HOUR = 3600 * SECOND

_WORK = """
with open_application(place) as application:
    jobs = application.jobs
    while (job := jobs.claim(name, 0, lease=60_000_000)) is not None:
        assert jobs.beat(job.id, name, 0, lease=60_000_000, progress="at it")
        assert jobs.done(job.id, name, name.encode(), 0)
        print(job.id)
"""
_EVERY = """
with open_application(place) as application:
    for hour in range(40):
        application.jobs.every("forget", 3_600_000_000, hour * 3_600_000_000)
"""
_ADD = """
with open_application(place) as application:
    for number in range(40):
        print(application.jobs.add("x", b"", 0, key=f"key {number}"))
"""
_DIE = """
import os, signal
with open_application(place) as application:
    job = application.jobs.claim(name, 0, lease=60_000_000)
    application.jobs.beat(job.id, name, 0, lease=60_000_000, progress="half")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_two_processes_never_get_the_same_job(place):
    with open_application(place) as application:
        added = [application.jobs.add("x", b"", 0) for _ in range(100)]
    told = race(place, _WORK, [("a",), ("b",)])
    taken = {name: [int(line) for line in output.split()] for name, output in zip("ab", told, strict=True)}
    assert sorted(taken["a"] + taken["b"]) == added
    with open_application(place) as application:
        done = application.jobs.list(state="done", most=1000)
    assert {job.id: job.result for job in done} == {id: name.encode() for name in taken for id in taken[name]}
    assert {job.attempts for job in done} == {1}


def test_four_processes_make_one_job_a_period(place):
    race(place, _EVERY, [(name,) for name in "abcd"])
    with open_application(place) as application:
        assert sorted(job.created_at // HOUR for job in application.jobs.list(most=1000)) == list(range(40))


def test_four_processes_add_one_job_a_key(place):
    told = race(place, _ADD, [(name,) for name in "abcd"])
    assert len(set(told)) == 1
    with open_application(place) as application:
        assert len(application.jobs.list(most=1000)) == 40


def test_the_job_of_a_process_that_is_killed_is_taken_again_after_its_lease(place):
    with open_application(place) as application:
        jobs = application.jobs
        number = jobs.add("x", b"", 0, most_attempts=2)
        with pytest.raises(AssertionError, match="-9"):
            race(place, _DIE, [("a",)])
        left = jobs.get(number)
        assert (left.state, left.progress, left.is_stuck(60 * SECOND)) == ("running", "half", False)
        assert jobs.claim("b", 60 * SECOND, lease=60 * SECOND) is None
        job = jobs.claim("b", 60 * SECOND + 1, lease=60 * SECOND)
        assert (job.id, job.attempts, job.progress) == (number, 2, "")
        assert jobs.done(number, "b", b"", 61 * SECOND)
