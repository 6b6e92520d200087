"""Trains a model on what a workspace keeps: the next version of its goal's model, live at once if it may be."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from tamis.definitions.goal import Goal
from tamis.errors import UsageError
from tamis.operations.models.deciding import Decided, decide
from tamis.operations.models.fitting import Fitted, fit_apart
from tamis.operations.models.learning import LearningWorkspace, learning_from, published_now
from tamis.operations.models.live_models import kept_version
from tamis.operations.predict.training import Learning, LiveModel, Prepared, prepare
from tamis.operations.rescore import micros_of
from tamis.operations.workspace import Workspace
from tamis.predict.card.json_form import from_json
from tamis.predict.card.model_card import ModelCard
from tamis.predict.evaluation.verdict import Level
from tamis.predict.training.candidates import check_kinds
from tamis.progress import Progress
from tamis.store.application import Application, KeptModel, ModelVersion, Tried, open_application

_THREADS = 2


@dataclass(frozen=True)
class Training:
    """What to train: the text of a goal, in a file of that name. `kept` names properties that are used though they seem
    to know the outcome, `kinds` the kinds of model that are tried (all, if there are none). A model that is not ready
    is kept only if `is_anyway`; with `is_published` it goes live if it is the first, or no worse than the live one. Its
    version can be found by `asked` (`made_before`)."""

    text: str
    file: str
    seed: int = 0
    kept: Collection[str] = ()
    kinds: Collection[str] = ()
    is_anyway: bool = False
    is_published: bool = True
    by: str = ""
    asked: str = ""


@dataclass(frozen=True)
class TrainedModel:
    """What a training came to. `number` is the version, None where none was kept; `card` its card as JSON; `level` of
    the verdict: ready, with_care or not_ready; `why` says in a sentence why it is live, or is not."""

    key: str
    label: str
    number: int | None
    card: str
    level: str
    is_live: bool
    has_model: bool
    why: str
    messages: tuple[str, ...] = ()

    def read_card(self) -> ModelCard:
        """The card as data."""
        return from_json(self.card.encode())


def train_model(
    workspace: Workspace, training: Training, *, now: Callable[[], datetime], progress: Progress
) -> TrainedModel:
    """Learns a goal from all that the workspace keeps, and keeps the model as a version, with its card.

    Nothing waits for it: the data are looked at in a session of their own, and the rest is done in another process.
    Raises DefinitionError with every mistake of the goal, UsageError and DataError; then nothing is kept.
    """
    check_kinds(training.kinds)
    started = micros_of(now())
    prepared, goal, messages, before = _prepared(workspace, training, started, progress)
    progress.step("Learning")
    fitted = fit_apart(prepared, progress)
    card = from_json(fitted.card)
    with open_application(workspace.application) as application:
        _refuse_deleted(application, before)
        ended = micros_of(now())
        decided = _keep(application, training, goal, fitted, card, before, ended)
        application.models.keep_length(goal.key, training.kinds, ended - started)
    told = (*messages, *prepared.notes)
    has_model, level = fitted.artefact is not None, str(card.verdict.level)
    return TrainedModel(
        goal.key,
        goal.name,
        decided.number,
        fitted.card.decode(),
        level,
        decided.is_live,
        has_model,
        decided.why,
        told,
    )


def made_before(workspace: Workspace, asked: str) -> TrainedModel | None:
    """What a training came to that was asked for by these words, where it made a version before whoever did it was
    killed; without its messages."""
    with open_application(workspace.application) as application:
        models = application.models
        found = models.made_for(asked)
        if found is None:
            return None
        key, number = found
        model, card = models.get(key), models.card(key, number).decode()
    version, is_live = model.version(number), model.live is not None and model.live.number == number
    return TrainedModel(
        key, model.label, number, card, version.verdict, is_live=is_live, has_model=True, why=version.note
    )


def _prepared(
    workspace: Workspace, training: Training, started: int, progress: Progress
) -> tuple[Prepared, Goal, tuple[str, ...], KeptModel | None]:
    progress.step("Reading the goal")
    with workspace.opened() as warehouse:
        learning = learning_from(warehouse, published_now(workspace), training.file, training.text)
        learning.refuse_unknown(training.kept)
        kept = _standing(workspace, learning.goal)
        asked = Learning(
            learning.goal,
            training.text,
            _as_of(learning, started),
            scores=learning.scores,
            kept=training.kept,
            version=str(kept.versions[0].number + 1 if kept and kept.versions else 1),
            seed=training.seed,
            threads=_THREADS,
            kinds=training.kinds,
            live=_live(workspace, kept),
        )
        return prepare(learning.asking(), asked, progress), learning.goal, learning.messages, kept


def _as_of(learning: LearningWorkspace, started: int) -> int:
    """Nothing that the workspace tells of lies behind it, but what is yet to come."""
    last = learning.last_instant()
    return started if last is None else min(last, started)


def _standing(workspace: Workspace, goal: Goal) -> KeptModel | None:
    """The model of the goal as it is, if there is one. Raises UsageError where the key is of another object's."""
    with open_application(workspace.application) as application:
        found = next((each for each in application.models.all() if each.key == goal.key), None)
        if found is not None:
            application.models.refuse_other_object(goal.key, goal.object)
        return found


def _live(workspace: Workspace, kept: KeptModel | None) -> LiveModel | None:
    if kept is None or kept.live is None:
        return None
    number = kept.live.number
    return LiveModel(str(number), kept_version(workspace, kept.key, number), kept.live.as_of)


def _refuse_deleted(application: Application, before: KeptModel | None) -> None:
    """Raises UsageError for a model that was deleted while it was trained: it does not come back by that."""
    if before is not None and not any(each.key == before.key for each in application.models.all()):
        raise UsageError(f'The model "{before.key}" was deleted while it was trained; nothing was kept.')


def _keep(
    application: Application,
    training: Training,
    goal: Goal,
    fitted: Fitted,
    card: ModelCard,
    before: KeptModel | None,
    at: int,
) -> Decided:
    models = application.models
    with application.together():
        models.save_goal(goal.key, label=goal.name, object=goal.object, goal=training.text, at=at)
        if fitted.artefact is None or (card.verdict.level is Level.NOT_READY and not training.is_anyway):
            models.keep_tried(goal.key, Tried(at, fitted.card))
            return Decided(None, is_live=False, why="It is not ready, so it was not kept.")
        version = _version(card, training, at)
        version = models.add_version(goal.key, version, goal=training.text, artefact=fitted.artefact, card=fitted.card)
        kept = models.get(goal.key)
        decided = decide(kept, version.number, card, is_published=training.is_published)
        if before is not None and before.livings != kept.livings:
            why = "Which version is live was changed while this one was trained; so it does not go live by itself."
            decided = Decided(version.number, is_live=False, why=why)
        models.note(goal.key, version.number, decided.why)
        if decided.living is not None:
            models.go_live(goal.key, version.number, decided.living, at, by=training.by)
        return decided


def _version(card: ModelCard, training: Training, at: int) -> ModelVersion:
    held = card.held_out
    chosen = next((each.name for each in card.choice.candidates if each.is_chosen), "")
    return ModelVersion(
        number=0,
        made_at=at,
        as_of=card.trained_at,
        verdict=str(card.verdict.level),
        kind=chosen,
        log_loss=held.measures.log_loss if held else None,
        auc=held.auc.value if held and held.auc else None,
        rows=card.readiness.rows,
        converted=card.readiness.converted,
        seed=training.seed,
        kept=tuple(training.kept),
        asked=training.asked,
    )
