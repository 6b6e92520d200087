"""`tamis train`, `tamis predict` and `tamis model` in a workspace."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from tamis.cli.card import print_card, show_card
from tamis.cli.columns import iso_text, minute_text
from tamis.cli.confirm import confirmed
from tamis.cli.speech import count, count_records, print_json, say
from tamis.cli.terminal import standard_output, write_text
from tamis.errors import DefinitionError, Issue, UsageError
from tamis.operations.handing_over import perform
from tamis.operations.verbs import (
    DeleteModel,
    Likelihoods,
    PredictModels,
    PublishModel,
    RevertModel,
    ScheduleModel,
    TrainModel,
    Verb,
    WithdrawModel,
)
from tamis.operations.workspace import Workspace, find_workspace
from tamis.progress import NullProgress, progress_on
from tamis.store.application import KeptModel, ModelVersion

if TYPE_CHECKING:
    from tamis.operations.models.train_model import TrainedModel

Result = TypeVar("Result")
_VERDICTS = {"ready": "ready", "with_care": "with care", "not_ready": "not ready"}


def train(goal: Path, workspace: Path | None, wishes: dict[str, Any], *, as_json: bool, quiet: bool) -> int:
    """Trains the next version of the goal's model; 0, or 1 if it is not ready."""
    from tamis.definitions.goal import read_goal
    from tamis.definitions.reading import read_text

    found = find_workspace(workspace, Path())
    text = read_text(goal)
    if isinstance(text, Issue):
        raise DefinitionError((text,))
    written = read_goal((str(goal), text))
    if written.goal is None:
        raise DefinitionError(written.issues)
    verb = TrainModel(text, written.goal.key, str(goal), **wishes)
    trained = _perform(found, verb, quiet=quiet)
    print_card(trained.read_card(), as_json=as_json)
    return _tell_trained(trained)


def _tell_trained(trained: TrainedModel) -> int:
    for message in trained.messages:
        say(message)
    if trained.number is None:
        words = "--anyway keeps it all the same" if trained.has_model else "more conversions have to be seen first"
        say(f"Not ready, so no version was kept; {words}.", label="error")
    else:
        say(f'This is version {trained.number} of "{trained.key}". {trained.why}')
        if not trained.is_live:
            say(f"To make it live: tamis model publish {trained.key} {trained.number}")
    return int(trained.level == "not_ready")


def predict(key: str | None, workspace: Path | None, *, output: Path | None, quiet: bool) -> int:
    """Asks live models anew about every record; with `output`, writes what one of them says."""
    found = find_workspace(workspace, Path())
    if output is not None and key is None:
        key = _only_live(found)
    done = _perform(found, PredictModels(key), quiet=quiet)
    for model in done.models:
        told = f'"{model.key}" version {model.version}: {model.open:,} of {count(model.records, "record")} have a'
        say(f"{told} likelihood; {model.changed:,} moved, {model.cleared:,} have none any more.")
    if not done.models:
        say("No model is live; train one with: tamis train --goal FILE")
    if output is not None:
        written = perform(found, Likelihoods(str(key), output.absolute()), now=_now, progress=NullProgress())
        say(f"{count_records(written.records, written.object)} written to {output}.")
    return 0


def likelihoods(key: str | None, workspace: Path | None, *, output: Path | None) -> int:
    """Writes what a live model said last."""
    found = find_workspace(workspace, Path())
    verb = Likelihoods(key or _only_live(found), output and output.absolute())
    written = perform(found, verb, now=_now, progress=NullProgress(), out=standard_output())
    at = f", as of {iso_text(written.computed_at)}" if written.computed_at is not None else ""
    target = f", written to {output}" if output else ""
    told = count_records(written.records, written.object)
    say(f"{told}, {written.open:,} of them open, by version {written.version}{at}{target}.")
    return 0


def list_all(workspace: Path | None, *, as_json: bool) -> int:
    """Lists the models."""
    from tamis.operations.models.listing import list_models

    models = list_models(find_workspace(workspace, Path(), with_warehouse=False))
    if as_json:
        print_json([_as_json(model) for model in models])
        return 0
    for model in models:
        write_text("".join(f"{line}\n" for line in _lines(model)))
    if not models:
        say("There is no model yet; train one with: tamis train --goal FILE")
    return 0


def show(name: str, workspace: Path | None, *, html: Path | None, language: str, as_json: bool) -> int:
    """Shows the card of a version, such as `closing@2`, or of the live one."""
    from tamis.operations.models.listing import read_card

    key, _, number = name.partition("@")
    if number and not number.isdecimal():
        raise UsageError(f'"{name}" names no version; write KEY or KEY@NUMBER, such as {key}@2.')
    found = find_workspace(workspace, Path(), with_warehouse=False)
    card = read_card(found, key, int(number) if number else None)
    show_card(card, html=html, language=language, as_json=as_json)
    return 0


def publish(key: str, number: int, workspace: Path | None, *, is_anyway: bool, quiet: bool) -> int:
    """Makes a version live, and asks it about every record."""
    return _make_live(PublishModel(key, number, is_anyway), workspace, quiet=quiet)


