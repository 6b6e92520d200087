"""The progress of a job as the text that is kept with it, and shown again in the process that waits for it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass

from tamis.progress import Progress
from tamis.store.application import Job

_SECONDS = 0.5


class Withdrawn(Exception):
    """The job is no longer this process's: it was stopped, or another one does it."""


@dataclass(frozen=True)
class Told:
    """All steps so far, each with its total, and how much of the last is done."""

    steps: tuple[tuple[str, int | None], ...] = ()
    done: int = 0

    def as_text(self) -> str:
        """As it is kept."""
        return json.dumps({"steps": self.steps, "done": self.done}, ensure_ascii=False)


def read_told(progress: str) -> Told:
    """What a job's progress tells; nothing where it is none of ours."""
    try:
        raw = json.loads(progress)
        return Told(tuple((str(sentence), total) for sentence, total in raw["steps"]), int(raw["done"]))
    except (ValueError, TypeError, KeyError):
        return Told()


def told_in_words(progress: str) -> str:
    """A job's progress for people, in a few words.

    >>> told_in_words('{"steps": [["Reading events", 200]], "done": 50}')
    'Reading events: 25%'
    >>> told_in_words("half way")
    'half way'
    """
    told = read_told(progress)
    if not told.steps:
        return progress
    sentence, total = told.steps[-1]
    return f"{sentence}: {min(100, 100 * told.done // total)}%" if total else sentence


class JobProgress:
    """Keeps what is reported with the job: steps at once, what they come to at most twice a second.

    `beat` keeps the text, and says whether the job is still ours: if not, Withdrawn is raised into the work.
    """

    def __init__(self, beat: Callable[[str], bool], clock: Callable[[], float] = time.monotonic) -> None:
        self._beat, self._clock = beat, clock
        self._told, self._told_at = Told(), clock()

    def step(self, sentence: str, total: int | None = None) -> None:
        """Begins a step."""
        self._told = Told((*self._told.steps, (sentence, total)))
        self._tell()

    def advance(self, amount: int = 1) -> None:
        """Tells that so much more is done."""
        self._told = Told(self._told.steps, self._told.done + amount)
        if self._clock() - self._told_at >= _SECONDS:
            self._tell()

    def _tell(self) -> None:
        self._told_at = self._clock()
        if not self._beat(self._told.as_text()):
            raise Withdrawn


class Replay:
    """Reports what a job tells, each step and each advance once, as if the work were done here."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._attempts, self._shown, self._is_reason_told = 0, Told(), False

    def show(self, job: Job) -> None:
        """Reports what is new."""
        if job.attempts != self._attempts:
            self._attempts, self._shown, self._is_reason_told = job.attempts, Told(), False
        if job.state == "waiting" and job.reason and not self._is_reason_told:
            self._progress.step(f"The server could not do it yet, and will try again. {job.reason}")
            self._is_reason_told = True
        told = read_told(job.progress)
        new = told.steps[len(self._shown.steps) :]
        for sentence, total in new:
            self._progress.step(sentence, total)
        before = 0 if new else self._shown.done
        if told.done > before:
            self._progress.advance(told.done - before)
        self._shown = told
