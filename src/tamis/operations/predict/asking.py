"""What a model says of every record of its object, as of an instant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tamis.definitions import Score
from tamis.definitions.goal import Goal
from tamis.predict.examples import Asking, as_they_stand
from tamis.predict.features import Gathering, Rows
from tamis.predict.kept import Kept
from tamis.predict.prediction import Predicted, said_of, strongest
from tamis.predict.priority import priorities
from tamis.predict.reasons import Strongest
from tamis.predict.scorer import Floats
from tamis.progress import Progress

_THREADS = 2


@dataclass(frozen=True)
class Answers:
    """One entry a record: its id, whether it may still reach the goal and whether it has, and what the model says.

    `strongest` are the reasons of those that are open, in their order; `base_rate` is the share (0 to 1) of all
    examples that reached the goal."""

    ids: Sequence[str]
    is_open: NDArray[np.bool_]
    is_reached: NDArray[np.bool_]
    predicted: Predicted
    strongest: Strongest
    base_rate: float


def ask(asking: Asking, goal: Goal, kept: Kept, as_of: int, scores: Sequence[Score], progress: Progress) -> Answers:
    """Asks about the records that are there, in the goal's segment, by the instant (microseconds since the epoch,
    UTC); `scores` are those that were features in training."""
    progress.step("Looking at records")
    now = as_they_stand(asking, goal, as_of)
    record = now.record[now.is_there]
    gathering = Gathering(asking.engine, asking.catalog, kept.plan, scores=scores, segments=asking.segments)
    gathered = gathering.gather(Rows(record, np.full(len(record), as_of, dtype=np.int64)))
    table = kept.encoding.table(gathered)
    progress.step("Predicting")
    is_open, is_reached = now.is_open[now.is_there], now.is_reached[now.is_there]
    found = strongest(kept.model, table if is_open.all() else table.iloc[np.flatnonzero(is_open)], threads=_THREADS)
    predicted = _predicted(kept, found, is_open)
    return Answers(_ids(asking, goal.object, record), is_open, is_reached, predicted, found, kept.model.base_rate)


def _predicted(kept: Kept, found: Strongest, is_open: NDArray[np.bool_]) -> Predicted:
    said = said_of(kept.model, found.log_odds)
    likelihood, low, high = (_among(each, is_open) for each in (said.likelihood, said.low, said.high))
    return Predicted(likelihood, low, high, priorities(likelihood, is_open))


def _among(values: Floats, is_open: NDArray[np.bool_]) -> Floats:
    """Those of the open records, each at its place; NaN for the others."""
    found = np.full(len(is_open), np.nan)
    found[is_open] = values
    return found


def _ids(asking: Asking, object_type: str, record: NDArray[np.int64]) -> list[str]:
    rows = asking.engine.sql(f"SELECT n, id FROM {asking.catalog.objects[object_type].table}").fetchall()
    by_number = dict(rows)
    return [by_number[number] for number in record.tolist()]
