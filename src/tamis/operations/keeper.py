"""Keeps every lead scored: what the serving process does, one step after the other, in one thread.

It alone writes the warehouse: it does the jobs that commands hand over, takes in what came to the inbox, computes the
scores that this touches, and lets time move scores.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import replace
from datetime import datetime

from tamis.errors import DefinitionError, Issue
from tamis.operations.drain import MOST, Drained, drain, follow
from tamis.operations.machine_rules import RulesInUse
from tamis.operations.meters import Meters
from tamis.operations.published import Published, read_published
from tamis.operations.rescore import micros_of
from tamis.operations.rescore_touched import rescore_touched
from tamis.operations.rescoring import RescoredSome, Rescoring
from tamis.operations.threads import Threads
from tamis.operations.time_passes import TimePasses
from tamis.operations.verbs import ASKING, THOROUGH, TRAINING, VERBS, Import
from tamis.operations.warned import warnings_of
from tamis.operations.working import Worker
from tamis.operations.workspace import Workspace
from tamis.store.application import Application, Job, Version, open_application
from tamis.store.inbox import Inbox, TakenOver
from tamis.store.warehouse import Warehouse
from tamis.store.warehouse.live import forget_touched
from tamis.store.warehouse.neighbourhood import Neighbourhood
from tamis.store.warehouse.values import Plans

_LOG = logging.getLogger("tamis.keeper")
_SECOND = 1_000_000
# The other jobs are the learners'.
_AT_ONCE = frozenset(VERBS) - ASKING - TRAINING
# Of so many properties it is told that values could not be read, or that there are too many properties already.
_MOST_TOLD = 5
# Of so many messages it is measured how long their scores took, where these cannot be kept for long.
_MOST_TIMED = 100_000
# Where more comes than can be scored at once, whoever sends is answered first: for so many times as long as a step
# took, and so many seconds at most, nothing is taken in; until so many wait, which takes half a minute to take in.
_TIMES, _LONGEST, _MOST_LEFT = 2, 5.0, 500_000
# Where less comes, a step is followed by a pause: to score a thousand records takes hardly longer than ten. It is so
# many times as long as the step worked, as far as two steps and a pause, for which a message waits at most, are no more
# work than so many seconds of this thread. Not by the clock: where people are served beside it, a step takes longer,
# and is not to leave them less for that, but more.
_ALONE, _BESIDE_PEOPLE = (1, 0.8), (3, 2.2)
# In seconds: for so long after it did something the keeper counts as at work.
_AT_WORK = 5.0


@contextmanager
def keeping(
    workspace: Workspace,
    inbox: Inbox,
    *,
    now: Callable[[], datetime],
    meters: Meters,
    clock: Callable[[], float] = time.monotonic,
    effort: Callable[[], float] = time.thread_time,
) -> Iterator[Keeper]:
    """Holds the databases of a workspace open, and gives what keeps it. Raises what opening them raises.

    `now` is the present instant, `clock` measures how long things take, and `effort` how long the calling thread itself
    has worked, in seconds.
    """
    with ExitStack() as stack:
        held = stack.enter_context(workspace.open(is_current=False))
        application = stack.enter_context(open_application(workspace.application))
        warehouse = stack.enter_context(held.session())
        rules = RulesInUse(workspace)
        application.jobs.take_back(micros_of(now()))
        holding = replace(workspace, held=held)
        yield Keeper(holding, warehouse, application, inbox, rules, now=now, meters=meters, clock=clock, effort=effort)


class Keeper:
    """What keeps a workspace that is open; see `keeping`."""

    def __init__(
        self,
        workspace: Workspace,
        warehouse: Warehouse,
        application: Application,
        inbox: Inbox,
        rules: RulesInUse,
        *,
        now: Callable[[], datetime],
        meters: Meters,
        clock: Callable[[], float],
        effort: Callable[[], float],
    ) -> None:
        self.workspace, self._warehouse, self._application = workspace, warehouse, application
        self._inbox, self._rules, self._now, self._meters = inbox, rules, now, meters
        self._threads = Threads(warehouse.engine)
        self._jobs = Worker(
            workspace, application.jobs, now=now, meters=meters, kinds=_AT_ONCE, within=self._threads_for
        )
        self._plans = Plans()
        self._near = Neighbourhood(warehouse, self._plans)
        self._read: tuple[Sequence[Version], Published] | None = None
        self._unscored: tuple[Issue, ...] = ()
        # When the messages came whose scores are not kept yet.
        self._received_at: deque[int] = deque(maxlen=_MOST_TIMED)
        # Of the last message that was drained; None where it is to be looked up.
        self._upto: int | None = None
        # Whether something may have touched records since they were computed: nobody but this thread does.
        self._may_be_touched = True
        self._time = TimePasses(clock)
        self._clock, self._effort = clock, effort
        self._gives_way, self._worked, self._is_flowing = 0.0, 0.0, False
        self._is_behind, self._has_drained = False, False
        self._did_at = -_AT_WORK

    @property
    def gives_way(self) -> float:
        """For how many seconds, after the last step, the machine is left to those who send."""
        return self._gives_way

    def gathers(self, *, beside_people: bool) -> float:
        """For how many seconds, after the last step, messages are left to gather, unless somebody waits for a job; for
        longer where people are looking at pages."""
        times, waited = _BESIDE_PEOPLE if beside_people else _ALONE
        return max(0.0, min(times * self._worked, waited - 2 * self._worked)) if self._is_flowing else 0.0

    @property
    def warnings(self) -> Mapping[str, Sequence[str]]:
        """By part, what is amiss although the keeper works; nothing where all is well."""
        return warnings_of(self._unscored, self._rules.issues, self._jobs.failing)

    def step(self, *, beside_people: bool = False) -> bool:
        """A job, a batch of messages with the scores that they touch, and what time moved: what there is of it. False
        where there was nothing to do. Where one step comes after the other and people look at pages, the engine is left
        to these.

        Each is done also where another one fails; the first error is raised in the end, or the gravest.
        """
        did, faults = False, list[Exception]()
        began, worked_before = self._clock(), self._effort()
        self._threads.share(with_people=beside_people and began < self._did_at + _AT_WORK)
        self._is_behind, self._has_drained = False, False
        for piece in (self._do_job, self._drain, self._move_by_time):
            try:
                did |= piece()
            except Exception as error:  # noqa: BLE001 - raised below.
                faults.append(error)
                self._may_be_touched = True
        ended = self._clock()
        if did:
            self._did_at = ended
        took, self._worked = ended - began, self._effort() - worked_before
        self._gives_way = min(_LONGEST, _TIMES * took) if self._is_behind else 0.0
        self._is_flowing = self._has_drained and not self._is_behind and self._inbox.depth() < MOST
        if faults:
            raise next((fault for fault in faults if isinstance(fault, TakenOver)), faults[0])
        return did

    def _at(self) -> int:
        return micros_of(self._now())

    def _threads_for(self, job: Job) -> AbstractContextManager[None]:
        return self._threads.spared() if job.kind in THOROUGH else nullcontext()

    def _do_job(self) -> bool:
        job = self._jobs.do_one()
        if job is not None and (self._unscored or job.kind == Import.kind):
            # It may have changed whether scores can be computed, which shows when time moves them.
            self._time.hurry()
        self._may_be_touched |= job is not None
        return job is not None

    def _drain(self) -> bool:
        upto, self._upto = self._upto, None
        if upto is None:
            upto = follow(self._warehouse, self._inbox)
        rules, waited = self._rules.current(), self._inbox.depth()
        drained = drain(self.workspace, self._warehouse, self._inbox, rules, after=upto, at=self._at(), most=MOST)
        self._upto = drained.upto
        # Counted before anything else can fail: they are in the warehouse, and will not be seen again.
        self._meters.messages_drained.inc(drained.messages)
        self._received_at += drained.received_at
        self._tell_unreadable(drained)
        if drained.upto:
            self._inbox.done(drained.upto)
        self._has_drained = bool(drained.received_at)
        self._may_be_touched |= self._has_drained
        rescored = self._rescore()
        self._tell_lag()
        # More came meanwhile than was taken in: it would fall behind in any case.
        self._is_behind = len(drained.received_at) == MOST and waited <= self._inbox.depth() < _MOST_LEFT
        return self._has_drained or rescored > 0

    def _tell_lag(self) -> None:
        now = self._at()
        for received_at in () if self._unscored else self._received_at:
            self._meters.drain_lag.observe(max(0, now - received_at) / _SECOND)
        self._received_at.clear()

    def _tell_unreadable(self, drained: Drained) -> None:
        listed = sorted(drained.unreadable.items(), key=lambda item: -item[1])
        for (of, name), count in listed[:_MOST_TOLD]:
            _LOG.warning("Values of %s of %s that could not be kept, and count as unknown: %d.", name[:100], of, count)
        if len(listed) > _MOST_TOLD:
            _LOG.warning("So it is with %d more properties.", len(listed) - _MOST_TOLD)

    def _rescore(self) -> int:
        """Computes what was touched; gives how many records."""
        if not self._may_be_touched:
            return 0
        published = self._published()
        if not published.scores:
            self._unscored = ()
            with self._warehouse.transaction():
                forget_touched(self._warehouse)
            self._may_be_touched = False
            return 0
        rescored = self._measured(
            lambda: rescore_touched(self._warehouse, published, as_of=self._at(), plans=self._plans, near=self._near)
        )
        # What could not be computed is still noted.
        self._may_be_touched = bool(self._unscored)
        return rescored.records

    def _move_by_time(self) -> bool:
        now = self._at()
        is_turn = self._time.is_turn(now)
        if not is_turn and not self._time.is_under_way:
            return False
        if is_turn:
            self._jobs.forget()
        published = self._published()
        if not published.scores:
            return False

        def prepare() -> Rescoring:
            return Rescoring.prepare(self._warehouse, published, now, self._plans, self._near)

        rescored = self._measured(lambda: self._time.step(now, prepare), is_proof=True)
        return self._time.is_under_way or sum(rescored.changed.values()) > 0

    def _measured(self, rescore: Callable[[], RescoredSome], *, is_proof: bool = False) -> RescoredSome:
        """Runs it. `is_proof`: it held the definitions against the data, also where there was nothing to compute."""
        began = self._clock()
        try:
            rescored = rescore()
        except DefinitionError as error:
            self._unscored = error.issues
            return RescoredSome()
        if rescored.records or is_proof:
            self._unscored = ()
        if rescored.records:
            self._meters.rescored_records.inc(rescored.records)
            self._meters.rescore_seconds.observe(self._clock() - began)
        return rescored

    def _published(self) -> Published:
        """What is published, read anew only where something was."""
        versions = self._application.published()
        if self._read is None or self._read[0] != versions:
            self._read = (versions, read_published(self._application))
        return self._read[1]
