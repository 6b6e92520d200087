"""What the serving process does beside keeping leads scored: it trains models, asks them, and sees when that is due.

A training takes minutes, and neither live scores may wait for it nor whoever asks a model. So there are two of them:
one trains, the other one asks and sees to what is due; each has a thread and sessions of the warehouse of its own. What
computes is imported when there is a model: most days there is none.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import get_ident
from typing import TYPE_CHECKING

from tamis.errors import DefinitionError, TamisError
from tamis.operations.access import TAMIS
from tamis.operations.handing_over.wire import encode_verb
from tamis.operations.meters import Meters
from tamis.operations.models.left_over import put_right
from tamis.operations.models.scheduling import Due, due
from tamis.operations.rescore import micros_of
from tamis.operations.verbs import ASKING, TRAINING, PredictModels, TrainModel
from tamis.operations.working import Worker
from tamis.operations.workspace import Workspace
from tamis.store.application import Application, KeptModel, open_application

if TYPE_CHECKING:
    from tamis.predict.card.model_card import ModelCard

_LOG = logging.getLogger("tamis.learner")
_SECOND = 1_000_000
# How often it looks what is due and who has reached a goal; the latter takes a hundredth of the time at most.
_TURN, _SHARE, _LONGEST = 60 * _SECOND, 100, 3600 * _SECOND
_ATTEMPTS = 3
# What was due and has failed is begun again after so long.
_PATIENCE = {"train": 24 * 3600 * _SECOND, "predict": 3600 * _SECOND}


@contextmanager
def learning(
    workspace: Workspace,
    *,
    now: Callable[[], datetime],
    meters: Meters,
    is_ending: Callable[[], bool],
    trains: bool = False,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[Learner]:
    """Opens the application database of a workspace whose warehouse this process holds, and gives what trains there, or
    what does the rest."""
    with open_application(workspace.application) as application:
        yield Learner(workspace, application, now=now, meters=meters, is_ending=is_ending, trains=trains, clock=clock)


class Learner:
    """What learns in a workspace that is open; see `learning`. All its steps are done by the thread that made it."""

    def __init__(
        self,
        workspace: Workspace,
        application: Application,
        *,
        now: Callable[[], datetime],
        meters: Meters,
        is_ending: Callable[[], bool],
        trains: bool,
        clock: Callable[[], float],
    ) -> None:
        self._workspace, self._application, self._now, self._clock = workspace, application, now, clock
        self._worker = Worker(
            workspace,
            application.jobs,
            now=now,
            meters=meters,
            kinds=TRAINING if trains else ASKING,
            is_ending=is_ending,
        )
        self._trains, self._looked_at, self._clear_from = trains, 0, 0
        self._is_put_right = trains
        # When what was due was begun, by model and kind of work.
        self._begun: dict[tuple[str, str], int] = {}
        self._thread = get_ident()

    def step(self) -> bool:
        """A job, or a look at what is due; False where there was nothing to do. Raises what the table of jobs does."""
        if self._worker.do_one() is not None:
            return True
        at = micros_of(self._now())
        # Or the clock was set back.
        if self._trains or 0 <= at - self._looked_at < _TURN:
            return False
        self._looked_at = at
        if not self._is_put_right:
            put_right(self._workspace, self._application, at)
            self._is_put_right = True
        models = self._application.models.all()
        did = self._begin_what_is_due(models, at)
        return self._clear(models, at) or did

    def interrupt(self) -> None:
        """Breaks off what is being read, from another thread."""
        if self._workspace.held is not None:
            self._workspace.held.interrupt(self._thread)

    def _begin_what_is_due(self, models: list[KeptModel], at: int) -> bool:
        found = [each for each in due(models, self._cards(models), at) if self._is_rested(each, at)]
        for each in found:
            self._begun[each.key, each.what] = at
            self._begin(each, next(model for model in models if model.key == each.key), at)
        return bool(found)

    def _is_rested(self, found: Due, at: int) -> bool:
        """Whether it was not begun lately, nor has failed: else what fails would be begun again every minute, and what
        kills every process that does it by each that takes its place."""
        failed = self._application.jobs.failed_at(_job_key(found.what, found.key))
        begun = [self._begun.get((found.key, found.what)), failed]
        return not any(each is not None and each <= at < each + _PATIENCE[found.what] for each in begun)

    def _begin(self, found: Due, model: KeptModel, at: int) -> None:
        verb: TrainModel | PredictModels = PredictModels(model.key)
        if found.what == "train":
            kept = model.versions[0].kept if model.versions else ()
            verb = TrainModel(model.goal, model.key, f"models/{model.key}", kept=kept)
            _LOG.info("The model %s is trained anew, because of %s.", model.key, found.why)
        # Whoever asks for the same meanwhile gets this one.
        key = _job_key(found.what, model.key)
        self._application.jobs.add(verb.kind, encode_verb(verb, by=TAMIS), at, key=key, most_attempts=_ATTEMPTS)

    def _cards(self, models: list[KeptModel]) -> dict[str, ModelCard]:
        """Those of live models that drift may have trained anew."""
        found: dict[str, ModelCard] = {}
        for model in models:
            if model.live is None or len(model.runs) < 2 or not model.schedule.on_drift:
                continue
            from tamis.predict.card.json_form import from_json

            try:
                found[model.key] = from_json(self._application.models.card(model.key, model.live.number))
            except TamisError as error:
                _LOG.warning("The card of the model %s could not be read: %s", model.key, error)
        return found

    def _clear(self, models: list[KeptModel], at: int) -> bool:
        is_back = at < self._clear_from - _LONGEST
        if not any(model.live for model in models) or (at < self._clear_from and not is_back):
            return False
        from tamis.operations.models.clearing import clear_reached

        began, cleared = self._clock(), 0
        try:
            cleared = clear_reached(self._workspace, now=self._now)
        except TamisError as error:
            # As of a goal that the data no longer bears out: its page says so, too, and others are seen to.
            _LOG.warning("Who reached a goal could not be looked up: %s", _first_line(error))
        self._clear_from = at + min(_LONGEST, _SHARE * int((self._clock() - began) * _SECOND))
        return cleared > 0


def _job_key(what: str, model: str) -> str:
    return f"{TrainModel.kind if what == 'train' else PredictModels.kind} {model}"


def _first_line(error: TamisError) -> str:
    match error:
        case DefinitionError() if error.issues:
            return f"{error.issues[0].file}: {error.issues[0].message}"
    return str(error).partition("\n")[0]
