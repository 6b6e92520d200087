"""Does the jobs that commands hand over, in the process that holds the warehouse."""

from __future__ import annotations

import logging
import os
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO

import duckdb

from tamis.definitions.language import told_in
from tamis.errors import DefinitionError, TamisError
from tamis.operations.handing_over.following import JobProgress, Withdrawn
from tamis.operations.handing_over.noting import noted
from tamis.operations.handing_over.wire import asked_by, asked_in, decode_verb, encode_failure, encode_result, is_again
from tamis.operations.lacking import PASSING, lacking_in
from tamis.operations.verbs import VERBS, Place
from tamis.operations.warned import without_addresses
from tamis.operations.workspace import Workspace
from tamis.progress import Progress
from tamis.store.application import Job

__all__ = ["KINDS", "Ended", "JobProgress", "run_job"]

KINDS = frozenset(VERBS)
"""The kinds of jobs that `run_job` does."""

_ASIDE = ".answer-"
_KEPT = timedelta(days=1)
_log = logging.getLogger("tamis.jobs")


@dataclass(frozen=True)
class Ended:
    """How an attempt ended: the answer for the command that waits, a result or an error, and of an error the reason,
    for everyone to see. `is_tried_again`: nothing is wrong with what was asked, so that it may do later."""

    answer: bytes
    reason: str = ""
    is_tried_again: bool = False


def run_job(workspace: Workspace, job: Job, *, now: Callable[[], datetime], progress: Progress) -> Ended:
    """Does a job.

    `workspace` holds the warehouse open. `progress` is a JobProgress: where the job was withdrawn, it stops the work
    at its next report, and the answer is empty: nobody waits for it. So it is where what is read is broken off.
    """
    _clear_unread(workspace, now())
    file = workspace.folder / f"{_ASIDE}{job.id}"
    try:
        verb = decode_verb(job.kind, job.arguments)
        may_be_done = job.attempts > 1 or is_again(job.arguments)
        by = asked_by(job.arguments)
        noting = noted(workspace, verb, by, now)
        with told_in(asked_in(job.arguments)), noting, _aside(file) as out:
            result = verb.do(Place(workspace, now, progress, out, is_again=may_be_done, by=by, job=job.id))
        return Ended(encode_result(result, workspace, written=file.name if file.exists() else ""))
    except (Withdrawn, duckdb.InterruptException):
        return Ended(b"")
    except Exception as error:  # noqa: BLE001 - raised again by the command that asked for it
        if not isinstance(error, TamisError | OSError):
            _log.error("Job %d (%s) failed unexpectedly: %s", job.id, job.kind, _whereabouts(error))
        return _failed(error, workspace)


def _failed(error: Exception, workspace: Workspace) -> Ended:
    lacking = lacking_in(error)
    is_foreseen = isinstance(error, TamisError | OSError)
    is_tried_again = not is_foreseen or lacking in PASSING
    reason = _said(error) if is_foreseen else f"It failed unexpectedly ({type(error).__name__}). {lacking}".rstrip()
    return Ended(encode_failure(error, workspace), without_addresses(reason), is_tried_again)


def _said(error: Exception) -> str:
    match error:
        case DefinitionError() if error.issues:
            more = f" (and {len(error.issues) - 1} more)" if error.issues[1:] else ""
            return f"{error.issues[0].file}: {error.issues[0].message}{more}"
        case OSError() if error.strerror:
            return f"{error.filename}: {error.strerror}." if error.filename else f"{error.strerror}."
    # Without the hint.
    return str(error).partition("\n")[0] or type(error).__name__


@contextmanager
def _aside(file: Path) -> Iterator[IO[bytes]]:
    """A file for what goes to standard output, readable for its owner only; gone where that is nothing, or half."""
    file.unlink(missing_ok=True)
    is_whole = False
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            yield out
        is_whole = file.stat().st_size > 0
    finally:
        if not is_whole:
            file.unlink(missing_ok=True)


def _clear_unread(workspace: Workspace, now: datetime) -> None:
    """Deletes what was written for commands that were killed before they read it."""
    for file in workspace.folder.glob(f"{_ASIDE}*"):
        if file.stat().st_mtime < (now - _KEPT).timestamp():
            file.unlink(missing_ok=True)


def _whereabouts(error: Exception) -> str:
    """The kind of an error and where it was raised; not its text, which may quote a contact's data."""
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    return " < ".join([type(error).__name__, *(f"{frame.name}:{frame.lineno}" for frame in reversed(frames))])
