"""A goal file to a goal: every mistake is told, and nothing is raised."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tamis.definitions.goal.goal import Goal
from tamis.definitions.reading import File, read_as
from tamis.definitions.source import Source
from tamis.errors import Issue

_BEGIN = "write a goal: outcome: {event: demo_requested} is enough"


@dataclass(frozen=True)
class WrittenGoal:
    """A goal and where it was written, or the mistakes in its file."""

    goal: Goal | None
    source: Source | None
    issues: tuple[Issue, ...]


def read_goal(file: File) -> WrittenGoal:
    """The goal of a file, given by its path or by its name and text."""
    read, issues = read_as(Goal, file, "A file holds one goal, as a mapping of keys.")
    told = tuple(replace(issue, hint=_BEGIN) if issue.code == "empty-file" else issue for issue in issues)
    return WrittenGoal(read[0] if read else None, read[1] if read else None, told)
