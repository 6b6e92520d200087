"""Models of likelihoods: what there is, their cards, training, and which version is live."""

from __future__ import annotations

from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import Field

from tamis.definitions.goal import Goal, read_goal
from tamis.errors import DefinitionError
from tamis.operations.access import Permission
from tamis.operations.models.suggesting import suggested_goals
from tamis.operations.verbs import (
    AssessGoal,
    DeleteModel,
    PredictModels,
    PublishModel,
    RevertModel,
    ScheduleModel,
    TrainModel,
    WithdrawModel,
)
from tamis.server.api.doing import JOB_ANSWERS, do
from tamis.server.api.routing import context_in, found, route
from tamis.server.api.shapes import Instant, Sent, Spoken, Told
from tamis.store.application import KeptModel

# What brings the learning of models along is imported where it is asked for: it takes a second and a half.
router = Router(tags=["Models"])
_GOAL = "outcome: {property: lifecycle_stage, is: customer}\nhorizon: 90 days\n"
_MOST_TEXT, _MOST_NAMES = 100_000, 200


class ModelVersionTold(Told):
    """A version: what it learnt from, how it was judged on held-out data, and why it is not live, where it is not."""

    number: int = Field(examples=[3])
    made_at: Instant
    as_of: Instant
    verdict: str = Field(examples=["ready"])
    kind: str = Field(examples=["glass_box"])
    log_loss: float | None
    auc: float | None
    rows: int
    converted: int
    seed: int
    kept: list[str]
    note: Spoken


class LivingTold(Told):
    """A version going live; number 0: none was live from then on."""

    number: int
    at: Instant
    why: str = Field(examples=["challenger"])
    by: str


class DriftTold(Told):
    """How far an input has moved since training: its population stability index."""

    name: str
    index: float


class RunTold(Told):
    """Likelihoods that were computed: of how many records, how many of them open, how many that changed."""

    number: int
    at: Instant
    records: int
    open: int
    changed: int
    drifts: list[DriftTold]


class ScheduleTold(Told):
    """After how many days a model is trained anew, and after how many hours likelihoods are computed anew; null is
    never."""

    retrain_days: int | None
    on_drift: bool
    predict_hours: int | None


class ModelTold(Told):
    """A model by the key of its goal. `live`: the number of the version whose likelihoods are shown. `columns`: what
    its likelihood and its priority are called in files. `tried_at`: of the last training that made no version.
    `training_seconds`: how long a training that tries all kinds is expected to take."""

    key: str = Field(examples=["likelihood_to_close"])
    label: str = Field(examples=["Likelihood to close in 90 days"])
    object: str = Field(examples=["contact"])
    goal: str = Field(examples=[_GOAL])
    columns: list[str] = Field(examples=[["likelihood_to_close", "contact_priority"]])
    made_at: Instant
    live: int | None
    schedule: ScheduleTold
    next_training_at: Instant | None
    next_prediction_at: Instant | None
    versions: list[ModelVersionTold]
    livings: list[LivingTold]
    runs: list[RunTold]
    tried_at: Instant | None
    training_seconds: int = Field(examples=[120])


class ModelsTold(Told):
    """All models; those first that went live first."""

    items: list[ModelTold]


class CardTold(Told):
    """The card of a version: all that is known of how good it is."""

    card: dict[str, Any]


class SuggestedGoalTold(Told):
    """A goal that the data suggest, and in a sentence what it foretells."""

    text: str = Field(examples=[_GOAL])
    label: Spoken
    sentence: Spoken
    object: str


class SuggestedGoalsTold(Told):
    """Goals, the likeliest first."""

    items: list[SuggestedGoalTold]


class GoalSent(Sent):
    """A goal file, as docs/likelihood.md has it."""

    text: str = Field(max_length=_MOST_TEXT, examples=[_GOAL])


class TrainingSent(GoalSent):
    """A goal, and how to learn it. `kept`: properties that are used though they seem to know the outcome. `kinds`: of
    models to try; none for all. `is_anyway`: keep a version even if it is not ready. `is_published`: let it go live if
    it may."""

    seed: int = Field(default=0, ge=0, lt=1 << 31)
    kept: list[str] = Field(default=[], max_length=_MOST_NAMES)
    kinds: list[str] = Field(default=[], max_length=_MOST_NAMES)
    is_anyway: bool = False
    is_published: bool = True


class AskedModelSent(Sent):
    """Which model is asked; null: every one that is live."""

    key: str | None = Field(default=None, max_length=200, examples=["likelihood_to_close"])


class VersionSent(Sent):
    """Which version goes live, and whether even if it is not ready."""

    number: int = Field(ge=1, lt=1 << 31, examples=[2])
    is_anyway: bool = False


class ScheduleSent(Sent):
    """After how many days a model is trained anew, whether also where its inputs have moved, and after how many hours
    likelihoods are computed anew; null is never."""

    retrain_days: int | None = Field(default=30, ge=1, le=3_650, examples=[30])
    on_drift: bool = True
    predict_hours: int | None = Field(default=24, ge=1, le=8_760, examples=[24])


@route(router, "GET", "/models", Permission.SEE_SCORES, ModelsTold)
def list_models_(request: HttpRequest) -> Any:
    """List the models with their versions, which one is live, and their newest runs."""
    from tamis.operations.models.listing import list_models

    return {"items": [_told(model) for model in list_models(context_in(request).place)]}


