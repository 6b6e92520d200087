"""Those that reached a goal since the last prediction have no likelihood of reaching it any more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from tamis.errors import TamisError
from tamis.operations.models.learning import learning_from, published_now
from tamis.operations.models.live_models import kept_version
from tamis.operations.models.writing_beside import until_alone
from tamis.operations.remembered import forget_at_work
from tamis.operations.rescore import micros_of
from tamis.operations.workspace import Workspace
from tamis.predict.examples import as_they_stand
from tamis.store.application import open_application
from tamis.store.warehouse import Warehouse
from tamis.store.warehouse.likelihoods import CLOSED_WON, Saying
from tamis.store.warehouse.likelihoods import clear_reached as clear_records


def clear_reached(workspace: Workspace, *, now: Callable[[], datetime]) -> int:
    """Clears, for each live model, the likelihoods of the records that reached its goal since it was last asked; gives
    how many that are. Only the goal's conditions are asked, and no model.

    Raises what `predict_models` raises of a goal that the data no longer bears out; the other models' are cleared all
    the same.
    """
    with open_application(workspace.application) as application:
        live = [(each.key, each.live.number) for each in application.models.all() if each.live is not None]
    if not live:
        return 0
    published, cleared, faults = published_now(workspace), 0, list[TamisError]()
    with workspace.opened() as warehouse:
        for key, number in live:
            try:
                learning = learning_from(
                    warehouse, published, f"models/{key}", kept_version(workspace, key, number).goal
                )
                at = micros_of(now())
                found = as_they_stand(learning.asking(), learning.goal, at)
                said = Saying(key, learning.goal.object, number, at)
                cleared += _clear(warehouse, said, found.record[found.is_reached])
            except TamisError as fault:
                faults.append(fault)
    if cleared:
        forget_at_work(workspace)
    if faults:
        raise faults[0]
    return cleared


def _clear(warehouse: Warehouse, said: Saying, reached: NDArray[np.int64]) -> int:
    told = warehouse.engine.sql(
        "SELECT n FROM likelihoods WHERE model = ? AND priority = ?", [said.model, CLOSED_WON]
    ).fetchnumpy()
    # Most often there are none, and always few.
    news = np.setdiff1d(reached, np.asarray(told["n"], dtype=np.int64)).tolist()
    return until_alone(lambda: clear_records(warehouse, said, news)) if news else 0
