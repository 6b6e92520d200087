"""The thread of the keeper, which alone writes the warehouse: one step after the other, until it is told to stop."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from tamis.errors import InUse
from tamis.operations.lacking import lacking_in
from tamis.operations.meters import Meters
from tamis.operations.workspace import Workspace
from tamis.server.faults import place_of
from tamis.server.health import Health
from tamis.server.priority import go_second
from tamis.store.inbox import TakenOver

_LOG = logging.getLogger("tamis.keeper")
_PART = "keeper"
# In seconds: how long it waits unwoken where there is nothing to do (time alone moves scores too), and how long after
# a failure, at first and at most.
# Nor does another process wake it that puts messages in: on PostgreSQL, NOTIFY takes a lock that all databases of the
# server share, at each commit, and LISTEN a session of its own, which what pools connections may not give.
_IDLE, _FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 0.5, 30.0
# In seconds: how often it looks whether those that it gives way to still send.
_LOOK = 0.1


class Steps(Protocol):
    """What the thread calls; `tamis.operations.keeper.Keeper` is one."""

    def step(self, *, beside_people: bool) -> bool:
        """Does one piece of work, where people look at pages with less of the machine; False where there was nothing
        to do."""
        ...

    @property
    def gives_way(self) -> float:
        """For how many seconds, after this step, it leaves the machine to those who send, as long as they do."""
        ...

    def gathers(self, *, beside_people: bool) -> float:
        """For how many seconds, after this step, it lets messages gather, unless somebody calls; for longer where
        people look at pages."""
        ...

    @property
    def workspace(self) -> Workspace:
        """The workspace, with its warehouse held."""
        ...

    @property
    def warnings(self) -> Mapping[str, Sequence[str]]:
        """By part, what is amiss although it works."""
        ...


class Keeping:
    """A thread that opens a keeper, has it work, and closes it."""

    def __init__(
        self,
        keeping: Callable[[], AbstractContextManager[Steps]],
        *,
        health: Health,
        meters: Meters,
        give_up: Callable[[Exception], None],
        make_room: Callable[[], None] = lambda: None,
        before_closing: Callable[[], None] = lambda: None,
        are_people_there: Callable[[], bool] = lambda: False,
    ) -> None:
        """`give_up` is told what kept the keeper from being opened at all, or keeps it from ever going on; what is
        merely in use is waited for. `make_room` ends the process, for another to open what this one cannot use any
        more. `before_closing` returns when others have let go of the workspace. While `are_people_there`, they go
        first."""
        self._keeping, self._health, self._meters, self._give_up = keeping, health, meters, give_up
        self._make_room, self._before_closing, self._are_people_there = make_room, before_closing, are_people_there
        self._woken, self._called, self._stopping = threading.Event(), threading.Event(), threading.Event()
        self._pause = _FIRST_PAUSE
        self._workspace: Workspace | None = None
        self._thread = threading.Thread(target=self._run, name="keeper")

    @property
    def workspace(self) -> Workspace | None:
        """The workspace, with its warehouse held; None while it is not open. Any thread may read it."""
        return self._workspace

    def start(self) -> None:
        """Begins, in a thread of its own."""
        self._health.hinder(_PART, "The workspace is being opened.")
        self._thread.start()

    def wake(self) -> None:
        """Messages have come."""
        self._woken.set()

    def call(self) -> None:
        """Somebody waits for a job."""
        self._called.set()
        self._woken.set()

    def stop(self) -> None:
        """Has it end after the step that it is in; see `join`."""
        self._stopping.set()
        self.call()

    def join(self) -> None:
        """Returns when it has ended."""
        self._thread.join()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                with self._keeping() as keeper:
                    self._health.mend(_PART)
                    self._workspace = keeper.workspace
                    # Only now: the engine's threads, which it starts in opening, compute for pages as well.
                    go_second()
                    try:
                        self._work(keeper)
                    finally:
                        self._workspace = None
                        self._before_closing()
            except InUse:
                self._wait_for_others()
            except Exception as error:  # noqa: BLE001 - whatever it is, the process must end with a sentence.
                self._health.hinder(_PART, "The workspace could not be opened.")
                self._give_up(error)
                return

    def _work(self, keeper: Steps) -> None:
        while not self._stopping.is_set():
            self._woken.clear()
            self._called.clear()
            if not self._stepped(keeper) and not self._stopping.is_set():
                self._woken.wait(_IDLE)
            self._give_way(keeper.gives_way)
            self._called.wait(keeper.gathers(beside_people=self._are_people_there()))

    def _give_way(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while self._woken.is_set() and time.monotonic() < until:
            self._woken.clear()
            if self._called.wait(_LOOK):
                return

    def _stepped(self, keeper: Steps) -> bool:
        try:
            is_more = self._step(keeper)
        except TakenOver as error:
            self._health.hinder(_PART, "Another process has taken its place.")
            self._give_up(error)
            self._stopping.set()
            return False
        except Exception as error:  # noqa: BLE001 - the next step may be well, and nobody else would do it.
            self._tell(error)
            self._make_room_where_lost(error)
            self._rest()
            return True
        self._pause = _FIRST_PAUSE
        self._health.mend(_PART)
        return is_more

    def _step(self, keeper: Steps) -> bool:
        try:
            return keeper.step(beside_people=self._are_people_there())
        finally:
            for part, sentences in keeper.warnings.items():
                self._meters.warnings.labels(part).set(len(sentences))
                for sentence in self._health.warn(part, sentences):
                    _LOG.warning("%s", sentence)

    def _tell(self, error: Exception) -> None:
        self._meters.keeper_failures.inc()
        lacking = lacking_in(error)
        _LOG.error("A step failed: %s%s", place_of(error), f". {lacking}" if lacking else "")
        reason = f"The last step failed ({type(error).__name__}); it is tried again."
        self._health.hinder(_PART, f"{reason} {lacking}".rstrip())

    def _make_room_where_lost(self, error: Exception) -> None:
        """By what the engine got wrong, and another process may not; not by a full disk, on which none could begin."""
        from tamis.engine.faults import is_lost

        if is_lost(error) and not lacking_in(error):
            _LOG.error("The warehouse is of no use to this process any more; it ends, and another takes its place.")
            self._make_room()

    def _wait_for_others(self) -> None:
        if self._pause == _FIRST_PAUSE:
            _LOG.warning("Another process has the workspace open; it is waited for, and what comes is stored.")
        self._health.hinder(_PART, "Another process has the workspace open.")
        self._rest()

    def _rest(self) -> None:
        self._stopping.wait(self._pause)
        self._pause = min(self._pause * 2, _LONGEST_PAUSE)
