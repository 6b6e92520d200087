"""What the serving process lends to those who answer people's requests: the workspace, and the keeper's hands."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from tamis.operations.access import Actor
from tamis.operations.meters import Meters
from tamis.operations.workspace import Workspace
from tamis.server.arrivals import Arrivals
from tamis.server.health import Health
from tamis.server.reach import Reach
from tamis.store.inbox import Inbox

Result = TypeVar("Result")

# In seconds: from one look at a job to the next.
_LOOK = 0.02
# A keeper may be killed while it does a job; one that kills every keeper is given up.
_ATTEMPTS = 5


class NotReady(Exception):
    """The workspace is not open: at the start, at the end, or while another process has it."""


@dataclass(frozen=True)
class Lent:
    """The parts of the process that others work with, too."""

    inbox: Inbox
    health: Health
    meters: Meters
    arrivals: Arrivals


@dataclass(frozen=True)
class Desk:
    """One for the process. `held`: the workspace whose warehouse the keeper holds, None while it is not open."""

    place: Workspace
    """The workspace by its files: its application database is there also while the warehouse is not open."""
    held: Callable[[], Workspace | None]
    wake: Callable[[], None]
    now: Callable[[], datetime]
    lent: Lent
    reach: Reach
    is_ending: Callable[[], bool] = lambda: False
    """Whether the process was asked to end: nobody is waited for any more."""

    @property
    def workspace(self) -> Workspace:
        """The workspace, whose `opened` gives sessions of the warehouse. Raises NotReady."""
        found = self.held()
        if found is None:
            raise NotReady
        return found

    def submit(self, verb: Any, by: Actor) -> int:
        """Has the keeper do a verb that somebody asks for; gives the number of the job."""
        from tamis.operations.handing_over.wire import encode_verb
        from tamis.operations.rescore import micros_of
        from tamis.store.application import open_application

        with open_application(self.place.application) as application:
            id = application.jobs.add(
                verb.kind, encode_verb(verb, by=by), micros_of(self.now()), most_attempts=_ATTEMPTS
            )
        self.wake()
        return id

    def result(self, verb: Any, id: int, *, within: float) -> Any | None:
        """What the job of a verb gave, as soon as it has ended; None where that is not within so many seconds, or the
        process is to end: the next one does the job.

        Raises the error that the verb raised; UsageError for a job that was given up or is gone.
        """
        from tamis.errors import UsageError
        from tamis.operations.handing_over.wire import read_answer
        from tamis.store.application import open_application

        end = time.monotonic() + within
        with open_application(self.place.application) as application:
            while True:
                job = application.jobs.get(id)
                if job is None:
                    raise UsageError("This work is not known any more; its answer was kept for an hour.")
                if job.state in ("done", "failed"):
                    break
                if time.monotonic() >= end or self.is_ending():
                    return None
                time.sleep(_LOOK)
        if job.result is None:
            raise UsageError(f"The server could not do this. {job.reason}")
        answer, _ = read_answer(job.result, verb, self.place)
        return answer

    def do(self, verb: Any, by: Actor, *, within: float = 30.0) -> Any | None:
        """Submits a verb and waits for what it gives; see `result`."""
        return self.result(verb, self.submit(verb, by), within=within)
