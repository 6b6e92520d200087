"""The worker of a server: what becomes of jobs that fail, and of the table of jobs when it cannot be written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from tamis.errors import UsageError
from tamis.operations.handing_over.wire import encode_verb, read_answer
from tamis.operations.meters import Meters
from tamis.operations.rescore import micros_of
from tamis.operations.verbs import FindDuplicates, Import, Rescore, Verb
from tamis.operations.working import Worker
from tamis.store.application import Application, Job, open_application
from tamis.store.warehouse import open_warehouse
from tests.operations.office import INTEREST, Office

ALWAYS_FAILS = FindDuplicates(False, 10)


class Bench:
    """A worker, the table of jobs that it works on, and a clock."""

    def __init__(self, office: Office, application: Application) -> None:
        self.office, self.application, self.meters = office, application, Meters()
        self.worker = Worker(office.workspace, application.jobs, now=self.now, meters=self.meters)

    def now(self):
        return self.office.time

    def add(self, verb: Verb) -> int:
        return self.application.jobs.add(verb.kind, encode_verb(verb), micros_of(self.now()), most_attempts=5)

    def work(self, **later: float) -> list[int]:
        """Lets time pass, and does what is due; gives the ids."""
        self.office.time += timedelta(**later)
        did = []
        while job := self.worker.do_one():
            did.append(job.id)
        return did

    def job(self, id: int) -> Job:
        job = self.application.jobs.get(id)
        assert job is not None
        return job


@pytest.fixture
def bench(office: Office) -> Iterator[Bench]:
    office.publish(interest=INTEREST)
    with (
        open_warehouse(office.workspace.warehouse, is_current=False) as held,
        held.session() as warehouse,
        open_application(office.workspace.application) as application,
    ):
        warehouse.engine.sql("ALTER TABLE warehouse.dismissals RENAME TO lost")
        office.workspace = replace(office.workspace, held=held)
        yield Bench(office, application)


def test_a_job_that_always_fails_is_tried_ever_more_seldom_and_given_up(bench):
    bad, good = bench.add(ALWAYS_FAILS), bench.add(Rescore())
    assert bench.work() == [bad, good]
    assert bench.job(good).state == "done"
    for seconds in (2, 4, 8, 16):
        waiting = bench.job(bad)
        assert (waiting.state, waiting.reason) == ("waiting", "It failed unexpectedly (CatalogException).")
        assert [job.id for job in bench.worker.failing] == [bad]
        assert bench.work(seconds=seconds - 0.1) == []
        assert bench.work(seconds=0.1) == [bad]
    assert (bench.job(bad).state, bench.job(bad).attempts) == ("failed", 5)
    assert [job.id for job in bench.worker.failing] == [bad]
    assert b'tamis_jobs_total{kind="%b",state="failed"} 5.0' % ALWAYS_FAILS.kind.encode() in bench.meters.text()
    # It is told for a day, and can be looked up for a week.
    bench.work(hours=25)
    bench.worker.forget()
    assert (list(bench.worker.failing), bench.job(bad).state) == ([], "failed")
    assert bench.application.jobs.get(good) is None
    bench.work(days=7)
    bench.worker.forget()
    assert bench.application.jobs.get(bad) is None


def test_what_was_asked_wrongly_is_answered_at_once_and_is_nobodys_concern(bench):
    asked = Import(bench.office.folder / "nothing")
    id = bench.add(asked)
    bench.work()
    job = bench.job(id)
    assert (job.state, job.attempts, bench.worker.failing) == ("failed", 1, [])
    assert "nothing" in job.reason
    with pytest.raises(UsageError, match="nothing"):
        read_answer(job.result or b"", asked, bench.office.workspace)


def test_how_a_job_ended_is_told_when_that_can_be_written_again(bench):
    id = bench.add(Rescore())
    refused = "CREATE TRIGGER refused BEFORE UPDATE OF result ON jobs BEGIN SELECT RAISE(ABORT, 'no'); END"
    connection = bench.application.jobs._connection
    with connection.writing():
        connection.sql(refused)
    with pytest.raises(Exception, match="no"):
        bench.work()
    assert bench.job(id).state == "running"
    with connection.writing():
        connection.sql("DROP TRIGGER refused")
    assert bench.work() == []
    assert (bench.job(id).state, bench.job(id).attempts) == ("done", 1)
