"""What a keeper that works cannot do all the same: in sentences for whoever runs it, who may not see the workspace."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from tamis.errors import Issue
from tamis.store.application import Job

SCORES, MACHINES, JOBS = "scores", "machine rules", "jobs"
PARTS = (SCORES, MACHINES, JOBS)
_MOST = 5
_LONGEST = 500
_ADDRESS = re.compile(r"[^\s\"'<>]+@[^\s\"'<>]+")


def warnings_of(
    unscored: Sequence[Issue], rules: Sequence[Issue], failing: Sequence[Job]
) -> Mapping[str, tuple[str, ...]]:
    """By part, nothing where all is well: why scores cannot be computed, why the file of rules about machines is not
    used, and jobs that fail."""
    return {
        SCORES: _some([f"Scores are not computed, and stay as they are: {_told(issue)}" for issue in unscored]),
        MACHINES: _some([f"The rules as they were before are in use: {_told(issue)}" for issue in rules]),
        JOBS: _some([_failing(job) for job in failing]),
    }


def without_addresses(text: str) -> str:
    """A text of bounded length for everyone to see.

    >>> without_addresses('There is no contact "ada@example.com".')
    'There is no contact "…".'
    """
    return _ADDRESS.sub("…", text)[:_LONGEST]


def _told(issue: Issue) -> str:
    place = ":".join([Path(issue.file).name, *([str(issue.line)] if issue.line else [])])
    hint = f" (hint: {issue.hint})" if issue.hint else ""
    return without_addresses(f"{place}: {issue.message}{hint}")


def _failing(job: Job) -> str:
    # Not the reason, which may name files.
    if job.state == "failed":
        return f"Job {job.id} ({job.kind}) was given up after {job.attempts} attempts; tamis jobs --failed says why."
    attempt = f"attempt {job.attempts} of {job.most_attempts}"
    return f"Job {job.id} ({job.kind}) fails, and is tried again ({attempt}); tamis jobs says why."


def _some(sentences: Sequence[str]) -> tuple[str, ...]:
    more = len(sentences) - _MOST
    return (*sentences[:_MOST], f"So it is with {more} more.") if more > 0 else tuple(sentences)
