"""The models of a workspace, and their cards as of today."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tamis.operations.workspace import Workspace
from tamis.predict.card.json_form import from_json
from tamis.predict.card.model_card import ModelCard
from tamis.predict.evaluation.drift import Drift
from tamis.predict.evaluation.verdict import as_of_now
from tamis.store.application import KeptModel, Run, open_application


def list_models(workspace: Workspace) -> tuple[KeptModel, ...]:
    """Every model, those first that went live first."""
    with open_application(workspace.application) as application:
        return tuple(application.models.all())


def find_model(workspace: Workspace, key: str) -> KeptModel:
    """One model. Raises UsageError where there is none of that key."""
    with open_application(workspace.application) as application:
        return application.models.get(key)


def read_card(workspace: Workspace, key: str, number: int | None = None) -> ModelCard:
    """The card of a version, or else of the live one, or else of the newest, or of the last training that made none;
    with how far inputs have moved since, where the version was asked. Raises UsageError where there is nothing to show.
    """
    with open_application(workspace.application) as application:
        model = application.models.get(key)
        shown = _shown(model) if number is None else model.version(number).number
        if shown is None:
            assert model.tried is not None
            return from_json(model.tried.card, file=key)
        card = from_json(application.models.card(key, shown), file=f"{key} version {shown}")
    run = next((run for run in model.runs if run.number == shown), None)
    # A run that saw too few records to tell says nothing of drift.
    return card if run is None or not run.drifts else _as_of(card, run)


def _shown(model: KeptModel) -> int | None:
    if model.live is not None:
        return model.live.number
    return model.versions[0].number if model.versions else None


def _as_of(card: ModelCard, run: Run) -> ModelCard:
    """The drift of inputs that a run saw, which the verdict then speaks of, and that of the outcome as it was held out:
    what comes of today's records is not known yet."""
    outcome = tuple(each for each in card.drifts if not each.name)
    drifts = (*outcome, *(_drift(each) for each in run.drifts))
    return replace(card, drifts=drifts, verdict=as_of_now(card.verdict, drifts, card.importances))


def _drift(told: dict[str, Any] | Any) -> Drift:
    return Drift(told["name"], told["index"], told["then"], told["now"], told.get("value"))
