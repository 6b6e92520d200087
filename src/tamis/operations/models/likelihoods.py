"""What the live models say of a record: likelihood, how far it can be trusted, priority and reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tamis.definitions.goal import read_goal
from tamis.operations.models.live_models import kept_version
from tamis.operations.record.opened import open_record
from tamis.operations.remembered import remembered, remembered_until_changed
from tamis.operations.workspace import Workspace
from tamis.store.application import KeptModel, open_application
from tamis.store.warehouse.likelihoods import CLOSED_WON, KeptLikelihood, priority_starts_of, read_likelihoods

if TYPE_CHECKING:
    from tamis.operations.models.kept_reasons import KeptReason
    from tamis.predict.kept import Kept
    from tamis.store.warehouse import Warehouse


@dataclass(frozen=True)
class LeadingModel:
    """A live model of the records of an object, and the names of its columns. `predicted_at`: when it was last asked
    (microseconds since the epoch, UTC; None: not yet)."""

    key: str
    label: str
    object: str
    likelihood_column: str
    priority_column: str
    version: int
    predicted_at: int | None


@dataclass(frozen=True)
class ToldReason:
    """A reason: the names of the features it looks at, what they mean, the record's own value, what it adds to the
    log-odds (above 0 for, below 0 against), and a fact in a sentence."""

    features: tuple[str, ...]
    meaning: str
    value: str
    contribution: float
    fact: str


@dataclass(frozen=True)
class RecordLikelihood:
    """What a version of a model said of a record, as of `at` (microseconds since the epoch, UTC).

    `likelihood`, `low`, `high` and `base_rate`, the share of all examples that reached the goal, are percent, 0–100;
    `change` is in percentage points, against the run before. Without a likelihood the record reached the goal
    (`is_reached`), or is not open. `priority_from` is the least likelihood of all open records of its priority (None:
    it has none). `horizon` is in microseconds, None for a goal without one. Reasons for come first, the strongest first
    within each.
    """

    model: str
    object: str
    label: str
    horizon: int | None
    version: int
    at: int
    likelihood: float | None
    low: float | None
    high: float | None
    priority: str | None
    priority_from: float | None
    change: float | None
    base_rate: float
    is_reached: bool
    reasons: tuple[ToldReason, ...]


def live_models(workspace: Workspace, object: str | None = None) -> tuple[LeadingModel, ...]:
    """The live models (of an object), those first that went live first."""
    found = remembered_until_changed(workspace, "models", lambda: _live_models(workspace))
    return tuple(each for each in found if object is None or each.object == object)


def leading_model(workspace: Workspace, object: str) -> LeadingModel | None:
    """The live model that is shown where none is asked for: the one that went live first, so publishing another does
    not change what everybody looks at."""
    return next(iter(live_models(workspace, object)), None)


def likelihoods_of(workspace: Workspace, object: str, id: str, *, language: str = "en") -> tuple[RecordLikelihood, ...]:
    """What every live model says of a record, the leading one first; without those that have not been asked about it.

    Raises UsageError for a record that is not there.
    """
    models = live_models(workspace, object)
    with open_record(workspace, object, id) as record:
        kept = read_likelihoods(record.warehouse, object, record.n) if models else {}
        said = [each for each in models if each.key in kept]
        starts = {each.key: priority_starts(workspace, record.warehouse, each) for each in said}
    return tuple(_told(workspace, each, kept[each.key], starts[each.key], language) for each in said)


def priority_starts(workspace: Workspace, warehouse: Warehouse, model: LeadingModel) -> Mapping[str, float]:
    """From which likelihood (percent) each priority begins among the records that are open now. A priority is a quarter
    of these, however likely they are."""
    asked = ("priority_starts", model.key, model.version, model.predicted_at)
    return remembered(workspace, warehouse, asked, lambda: priority_starts_of(warehouse, model.key, model.object))


def _live_models(workspace: Workspace) -> tuple[LeadingModel, ...]:
    with open_application(workspace.application) as application:
        return tuple(_leading(each) for each in application.models.all() if each.live is not None)


def _leading(model: KeptModel) -> LeadingModel:
    assert model.live is not None
    goal = read_goal((model.key, model.goal)).goal
    likelihood, priority = goal.columns if goal is not None else (model.key, f"{model.key}_priority")
    predicted_at = model.runs[0].at if model.runs else None
    return LeadingModel(model.key, model.label, model.object, likelihood, priority, model.live.number, predicted_at)


def _told(
    workspace: Workspace, model: LeadingModel, said: KeptLikelihood, starts: Mapping[str, float], language: str
) -> RecordLikelihood:
    # They bring all of pandas along, which nobody needs who only asks what is live.
    from tamis.operations.models.kept_reasons import read_reasons

    version = kept_version(workspace, model.key, said.version)
    return RecordLikelihood(
        model=model.key,
        object=model.object,
        label=model.label,
        horizon=version.card.goal.horizon,
        version=said.version,
        at=said.at,
        likelihood=said.likelihood,
        low=said.low,
        high=said.high,
        priority=said.priority,
        priority_from=starts.get(said.priority or ""),
        change=None if said.likelihood is None or said.before is None else said.likelihood - said.before,
        base_rate=version.model.base_rate * 100,
        is_reached=said.priority == CLOSED_WON,
        reasons=told_reasons(version, read_reasons(said.reasons), language),
    )


def told_reasons(version: Kept, reasons: Sequence[KeptReason], language: str) -> tuple[ToldReason, ...]:
    """Reasons with the facts that the version knows, in a language; without those of features that it has not."""
    from tamis.operations.models.reason_words import fact_in, meaning_in, rate_of, value_in

    model = version.model
    named, found = {feature.name: feature for feature in model.features}, list[ToldReason]()
    for reason in reasons:
        if not all(name in named for name in reason.features):
            continue
        features = [named[name] for name in reason.features]
        facts = model.facts.get(reason.features[0]) if len(features) == 1 else None
        rate = None if facts is None else rate_of(facts, reason.values[0])
        pairs = list(zip(features, reason.values, strict=True))
        found.append(
            ToldReason(
                reason.features,
                " × ".join(meaning_in(feature, language) for feature in features),
                " × ".join(value_in(feature, value, language) for feature, value in pairs),
                reason.contribution,
                fact_in(features, reason.values, rate, model.base_rate, language, reason.contribution),
            )
        )
    return tuple(found)
