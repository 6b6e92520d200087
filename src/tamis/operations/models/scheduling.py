"""What is due: models to be trained anew, because it is time or because the data have moved, and to be asked again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from tamis.store.application import KeptModel, Run

if TYPE_CHECKING:
    from tamis.predict.card.model_card import ModelCard

_HOUR = 3_600_000_000
_DAY = 24 * _HOUR
# A training that drift asked for is not asked for again before the data can have said something new.
_REST = 7 * _DAY
# What moves likelihoods by less than this share of all is no cause to train anew, however far it has moved.
_WEIGHTY = 0.02
_FURTHER = 2.0


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


def drifted(runs: Sequence[Run], card: ModelCard | None) -> Sequence[Mapping[str, Any]]:
    """The inputs that the model hardly could do without, and that are another world now than in training, and much
    further from it than when the version was first asked; `runs` are the version's, newest first.

    Ages and what is counted for ever move in every company, and were further on already when the model was trained.
    """
    if not runs or card is None:
        return ()
    from tamis.predict.evaluation.drift import ANOTHER_WORLD, MOVED

    weighty = {name for each in card.importances if each.share >= _WEIGHTY for name in each.features}
    first = {each["name"]: each["index"] for each in runs[-1].drifts}
    return [
        each
        for each in runs[0].drifts
        if each["name"] in weighty
        and each["index"] >= ANOTHER_WORLD
        and each["index"] >= _FURTHER * first.get(each["name"], 0.0) + MOVED
    ]


def next_training(model: KeptModel) -> int | None:
    """When time alone has the model trained anew; None: never."""
    days, last = model.schedule.retrain_days, _last_training(model)
    return None if days is None or last is None else last + days * _DAY


def next_asking(model: KeptModel) -> int | None:
    """When the live version is asked again; None: never by itself. One that another spoke after, or none did, is asked
    at once, whatever the schedule says: it was made live to speak."""
    if model.live is None:
        return None
    newest = model.runs[0] if model.runs else None
    if newest is None or newest.number != model.live.number:
        return model.livings[0].at
    hours = model.schedule.predict_hours
    return None if hours is None else newest.at + hours * _HOUR


def _retraining(model: KeptModel, card: ModelCard | None, at: int) -> Literal["time", "drift"] | None:
    by_time, last = next_training(model), _last_training(model)
    if by_time is not None and at >= by_time:
        return "time"
    is_rested = last is not None and at >= last + _REST
    live = model.live.number if model.live else 0
    runs = [run for run in model.runs if run.number == live]
    return "drift" if model.schedule.on_drift and is_rested and drifted(runs, card) else None


def _is_asking_due(model: KeptModel, at: int) -> bool:
    by_time = next_asking(model)
    return by_time is not None and at >= by_time


def _last_training(model: KeptModel) -> int | None:
    tried = [model.tried.at] if model.tried else []
    made = [model.versions[0].made_at] if model.versions else []
    return max([*tried, *made], default=None)
