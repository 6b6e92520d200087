"""Those that reached a goal since the last prediction have no likelihood of reaching it any more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from tamis.operations.models.learning import learning_from, published_now
from tamis.operations.models.live_models import kept_version
from tamis.operations.remembered import forget_at_work
from tamis.operations.rescore import micros_of
from tamis.operations.workspace import Workspace
from tamis.predict.examples import as_they_stand
from tamis.store.application import open_application
from tamis.store.warehouse.likelihoods import Saying
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
    published, cleared, faults = published_now(workspace), 0, list[Exception]()
    with workspace.opened() as warehouse:
        for key, number in live:
            try:
                learning = learning_from(
                    warehouse, published, f"models/{key}", kept_version(workspace, key, number).goal
                )
                at = micros_of(now())
                found = as_they_stand(learning.asking(), learning.goal, at)
                said = Saying(key, learning.goal.object, number, at)
                cleared += clear_records(warehouse, said, found.record[found.is_reached].tolist())
            except Exception as fault:  # noqa: BLE001 - raised below.
                faults.append(fault)
    if cleared:
        forget_at_work(workspace)
    if faults:
        raise faults[0]
    return cleared
