"""How long work tells where it is: a bar on a terminal, plain lines elsewhere, nothing when asked to be quiet."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol, TextIO

if TYPE_CHECKING:
    import rich.progress


class Progress(Protocol):
    """What long work reports to. One step at a time; a new step ends the one before."""

    def step(self, sentence: str, total: int | None = None) -> None:
        """Begins a step, told as a sentence ("Reading events"); `total` in the step's own units, if known."""

    def advance(self, amount: int = 1) -> None:
        """Tells that `amount` more of the step's units are done."""


class NullProgress:
    """Says nothing."""

    def step(self, sentence: str, total: int | None = None) -> None:
        """Says nothing."""

    def advance(self, amount: int = 1) -> None:
        """Says nothing."""


class LineProgress:
    """A line a step, and another every few seconds while a step with a known total lasts: for logs."""

    seconds_between_lines = 5.0

    def __init__(self, stream: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream, self._clock = stream, clock
        self._sentence, self._total, self._done = "", 0, 0
        self._told_at = clock()

    def step(self, sentence: str, total: int | None = None) -> None:
        """Writes the sentence on a line of its own."""
        self._sentence, self._total, self._done = sentence, total or 0, 0
        self._write(sentence)

    def advance(self, amount: int = 1) -> None:
        """Writes the share done, at most once in `seconds_between_lines`."""
        self._done += amount
        if self._total and self._clock() - self._told_at >= self.seconds_between_lines:
            self._write(f"{self._sentence}: {min(100, 100 * self._done // self._total)}%")

    def _write(self, line: str) -> None:
        self._told_at = self._clock()
        print(line, file=self._stream, flush=True)


class BarProgress:
    """A rich bar with the time elapsed; the bar disappears when the work is done."""

    def __init__(self, bar: rich.progress.Progress) -> None:
        self._bar = bar
        self._task: rich.progress.TaskID | None = None

    def step(self, sentence: str, total: int | None = None) -> None:
        """Replaces the bar by one for the new step."""
        if self._task is not None:
            self._bar.remove_task(self._task)
        self._task = self._bar.add_task(sentence, total=total)

    def advance(self, amount: int = 1) -> None:
        """Moves the bar."""
        if self._task is not None:
            self._bar.advance(self._task, amount)


@contextmanager
def progress_on(stream: TextIO, *, quiet: bool = False) -> Iterator[Progress]:
    """The progress that suits `stream` (for commands, standard error), cleared away however the block ends."""
    if quiet:
        yield NullProgress()
    elif stream.isatty():
        with _rich_bar(stream) as bar:
            yield BarProgress(bar)
    else:
        yield LineProgress(stream)


def _rich_bar(stream: TextIO) -> rich.progress.Progress:
    # Imported only where there is a terminal to draw on: rich takes a tenth of a second to load.
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TimeElapsedColumn(),
        console=Console(file=stream),
        transient=True,
    )
