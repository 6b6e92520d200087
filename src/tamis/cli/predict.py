"""`tamis train`, `tamis predict` and `tamis model`."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from tamis.cli.card import print_card, show_card
from tamis.cli.speech import count, count_records, say
from tamis.cli.terminal import standard_output
from tamis.operations.predict.predict_folder import PredictedFolder, predict_folder
from tamis.operations.predict.show_model import card_of
from tamis.operations.predict.train_folder import TrainedFolder, Wishes, train_folder
from tamis.progress import progress_on


def train(data: Path, goal: Path, model: Path, wishes: Wishes, *, as_json: bool, quiet: bool) -> int:
    """Trains; 0, or 1 if the model is not ready."""
    with progress_on(sys.stderr, quiet=quiet) as progress:
        trained = train_folder(data, goal, model, wishes, now=_now, progress=progress)
    print_card(trained.card, as_json=as_json)
    _tell_trained(trained, model, quiet=quiet)
    return int(trained.is_not_ready)


def _tell_trained(trained: TrainedFolder, model: Path, *, quiet: bool) -> None:
    for message in trained.messages:
        say(message)
    _tell_rejects(trained.rejected, is_allowed=True)
    if trained.model is None:
        words = "--anyway writes it all the same" if trained.has_model else "more conversions have to be seen first"
        say(f"Not ready, so no model was written; {words}.", label="error")
    elif not quiet:
        say(f"Learnt from what was known by {trained.as_of.isoformat()}; the model was written to {model}.")


def predict(data: Path, model: Path, *, as_of: str | None, output: Path | None, max_rejects: int, quiet: bool) -> int:
    """Predicts; 0, or 1 if more was rejected than allowed."""
    with progress_on(sys.stderr, quiet=quiet) as progress:
        predicted = predict_folder(
            data, model, now=_now, as_of=as_of, output=output or standard_output(), progress=progress
        )
    for message in predicted.messages:
        say(message)
    _tell_rejects(predicted.rejected, is_allowed=predicted.rejected <= max_rejects)
    _tell_predicted(predicted, quiet=quiet)
    return int(predicted.rejected > max_rejects)


def _tell_predicted(predicted: PredictedFolder, *, quiet: bool) -> None:
    # Told even to the quiet when it was read from the clock: without it the run cannot be repeated.
    if not quiet or predicted.is_as_of_now:
        target = f", written to {predicted.output}" if predicted.output else ""
        told = count_records(predicted.records, predicted.object)
        say(f"{told}, {predicted.open:,} of them open, as of {predicted.as_of.isoformat()}{target}.")


def show(model: Path, *, html: Path | None, language: str, as_json: bool) -> int:
    """Shows the card of a model."""
    show_card(card_of(model), html=html, language=language, as_json=as_json)
    return 0


def _tell_rejects(rejected: int, *, is_allowed: bool) -> None:
    if rejected:
        told = f"{count(rejected, 'row or cell', 'rows and cells')} of the data rejected."
        say(told, label="warning" if is_allowed else "error")


def _now() -> datetime:
    return datetime.now(UTC)
