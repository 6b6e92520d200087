"""What a command does with the warehouse, as a value: done here, or handed to the process that holds the warehouse."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import IO, ClassVar, Protocol, TypeVar

from tamis.operations.access import COMMAND_LINE, Actor
from tamis.operations.workspace import Workspace
from tamis.progress import Progress

Result = TypeVar("Result", covariant=True)


@dataclass(frozen=True)
class Place:
    """Where a verb is done: on which workspace, by which clock, and who hears of it.

    `out` takes what goes to standard output. `is_again`: an attempt at the same was broken off, and may have done it.
    `by`: who asked for it. `job`: the number by which the list of jobs has it, if it is one.
    """

    workspace: Workspace
    now: Callable[[], datetime]
    progress: Progress
    out: IO[bytes]
    is_again: bool = False
    by: Actor = COMMAND_LINE
    job: int | None = None


class Verb(Protocol[Result]):
    """Something to do: a frozen dataclass of its arguments.

    `of`: the module in which the names of `do`'s annotations are found. Operations are imported when they run, so that
    commands start quickly.
    """

    kind: ClassVar[str]
    of: ClassVar[str]

    def do(self, place: Place) -> Result:
        """Does it. Raises what the operation raises."""
