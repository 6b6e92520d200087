"""What is due: models to be trained anew, because it is time or because the data have moved, and to be asked again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from tamis.predict.card.model_card import ModelCard
from tamis.predict.evaluation.drift import ANOTHER_WORLD
from tamis.store.application import KeptModel, Run

_HOUR = 3_600_000_000
_DAY = 24 * _HOUR
# A training that drift asked for is not asked for again before the data can have said something new.
_REST = 7 * _DAY
# What moves likelihoods by less than this share of all is no cause to train anew, however far it has moved.
_WEIGHTY = 0.02


@dataclass(frozen=True)
class Due:
    """Work on a model that is due: to train it, or to ask it."""

    key: str
    what: Literal["train", "predict"]
    why: Literal["time", "drift"]


def due(models: Sequence[KeptModel], cards: Mapping[str, ModelCard], at: int) -> Iterator[Due]:
    """What is due at an instant (microseconds since the epoch, UTC); `cards` are those of the live versions, by key. A
    clock that was set back makes nothing due."""
    for model in models:
        reason = _retraining(model, cards.get(model.key), at)
        if reason is not None:
            yield Due(model.key, "train", reason)
        if _is_asking_due(model, at):
            yield Due(model.key, "predict", "time")


def drifted(run: Run | None, card: ModelCard | None) -> Sequence[Mapping[str, Any]]:
    """The inputs that the model hardly could do without, and that are another world now than in training."""
    if run is None or card is None:
        return ()
    weighty = {name for each in card.importances if each.share >= _WEIGHTY for name in each.features}
    return [each for each in run.drifts if each["name"] in weighty and each["index"] >= ANOTHER_WORLD]


def next_training(model: KeptModel) -> int | None:
    """When time alone has the model trained anew; None: never."""
    days, last = model.schedule.retrain_days, _last_training(model)
    return None if days is None or last is None else last + days * _DAY


def next_asking(model: KeptModel) -> int | None:
    """When the live version is asked again; None: never by itself."""
    hours = model.schedule.predict_hours
    if hours is None or model.live is None:
        return None
    runs = [run for run in model.runs if run.number == model.live.number]
    return runs[0].at + hours * _HOUR if runs else model.livings[0].at


def _retraining(model: KeptModel, card: ModelCard | None, at: int) -> Literal["time", "drift"] | None:
    by_time, last = next_training(model), _last_training(model)
    if by_time is not None and at >= by_time:
        return "time"
    run = model.runs[0] if model.runs else None
    is_rested = last is not None and at >= last + _REST
    is_of_live = run is not None and model.live is not None and run.number == model.live.number
    if model.schedule.on_drift and is_rested and is_of_live and drifted(run, card):
        return "drift"
    return None


def _is_asking_due(model: KeptModel, at: int) -> bool:
    by_time = next_asking(model)
    return by_time is not None and at >= by_time


def _last_training(model: KeptModel) -> int | None:
    tried = [model.tried.at] if model.tried else []
    made = [model.versions[0].made_at] if model.versions else []
    return max([*tried, *made], default=None)