@route(router, "GET", "/models/{key}", Permission.SEE_SCORES, ModelTold)
def read_model(request: HttpRequest, key: str) -> Any:
    """Read one model."""
    return _told(_there(request, key))


@route(router, "GET", "/models/{key}/card", Permission.SEE_SCORES, CardTold)
def read_model_card(request: HttpRequest, key: str, version: int | None = None) -> Any:
    """Read the card of a model, with how far its inputs have moved since.

    Of the live version if none is named, of the newest where none is live, or else of the training that made none.
    """
    from tamis.operations.models.listing import read_card
    from tamis.predict.card.json_form import to_json

    # Of no model the number of a version is longer.
    number = None if version is None else max(0, min(version, 1 << 31))
    card = found(lambda: read_card(context_in(request).place, key, number))
    return {"card": msgspec.json.decode(to_json(card))}


@route(router, "GET", "/suggested-goals", Permission.SEE_SCORES, SuggestedGoalsTold)
def suggest_goals(request: HttpRequest) -> Any:
    """List goals that the data suggest, ready to be trained."""
    return {"items": list(suggested_goals(context_in(request).workspace))}


@route(router, "POST", "/models/assess", Permission.PUBLISH, JOB_ANSWERS)
def assess_goal(request: HttpRequest, response: HttpResponse, body: GoalSent) -> Any:
    """Tell whether a goal can be learnt yet. A job that counts what there is to learn from, and writes nothing."""
    _read(body)
    return do(request, response, AssessGoal(body.text))


@route(router, "POST", "/models", Permission.PUBLISH, JOB_ANSWERS)
def train_model(request: HttpRequest, response: HttpResponse, body: TrainingSent) -> Any:
    """Train a model.

    A job that learns a goal and keeps the next version of its model; it goes live if it is the first that may, or no
    worse than the live one on the newest data. Others are answered meanwhile.
    """
    goal = _read(body)
    wishes = (tuple(body.kept), tuple(body.kinds), body.is_anyway, body.is_published)
    return do(request, response, TrainModel(body.text, goal.key, "goal", body.seed, *wishes))


@route(router, "POST", "/models/predict", Permission.PUBLISH, JOB_ANSWERS)
def predict(request: HttpRequest, response: HttpResponse, body: AskedModelSent) -> Any:
    """Compute likelihoods now, of one live model or of all. A job."""
    if body.key is not None:
        _there(request, body.key)
    return do(request, response, PredictModels(body.key))


@route(router, "POST", "/models/{key}/publish", Permission.PUBLISH, JOB_ANSWERS)
def publish_model(request: HttpRequest, response: HttpResponse, key: str, body: VersionSent) -> Any:
    """Make a version live.

    A job. Its likelihoods take the place of those of the version before when they are computed: the server begins
    within a minute, and at once by `POST /models/predict`.
    """
    _there(request, key)
    return do(request, response, PublishModel(key, body.number, body.is_anyway))


@route(router, "POST", "/models/{key}/revert", Permission.PUBLISH, JOB_ANSWERS)
def revert_model(request: HttpRequest, response: HttpResponse, key: str) -> Any:
    """Make the version live that was so before. A job; likelihoods follow as after publishing."""
    live = _there(request, key).live
    number = live.number if live else None
    return do(request, response, RevertModel(key, number))


@route(router, "POST", "/models/{key}/withdraw", Permission.PUBLISH, JOB_ANSWERS)
def withdraw_model(request: HttpRequest, response: HttpResponse, key: str) -> Any:
    """Take the live version of a model out of use, with what it says of records. A job."""
    _there(request, key)
    return do(request, response, WithdrawModel(key))


@route(router, "PUT", "/models/{key}/schedule", Permission.PUBLISH, JOB_ANSWERS)
def schedule_model(request: HttpRequest, response: HttpResponse, key: str, body: ScheduleSent) -> Any:
    """Say when a model is trained anew and asked again. A job."""
    _there(request, key)
    return do(request, response, ScheduleModel(key, body.retrain_days, body.on_drift, body.predict_hours))


@route(router, "DELETE", "/models/{key}", Permission.PUBLISH, JOB_ANSWERS)
def delete_model(request: HttpRequest, response: HttpResponse, key: str) -> Any:
    """Delete a model with all its versions and all that it said of records. A job."""
    _there(request, key)
    return do(request, response, DeleteModel(key))


def _read(body: GoalSent) -> Goal:
    """Raises DefinitionError for what is no goal file."""
    written = read_goal(("goal", body.text))
    if written.goal is None or any(issue.severity == "error" for issue in written.issues):
        raise DefinitionError(written.issues)
    return written.goal


def _there(request: HttpRequest, key: str) -> KeptModel:
    from tamis.operations.models.listing import find_model

    model: KeptModel = found(lambda: find_model(context_in(request).place, key))
    return model


def _told(model: KeptModel) -> dict[str, Any]:
    from tamis.operations.models.expecting import expected_training
    from tamis.operations.models.scheduling import next_asking, next_training

    goal = read_goal(("goal", model.goal)).goal
    return {
        **vars(model),
        "columns": list(goal.columns) if goal else [],
        "live": model.live.number if model.live else None,
        "next_training_at": next_training(model),
        "next_prediction_at": next_asking(model),
        "tried_at": model.tried.at if model.tried else None,
        "training_seconds": expected_training(model).seconds,
    }
