"""Trains a model on a data folder."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from tamis.definitions.goal import read_goal
from tamis.definitions.reading import read_text
from tamis.errors import DefinitionError, Issue
from tamis.operations.call import EPOCH, read_as_of
from tamis.operations.predict.folders import LearningFolder, learning_folder
from tamis.progress import Progress

if TYPE_CHECKING:
    from tamis.operations.predict.training import Learnt
    from tamis.predict.card.model_card import ModelCard


@dataclass(frozen=True)
class TrainedFolder:
    """What a training came to: the card, whether it made a model (`has_model`) and whether that may be used, where it
    was written (None: it was not), and what there is to tell."""

    card: ModelCard
    as_of: datetime
    has_model: bool
    is_not_ready: bool
    model: Path | None
    rejected: int
    messages: tuple[str, ...]


@dataclass(frozen=True)
class Wishes:
    """How to train: `kept` names properties that are used although they seem to know the outcome; a model that is not
    ready is written only if `is_anyway`, in the place of another only if `is_replacing`."""

    as_of: str | None = None
    seed: int = 0
    kept: Collection[str] = ()
    is_anyway: bool = False
    is_replacing: bool = False
    threads: int = 1
    kinds: Collection[str] = ()
    """Which kinds of model are tried; all, if none is named."""


def train_folder(
    folder: Path, goal_file: Path, model: Path, wishes: Wishes, *, now: Callable[[], datetime], progress: Progress
) -> TrainedFolder:
    """Learns a goal from all that a folder tells up to `as_of` (the last thing it tells of, if none is given), and
    writes the model, whole or not at all.

    Raises UsageError, DefinitionError and DataError, each before anything is written.
    """
    from tamis.predict.artefact import check_place, write_artefact
    from tamis.predict.evaluation.verdict import Level
    from tamis.predict.kept import artefact_of
    from tamis.predict.training.candidates import check_kinds

    check_place(model, replace=wishes.is_replacing)
    check_kinds(wishes.kinds)
    text = _text(goal_file)
    with learning_folder(folder, read_goal((str(goal_file), text)), progress) as learning:
        instant = _instant(wishes.as_of, now(), learning)
        learnt = _learn(learning, text, instant, wishes, progress)
        messages, rejected = (*learning.messages, *learnt.notes), learning.loaded.rejects.count
    is_not_ready = learnt.card.verdict.level is Level.NOT_READY
    is_written = learnt.kept is not None and (wishes.is_anyway or not is_not_ready)
    if learnt.kept is not None and is_written:
        write_artefact(model, artefact_of(learnt.kept), replace=wishes.is_replacing)
    told = EPOCH + timedelta(microseconds=instant)
    has_model, place = learnt.kept is not None, model if is_written else None
    return TrainedFolder(learnt.card, told, has_model, is_not_ready, place, rejected, messages)


def _text(goal_file: Path) -> str:
    text = read_text(goal_file)
    if isinstance(text, Issue):
        raise DefinitionError((text,))
    return text


def _instant(as_of: str | None, now: datetime, learning: LearningFolder) -> int:
    """The instant to look back from: nothing that the folder tells of lies behind it, but what is yet to come."""
    clock = read_as_of(None, now, "UTC")
    if as_of is not None:
        return min(read_as_of(as_of, now, learning.loaded.catalog.time_zone), clock)
    last = learning.last_instant()
    return clock if last is None else min(last, clock)


def _learn(learning: LearningFolder, text: str, as_of: int, wishes: Wishes, progress: Progress) -> Learnt:
    from tamis.operations.predict.training import Learning, learn

    learning.refuse_unknown(wishes.kept)
    asked = Learning(
        learning.goal,
        text,
        as_of,
        scores=learning.scores,
        kept=wishes.kept,
        seed=wishes.seed,
        threads=wishes.threads,
        kinds=wishes.kinds,
    )
    return learn(learning.asking(), asked, progress)
