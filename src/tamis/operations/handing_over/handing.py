"""Hands a verb to the server as a job, and waits for the answer."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from tamis.errors import TamisError, UsageError
from tamis.operations.handing_over.following import Replay
from tamis.operations.handing_over.patience import Patience, Wait
from tamis.operations.handing_over.performing import Unserved
from tamis.operations.handing_over.wire import encode_verb, read_answer
from tamis.operations.rescore import micros_of
from tamis.operations.serving import is_served
from tamis.operations.verbs import READING, Place, Verb
from tamis.store.application import Job, Jobs, open_application

Result = TypeVar("Result")

# A server may be killed while it does a job; one that kills every server is given up.
_ATTEMPTS = 5
#: Why a job was withdrawn, in the sentence that it keeps.
STOPPED = "Whoever asked for it stopped it."
UNSERVED = "The server ended, and whoever asked for it went on without."


def hand_over(verb: Verb[Result], place: Place, patience: Patience) -> Result:
    """The result of the verb, done by the server. Raises its error, or Unserved where there is no server any more.

    Where this is interrupted, the server stops the job as soon as it can.
    """
    with open_application(place.workspace.application) as application:
        jobs = application.jobs
        arguments = encode_verb(verb, is_again=place.is_again)
        id = jobs.add(verb.kind, arguments, micros_of(place.now()), most_attempts=_ATTEMPTS)
        try:
            job = _follow(jobs, id, place, patience)
        except BaseException:
            _stop(jobs, id, place)
            raise
        if verb.kind in READING and job.state == "done":
            # It may tell of a person, who is erased a moment later.
            with suppress(TamisError):
                jobs.forget_answer(id)
    if job.result is None:
        raise UsageError(f"The server could not do this. {job.reason}")
    result, written = read_answer(job.result, verb, place.workspace)
    if written:
        _pass_on(place.workspace.folder / written, place)
    return result


def _follow(jobs: Jobs, id: int, place: Place, patience: Patience) -> Job:
    """The job when it is done, or has failed for good; its progress is shown meanwhile."""
    replay = Replay(place.progress)
    waiting = Wait(patience, place.progress, "Waiting for the server")
    unserved = Wait(patience, place.progress, "Waiting for the server to be back")
    while True:
        # Looked at first: a server that has ended cannot do the job after that.
        has_server = is_served(place.workspace)
        job = _existing(jobs.get(id))
        replay.show(job)
        if job.state in ("done", "failed"):
            return job
        if has_server:
            unserved.over()
            waiting.pause(is_idle=job.state == "waiting")
        elif unserved.seconds < patience.gone:
            unserved.pause()
        elif jobs.withdraw(id, UNSERVED, micros_of(place.now()), attempts=job.attempts):
            raise Unserved(was_begun=job.attempts > 0)


def _pass_on(file: Path, place: Place) -> None:
    """What the server wrote aside goes where it was meant to go."""
    try:
        with file.open("rb") as stream:
            shutil.copyfileobj(stream, place.out)
        place.out.flush()
    finally:
        file.unlink(missing_ok=True)


def _stop(jobs: Jobs, id: int, place: Place) -> None:
    """Withdraws the job, unless it has ended."""
    # Whatever brought us here is what the person must hear of.
    with suppress(TamisError):
        job = jobs.get(id)
        while job is not None and job.state in ("waiting", "running"):
            jobs.withdraw(id, STOPPED, micros_of(place.now()), attempts=job.attempts)
            job = jobs.get(id)


def _existing(job: Job | None) -> Job:
    if job is None:
        raise UsageError("The job was deleted before it was done; run the command again.")
    return job