def revert(key: str, workspace: Path | None, *, quiet: bool) -> int:
    """Makes the version live that was so before, and asks it about every record."""
    return _make_live(RevertModel(key), workspace, quiet=quiet)


def _make_live(verb: PublishModel | RevertModel, workspace: Path | None, *, quiet: bool) -> int:
    found = find_workspace(workspace, Path())
    made = _perform(found, verb, quiet=True)
    if made.before == made.number:
        say(f'Version {made.number} of "{made.key}" is live already.')
        return 0
    say(f'Version {made.number} of "{made.key}" is live{f"; it was {made.before}" if made.before else ""}.')
    [model] = _perform(found, PredictModels(made.key), quiet=quiet).models
    say(f"{model.open:,} of {count(model.records, 'record')} have a likelihood.")
    return 0


def withdraw(key: str, workspace: Path | None) -> int:
    """Takes the live version out of use."""
    made = _perform(find_workspace(workspace, Path()), WithdrawModel(key), quiet=True)
    say(f'No version of "{key}" is live any more; version {made.before} comes back with: tamis model revert {key}')
    return 0


def schedule(key: str, workspace: Path | None, *, retrain: str | None, predict: str | None, drift: bool | None) -> int:
    """Sets when a model is trained anew and asked again; what is not named stays."""
    from tamis.operations.models.listing import find_model

    found = find_workspace(workspace, Path())
    kept = find_model(found, key).schedule
    days = kept.retrain_days if retrain is None else _number_or_never(retrain, "--retrain")
    hours = kept.predict_hours if predict is None else _number_or_never(predict, "--predict")
    on_drift = kept.on_drift if drift is None else drift
    _perform(found, ScheduleModel(key, days, on_drift, hours), quiet=True)
    say(f'"{key}" is trained anew {_when(days, "day")}{", and where inputs drift" if on_drift else ""}.')
    say(f"Its likelihoods are computed anew {_when(hours, 'hour')}.")
    return 0


def delete(key: str, workspace: Path | None, *, is_sure: bool) -> int:
    """Deletes a model with all its versions, after asking."""
    from tamis.operations.models.listing import find_model

    found = find_workspace(workspace, Path())
    model = find_model(found, key)
    say(f'"{key}" has {count(len(model.versions), "version")}; they go for good, with all that they said of records.')
    if not is_sure and not confirmed("Delete it?"):
        say("Nothing was deleted. To delete it, say yes, or add --yes.")
        return 1
    _perform(found, DeleteModel(key), quiet=True)
    say(f'The model "{key}" was deleted.')
    return 0


def _perform(workspace: Workspace, verb: Verb[Result], *, quiet: bool) -> Result:
    with progress_on(sys.stderr, quiet=quiet) as progress:
        return perform(workspace, verb, now=_now, progress=progress)


def _only_live(workspace: Workspace) -> str:
    from tamis.operations.models.listing import list_models

    live = [model.key for model in list_models(workspace) if model.live]
    if len(live) == 1:
        return live[0]
    if not live:
        raise UsageError("No model is live; train one with: tamis train --goal FILE")
    raise UsageError(f"Several models are live; name one of {', '.join(live)}.")


def _lines(model: KeptModel) -> Sequence[str]:
    live = model.live
    lines = [f"{model.key}  {model.label}  ({model.object})"]
    lines += [f"  {'*' if live and each.number == live.number else ' '} {_line(each)}" for each in model.versions]
    if model.tried is not None:
        lines.append(f"    tried in vain {minute_text(model.tried.at)}; tamis model show {model.key} says why")
    return lines


def _line(version: ModelVersion) -> str:
    figures = f"AUC {version.auc:.3f}" if version.auc is not None else ""
    loss = f"log loss {version.log_loss:.4f}" if version.log_loss is not None else ""
    told = (minute_text(version.made_at), _VERDICTS[version.verdict], version.kind.replace("_", " "), figures, loss)
    return f"{version.number:>3}  " + "  ".join(each for each in told if each)


def _as_json(model: KeptModel) -> dict[str, Any]:
    live = model.live
    versions = [
        {
            "number": each.number,
            "made_at": iso_text(each.made_at),
            "as_of": iso_text(each.as_of),
            "verdict": each.verdict,
            "kind": each.kind,
            "auc": each.auc,
            "log_loss": each.log_loss,
            "converted": each.converted,
            "note": each.note,
        }
        for each in model.versions
    ]
    schedule = model.schedule
    return {
        "key": model.key,
        "label": model.label,
        "object": model.object,
        "live": live.number if live else None,
        "retrain_days": schedule.retrain_days,
        "on_drift": schedule.on_drift,
        "predict_hours": schedule.predict_hours,
        "versions": versions,
    }


def _number_or_never(text: str, option: str) -> int | None:
    if text == "never":
        return None
    if not text.isdecimal():
        raise UsageError(f'{option} wants a whole number or "never", not "{text}".')
    return int(text)


def _when(number: int | None, unit: str) -> str:
    if number is None:
        return "never by itself"
    return f"every {unit}" if number == 1 else f"every {number} {unit}s"


def _now() -> datetime:
    return datetime.now(UTC)
