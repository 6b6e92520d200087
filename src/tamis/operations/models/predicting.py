"""Asks live models about every record of a workspace, and keeps what they say."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass
from datetime import datetime

import numpy as np
import pandas as pd
import pyarrow as pa

from tamis.errors import TamisError, UsageError
from tamis.operations.models.asking import Batch, ask_all, known_scores
from tamis.operations.models.learning import LearningWorkspace, learning_from, published_now
from tamis.operations.models.live_models import kept_version
from tamis.operations.models.writing_beside import until_alone
from tamis.operations.published import Published
from tamis.operations.remembered import forget_at_work
from tamis.operations.rescore import micros_of
from tamis.operations.workspace import Workspace
from tamis.predict.evaluation.drift_since import drift_since_training
from tamis.predict.examples import Now, as_they_stand
from tamis.predict.kept import Kept
from tamis.predict.priority import Priority, priorities
from tamis.progress import Progress
from tamis.store.application import Application, KeptModel, Run, open_application
from tamis.store.warehouse import Warehouse
from tamis.store.warehouse.likelihoods import (
    Predictions,
    Saying,
    forget_likelihoods,
    keep_likelihoods,
    predictions,
    withdraw_likelihoods,
)

# So many records tell whether inputs have drifted.
_SAMPLED = 20_000


@dataclass(frozen=True)
class PredictedModel:
    """What asking the live `version` of a model came to: how many records it was asked about, how many of them are open
    and so have a likelihood, of how many the history tells a change, and how many have a likelihood no longer."""

    key: str
    version: int
    records: int
    open: int
    changed: int
    cleared: int


@dataclass(frozen=True)
class PredictedModels:
    """The same of each model that was asked."""

    models: tuple[PredictedModel, ...]


def predict_models(
    workspace: Workspace, keys: Collection[str] | None, *, now: Callable[[], datetime], progress: Progress
) -> PredictedModels:
    """Asks the live versions of the models of these keys, or of all models that have one, and keeps for each record
    what they say, with the change and the strongest reasons. Of each model everything is kept, or nothing; the others
    are asked also where one cannot be, and then the first error is raised.

    Raises UsageError for a key that no model has or that has no live version, DefinitionError where the data no longer
    bears the goal out, DataError for a version that cannot be read.
    """
    with open_application(workspace.application) as application:
        models = _chosen(application, keys)
    published = published_now(workspace)
    found, faults = list[PredictedModel](), list[TamisError]()
    for model in models:
        try:
            found.append(_predict(workspace, published, model, micros_of(now()), progress))
        except TamisError as fault:
            faults.append(fault)
    forget_at_work(workspace)
    if faults:
        raise faults[0]
    return PredictedModels(tuple(found))


def _chosen(application: Application, keys: Collection[str] | None) -> list[KeptModel]:
    if keys is None:
        return [model for model in application.models.all() if model.live is not None]
    models = [application.models.get(key) for key in keys]
    for model in models:
        if model.live is None:
            hint = f"publish one with: tamis model publish {model.key} N"
            raise UsageError(f'No version of "{model.key}" is live.\n  hint: {hint}')
    return models


def _predict(
    workspace: Workspace, published: Published, model: KeptModel, as_of: int, progress: Progress
) -> PredictedModel:
    assert model.live is not None
    number = model.live.number
    kept = kept_version(workspace, model.key, number)
    with workspace.opened() as warehouse:
        learning = learning_from(warehouse, published, f"models/{model.key}", kept.goal)
        progress.step("Looking at records")
        now = as_they_stand(learning.asking(), learning.goal, as_of)
        with predictions(warehouse) as asked:
            progress.step("Predicting")
            drifts = _ask(learning, kept, now, as_of, asked)
            progress.step("Keeping likelihoods")
            saying = Saying(model.key, model.object, number, as_of, _cause(warehouse, model.key, number))
            changed = until_alone(lambda: keep_likelihoods(warehouse, saying))
            is_live = _is_live(workspace, warehouse, model.key, number, as_of)
    if is_live:
        run = Run(number, as_of, changed.records, changed.open, changed.changed, drifts)
        with open_application(workspace.application) as application:
            application.models.add_run(model.key, run)
    return PredictedModel(model.key, number, changed.records, changed.open, changed.changed, changed.cleared)


def _is_live(workspace: Workspace, warehouse: Warehouse, key: str, number: int, at: int) -> bool:
    """Whether the version is live still. Where the model was withdrawn or deleted while it was asked, what it said is
    taken away again: whoever did that has looked for it before it was there."""
    with open_application(workspace.application) as application:
        live = application.models.live_numbers()
        is_there = any(model.key == key for model in application.models.all())
    if not is_there:
        forget_likelihoods(warehouse, key)
    elif key not in live:
        withdraw_likelihoods(warehouse, key, at)
    return live.get(key) == number


def _ask(
    learning: LearningWorkspace, kept: Kept, now: Now, as_of: int, asked: Predictions
) -> tuple[dict[str, object], ...]:
    """Sets aside what the model says of everybody; gives how far inputs have drifted."""
    open_ = now.record[now.is_open]
    every = max(1, -(-len(open_) // _SAMPLED))
    likelihood, samples = np.full(len(now.record), np.nan), list[pd.DataFrame]()
    place = 0
    places = np.flatnonzero(now.is_open)
    for batch in ask_all(learning, kept, open_, as_of, known_scores(kept, learning.scores)):
        asked.add(_as_table(batch))
        likelihood[places[place : place + len(batch.record)]] = batch.said.likelihood
        samples.append(batch.table.iloc[-place % every :: every])
        place += len(batch.record)
    asked.prioritise(_priorities(now, likelihood))
    model = kept.model
    drifts = drift_since_training(model.features, model.facts, pd.concat(samples)) if samples else ()
    return tuple(asdict(drift) for drift in drifts)


def _as_table(batch: Batch) -> pa.Table:
    said = batch.said
    columns = {"log_odds": said.log_odds, "likelihood": said.likelihood, "low": said.low, "high": said.high}
    return pa.table({"n": pa.array(batch.record, pa.int32()), **columns, "reasons": batch.reasons})


def _priorities(now: Now, likelihood: np.ndarray) -> pa.Table:
    """Of every record that is there; none of those that are not open, and have not reached the goal."""
    there = now.is_there
    told = priorities(likelihood[there], now.is_open[there])
    texts = pa.array([str(each) for each in Priority], pa.string())
    code = {priority: number for number, priority in enumerate(Priority)}
    codes = np.fromiter((code[each] for each in told), np.int64, len(told))
    is_none = ~now.is_open[there] & ~now.is_reached[there]
    return pa.table(
        {"n": pa.array(now.record[there], pa.int32()), "priority": texts.take(pa.array(codes, mask=is_none))}
    )


def _cause(warehouse: Warehouse, key: str, number: int) -> str:
    """Publish where another version spoke before."""
    versions = [each for (each,) in warehouse.rows("SELECT DISTINCT version FROM likelihoods WHERE model = ?", [key])]
    return "publish" if versions and versions != [number] else "predict"
