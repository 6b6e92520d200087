"""When time moves scores, for whoever keeps a workspace, and how far it has come."""

from __future__ import annotations

from collections.abc import Callable

from tamis.errors import DefinitionError
from tamis.operations.rescore_by_time import Pass, begin_pass, do_piece, end_pass, whole_pass
from tamis.operations.rescoring import RescoredSome, Rescoring

_SECOND = 1_000_000
# How often time may move scores at most, and which part of the time may go into what fades: 1 %.
_TURN, _SHARE = 60 * _SECOND, 100


class TimePasses:
    """What is at an end, such as a window, moves scores every minute. What fades does so in passes of many pieces, of
    which one is done at a time. `clock` measures how long things take, in seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        # Until when time has moved scores, and from when on what fades may do so again.
        self._moved_at, self._fade_from = 0, 0
        self._fading: Pass | None = None
        self._spent = 0.0

    def is_turn(self, now: int) -> bool:
        """Whether a minute has gone by, or the clock was set back, and what was seen may be in the future now."""
        return self._is_back(now) or now >= self._moved_at + _TURN

    @property
    def is_under_way(self) -> bool:
        """Whether a pass has pieces left."""
        return self._fading is not None

    def hurry(self) -> None:
        """Lets the next step be a turn, whenever the last was."""
        self._moved_at = 0

    def step(self, now: int, prepare: Callable[[], Rescoring]) -> RescoredSome:
        """What is due at an instant (microseconds since the epoch, UTC), if anything is.

        Raises DefinitionError where the data no longer bears out a definition: in the next turn, all is tried again.
        """
        is_turn, is_back = self.is_turn(now), self._is_back(now)
        if is_turn:
            self._moved_at = now
        elif self._fading is None:
            return RescoredSome()
        began = self._clock()
        try:
            rescoring = prepare()
        except DefinitionError:
            self._fading = None
            raise
        done = RescoredSome()
        if is_back or (is_turn and self._fading is None and now >= self._fade_from):
            self._fading, self._spent = begin_pass(rescoring, fading=True), 0.0
        elif is_turn:
            done = whole_pass(rescoring, fading=False)
        if self._fading is not None:
            done += self._go_on(rescoring, self._fading, began)
        return done

    def _is_back(self, now: int) -> bool:
        return now < self._moved_at

    def _go_on(self, rescoring: Rescoring, fading: Pass, began: float) -> RescoredSome:
        done = do_piece(rescoring, fading) if fading.pieces else RescoredSome()
        self._spent += self._clock() - began
        if not fading.pieces:
            end_pass(rescoring, fading)
            self._fading = None
            self._fade_from = fading.began_at + max(_TURN, _SHARE * int(self._spent * _SECOND))
        return done
