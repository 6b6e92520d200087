"""Asks a model about the records of a data folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, TYPE_CHECKING

from tamis.definitions.goal import read_goal
from tamis.errors import DataError
from tamis.operations.call import EPOCH, read_as_of
from tamis.operations.predict.folders import LearningFolder, learning_folder
from tamis.operations.targets import choose_targets, refuse_inputs
from tamis.progress import Progress

if TYPE_CHECKING:
    from tamis.predict.kept import Kept


@dataclass(frozen=True)
class PredictedFolder:
    """How many records of which object got a row, how many of them a likelihood, as of when."""

    object: str
    records: int
    open: int
    as_of: datetime
    is_as_of_now: bool
    output: Path | None
    rejected: int
    messages: tuple[str, ...]


def predict_folder(
    folder: Path,
    model: Path,
    *,
    now: Callable[[], datetime],
    as_of: str | None = None,
    output: Path | IO[bytes],
    progress: Progress,
) -> PredictedFolder:
    """Writes one row for each record of the model's object (and segment) that is there by the instant, to a file or,
    as CSV, to a stream.

    Raises UsageError, DefinitionError and DataError, each before anything is written.
    """
    started = now()
    targets = choose_targets(output if isinstance(output, Path) else None, None)
    kept = read_kept(model)
    with learning_folder(folder, read_goal((f"{model}/manifest.json", kept.goal)), progress) as learning:
        files = [path for path in model.iterdir() if path.is_file()]
        refuse_inputs(targets, folder, tables=learning.loaded.objects, files=files)
        instant = read_as_of(as_of, started, learning.loaded.catalog.time_zone)
        records, open_ = _write(learning, kept, instant, targets.output, output, progress)
        return PredictedFolder(
            learning.goal.object,
            records,
            open_,
            EPOCH + timedelta(microseconds=instant),
            as_of is None,
            targets.output,
            learning.loaded.rejects.count,
            learning.messages,
        )


def read_kept(model: Path) -> Kept:
    """The model of a folder. Raises DataError where there is none, or not one that this version can ask."""
    from tamis.predict.artefact import read_artefact
    from tamis.predict.kept import kept_of

    if not model.is_dir():
        raise DataError(str(model), "There is no model here.", "tamis train --model writes one")
    return kept_of(read_artefact(model), str(model / "manifest.json"))


def _write(
    learning: LearningFolder,
    kept: Kept,
    instant: int,
    file: Path | None,
    output: Path | IO[bytes],
    progress: Progress,
) -> tuple[int, int]:
    from tamis.operations.output import placed
    from tamis.operations.predict.asking import ask
    from tamis.operations.predict.writing import write_answers

    answers = ask(learning.asking(), learning.goal, kept, instant, learning.scores, progress)
    with placed(file) as part:
        write_answers(learning.engine, answers, part, ending=file.suffix if file else ".csv")
        if not isinstance(output, Path):
            output.write(part.read_bytes())
            output.flush()
    return len(answers.ids), int(answers.is_open.sum())
