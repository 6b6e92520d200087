"""Work that waits for a process to do it: each job is done by one worker at a time, and none is forgotten.

A worker holds a job by a lease that it renews with every beat. Where beats stop, because the process was killed or
hangs, the lease runs out and another worker takes the job. So a job may be begun twice: what it does must be safe to
do again.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from tamis.errors import UsageError
from tamis.store.application.attempts import CHANGED, ENDED, fail, storable, take
from tamis.store.application.connection import Connection
from tamis.store.application.job import Job, State, job_of

_UNFINISHED = ("waiting", "running")


class Jobs:
    """The jobs of one application database. Methods may raise UsageError for a faulty database.

    Instants are microseconds since the epoch, UTC; leases and periods are microseconds. A worker is a name that no two
    workers share, not even one after the other.
    """

    def __init__(self, connection: Connection) -> None:
        # Django's models can be made only when Django is set up, which the connection does.
        from tamis.store.application import models

        self._connection = connection
        self._jobs = models.StoredJob.objects.db_manager(connection.alias)
        self._periods = models.StoredPeriod.objects.db_manager(connection.alias)

    def add(
        self,
        kind: str,
        arguments: bytes,
        at: int,
        *,
        key: str | None = None,
        most_attempts: int = 1,
        not_before: int | None = None,
    ) -> int:
        """Have something done; gives the job's id. Where an unfinished job has the same key, that one's instead."""
        with self._connection.writing():
            there = None if key is None else self._jobs.filter(key=key, state__in=_UNFINISHED).first()
            if there is not None:
                return int(there.pk)
            fields = {"key": key, "most_attempts": most_attempts, "not_before": not_before, "created_at": at}
            return int(self._jobs.create(kind=kind, arguments=arguments, **fields).pk)

    def every(self, kind: str, period: int, at: int, arguments: bytes = b"", *, most_attempts: int = 5) -> None:
        """Have something done once in each period; periods are counted from the epoch.

        However many processes ask, and wherever a clock is set, a period gets one job. Those in which nobody asked get
        none afterwards.
        """
        begin = at - at % period
        with self._connection.reading():
            if self._periods.filter(kind=kind, begin=begin).exists():
                return
        with self._connection.writing():
            _, is_new = self._periods.get_or_create(kind=kind, begin=begin, defaults={"end": begin + period})
            if is_new:
                self.add(kind, arguments, at, most_attempts=most_attempts)

    def claim(self, worker: str, at: int, *, lease: int, kinds: Collection[str] | None = None) -> Job | None:
        """The oldest job that is due, which belongs to the worker for the length of the lease; None if there is none.

        Due is also a job whose lease ran out; that attempt has failed.
        """
        while self._is_any_due(at, kinds):
            with self._connection.writing(exclusive=False):
                # Rows that another worker is just taking are passed over; SQLite lets only one in at a time anyway.
                stored = self._due(at, kinds).select_for_update(skip_locked=True).first()
                if stored is None:
                    return None
                take(stored, worker, at, lease)
                stored.save(using=self._connection.alias, update_fields=CHANGED)
            if stored.state == "running":
                return job_of(stored)
        return None

    def beat(self, id: int, worker: str, at: int, *, lease: int, progress: str | None = None) -> bool:
        """Renew the lease and say how far the work is. False: the job is no longer the worker's, which should stop."""
        fields = {} if progress is None else {"progress": storable(progress)}
        return self._change(id, worker, lease_until=at + lease, **fields)

    def done(self, id: int, worker: str, result: bytes, at: int) -> bool:
        """The job is done. False, and nothing is kept: it is no longer the worker's."""
        return self._change(id, worker, state="done", result=result, ended_at=at, lease_until=None)

    def forget_answer(self, id: int) -> None:
        """Forget what a job that is done gave: whoever asked has it."""
        with self._connection.writing(exclusive=False):
            self._jobs.filter(pk=id, state="done").update(result=None)

    def failed(
        self, id: int, worker: str, reason: str, at: int, *, result: bytes | None = None, for_good: bool = False
    ) -> bool:
        """The attempt failed: the job waits for the next one, longer each time, or has failed for good; then `result`
        is what it comes to.

        The reason is shown to people: never a contact's data, an e-mail address or a key. False, and nothing is kept:
        the job is no longer the worker's.
        """
        with self._connection.writing(exclusive=False):
            stored = self._held(id, worker).select_for_update().first()
            if stored is None:
                return False
            fail(stored, storable(reason), at, for_good=for_good)
            stored.result = result if stored.state == "failed" else None
            stored.save(using=self._connection.alias, update_fields=(*CHANGED, "result"))
            return True

    def give_back(self, id: int, worker: str, at: int) -> bool:
        """The worker stops, and has not failed: the job waits for another one, and this was no attempt. False: it is no
        longer the worker's."""
        from django.db.models import F

        fields = {
            "state": "waiting",
            "worker": "",
            "lease_until": None,
            "not_before": at,
            "attempts": F("attempts") - 1,
        }
        return self._change(id, worker, **fields)

    def get(self, id: int) -> Job | None:
        """One job, or None if there is none of that id (any more)."""
        with self._connection.reading():
            stored = self._jobs.filter(pk=id).first()
        return job_of(stored) if stored else None

    def list(
        self,
        *,
        state: State | None = None,
        most: int = 100,
        passing_over: Collection[str] = (),
        before: int | None = None,
    ) -> list[Job]:
        """The newest jobs, newest first; only those of a state if one is given, none of the kinds to be passed over
        once they have ended, and only those older than the one of the id `before`."""
        chosen = self._jobs.all() if state is None else self._jobs.filter(state=state)
        chosen = chosen if before is None else chosen.filter(pk__lt=before)
        chosen = chosen.exclude(kind__in=list(passing_over), state__in=("done", "failed")) if passing_over else chosen
        with self._connection.reading():
            return [job_of(stored) for stored in chosen.order_by("-pk")[:most]]

    def failing(self, *, since: int, most: int = 100) -> Sequence[Job]:
        """Jobs that failed and are tried again, and those whose last attempt failed after an instant; oldest first.

        Not those that failed for good before they had all their attempts.
        """
        from django.db.models import F, Q

        again = Q(state__in=_UNFINISHED) & ~Q(reason="")
        given_up = Q(state="failed", ended_at__gt=since, attempts__gte=F("most_attempts"), most_attempts__gt=1)
        with self._connection.reading():
            return [job_of(stored) for stored in self._jobs.filter(again | given_up).order_by("pk")[:most]]

    def failed_at(self, key: str) -> int | None:
        """When the last job of a key that failed for good ended."""
        with self._connection.reading():
            ended = self._jobs.filter(key=key, state="failed").order_by("-ended_at").values_list("ended_at", flat=True)
            return ended.first()

    def counts(self) -> dict[tuple[str, State], int]:
        """How many jobs there are, by kind and state."""
        from django.db.models import Count

        with self._connection.reading():
            counted = self._jobs.values_list("kind", "state").annotate(Count("pk"))
            return {(kind, state): number for kind, state, number in counted}

    def retry(self, id: int, at: int) -> None:
        """Have a job that failed done again, at once and with all its attempts; also one that waits to be.

        Raises UsageError for any other, and where another job of its key is under way.
        """
        with self._connection.writing():
            stored = self._jobs.filter(pk=id).select_for_update().first()
            if stored is None:
                raise UsageError(f"There is no job {id}.")
            if stored.state not in ("failed", "waiting"):
                raise UsageError(f"Job {id} is {stored.state}; only one that failed is done again.")
            self._refuse_twin(stored)
            stored.state, stored.attempts, stored.not_before, stored.ended_at = "waiting", 0, at, None
            stored.result = None
            stored.save(using=self._connection.alias, update_fields=(*CHANGED, "result"))

    def withdraw(self, id: int, reason: str, at: int, *, attempts: int) -> bool:
        """End a job that waits or runs and was taken so many times; a worker hears of it at its next beat.

        False, and nothing is changed: it has ended, or was taken again.
        """
        fields = {"state": "failed", "reason": storable(reason), "worker": "", "lease_until": None, "ended_at": at}
        with self._connection.writing(exclusive=False):
            unfinished = self._jobs.filter(pk=id, attempts=attempts, state__in=_UNFINISHED)
            return bool(unfinished.update(**fields))

    def take_back(self, at: int) -> int:
        """End the attempts of all jobs that run, without waiting for their leases; gives their number.

        Only for a process that knows that no other works: as the only one allowed to, it has just started.
        """
        with self._connection.writing():
            running = list(self._jobs.filter(state="running").select_for_update())
            for stored in running:
                fail(stored, ENDED, at)
                stored.not_before = at
                stored.save(using=self._connection.alias, update_fields=CHANGED)
            return len(running)

    def forget(self, before: int, *, failed_before: int | None = None) -> int:
        """Delete jobs that were done or failed before an instant, or those that failed before an earlier one, and what
        is known of periods that were over by then; gives the number of jobs.

        A clock that is set back beyond that instant has the job of a period done again.
        """
        with self._connection.writing():
            self._periods.filter(end__lte=before).delete()
            failed, _ = self._jobs.filter(
                ended_at__lt=before if failed_before is None else failed_before, state="failed"
            ).delete()
            done, _ = self._jobs.filter(ended_at__lt=before).exclude(state="failed").delete()
            return int(failed + done)

    def _is_any_due(self, at: int, kinds: Collection[str] | None) -> bool:
        """Asked first, because it waits for nobody who writes."""
        with self._connection.reading():
            return bool(self._due(at, kinds).exists())

    def _due(self, at: int, kinds: Collection[str] | None) -> Any:
        from django.db.models import Q

        waiting = Q(state="waiting") & (Q(not_before=None) | Q(not_before__lte=at))
        due = self._jobs.filter(waiting | Q(state="running", lease_until__lt=at)).order_by("pk")
        return due if kinds is None else due.filter(kind__in=list(kinds))

    def _held(self, id: int, worker: str) -> Any:
        return self._jobs.filter(pk=id, worker=worker, state="running")

    def _change(self, id: int, worker: str, **fields: object) -> bool:
        with self._connection.writing(exclusive=False):
            return bool(self._held(id, worker).update(**fields))

    def _refuse_twin(self, stored: Any) -> None:
        if stored.key is None:
            return
        twin = self._jobs.filter(key=stored.key, state__in=_UNFINISHED).exclude(pk=stored.pk).first()
        if twin is not None:
            raise UsageError(f"Job {stored.pk} is under way already, as job {twin.pk}.")
