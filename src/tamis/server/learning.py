"""The threads of the learners, beside the keeper's: one trains models in the workspace that the keeper holds, the other
one asks them."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from typing import Protocol

from tamis.operations.lacking import lacking_in
from tamis.operations.workspace import Workspace
from tamis.server.faults import place_of
from tamis.server.health import Health
from tamis.server.priority import go_second

_LOG = logging.getLogger("tamis.learner")
# In seconds: how long it waits unwoken where there is nothing to do, and how long after a failure.
_IDLE, _PAUSE = 0.5, 10.0
# How often what is being read is broken off, until it ends.
_AGAIN = 0.2


class Learns(Protocol):
    """What the thread calls; `tamis.operations.models.learner.Learner` is one."""

    def step(self) -> bool:
        """Does one piece of work; False where there was nothing to do."""
        ...

    def interrupt(self) -> None:
        """Breaks off what is being read, from another thread."""
        ...


class Learning:
    """A thread that has a learner work as long as the workspace is held. Whoever closes that first calls `leave`."""

    def __init__(
        self,
        held: Callable[[], Workspace | None],
        learning: Callable[[Workspace, Callable[[], bool]], AbstractContextManager[Learns]],
        part: str,
        *,
        health: Health,
    ) -> None:
        """`held`: the workspace, None while it is not open. `learning` is told how to ask whether it shall end; `part`
        is what the thread and its warnings are called."""
        self._held, self._learning, self._part, self._health = held, learning, part, health
        self._woken, self._stopping, self._left = threading.Event(), threading.Event(), threading.Event()
        self._learner: Learns | None = None
        self._thread = threading.Thread(target=self._run, name=part)

    def start(self) -> None:
        """Begins, in a thread of its own."""
        self._thread.start()

    def wake(self) -> None:
        """There may be something to do."""
        self._woken.set()

    def stop(self) -> None:
        """Has it end as soon as it can; see `join`."""
        self._stopping.set()
        self._woken.set()

    def join(self) -> None:
        """Returns when it has ended."""
        self.leave()
        self._thread.join()

    def leave(self) -> None:
        """Returns when it has let go of a workspace that is not held any more, or of any where it is to stop. What it
        was doing is done again by the next server."""
        while (learner := self._learner) is not None:
            learner.interrupt()
            self._left.wait(_AGAIN)

    def _run(self) -> None:
        go_second()
        while not self._stopping.is_set():
            workspace = self._held()
            if workspace is None:
                self._wait(_IDLE)
            elif not self._is_well(workspace):
                self._wait(_PAUSE)

    def _is_well(self, workspace: Workspace) -> bool:
        """Learns until the workspace is let go of; False where that failed."""
        self._left.clear()
        try:
            with self._learning(workspace, partial(self._is_over, workspace)) as learner:
                self._learner = learner
                self._work(learner, workspace)
        except Exception as error:  # noqa: BLE001 - scores are kept all the same, and the next attempt may be well.
            self._tell(error, workspace)
            return False
        else:
            return True
        finally:
            self._learner = None
            self._left.set()

    def _work(self, learner: Learns, workspace: Workspace) -> None:
        while not self._is_over(workspace):
            self._woken.clear()
            is_more = learner.step()
            self._health.warn(self._part, ())
            if not is_more and not self._stopping.is_set():
                self._woken.wait(_IDLE)

    def _is_over(self, workspace: Workspace) -> bool:
        return self._stopping.is_set() or self._held() is not workspace

    def _tell(self, error: Exception, workspace: Workspace) -> None:
        if self._is_over(workspace):
            return
        lacking = lacking_in(error)
        _LOG.error("Learning failed: %s%s", place_of(error), f". {lacking}" if lacking else "")
        self._health.warn(self._part, (f"Models could not be seen to ({type(error).__name__}); it is tried again.",))

    def _wait(self, seconds: float) -> None:
        self._woken.wait(seconds)
        self._woken.clear()
