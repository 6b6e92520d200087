"""What a training came to, as its card tells it."""

from __future__ import annotations

import numpy as np

from tamis.predict.calibration import probability
from tamis.predict.card.model_card import Candidate as CandidateOnCard
from tamis.predict.card.model_card import Choice as ChoiceOnCard
from tamis.predict.card.model_card import LeakOnCard, ModelCard
from tamis.predict.evaluation.importance import importances
from tamis.predict.evaluation.intervals import Interval, Judged, log_loss_difference
from tamis.predict.evaluation.leakage import Finding, left_out
from tamis.predict.evaluation.measures import measure
from tamis.predict.evaluation.readiness import Readiness
from tamis.predict.evaluation.verdict import Evidence, verdict
from tamis.predict.feature import Examples
from tamis.predict.model import Model
from tamis.predict.training.asked import Asked
from tamis.predict.training.choosing import Choice
from tamis.predict.training.curves import curves
from tamis.predict.training.judging import Judgement
from tamis.predict.training.rates import rates_of_groups

# So many rows tell how much a term moves likelihoods.
_SAMPLED = 20_000


def bare_card(asked: Asked, used: Examples, ready: Readiness, found: tuple[Finding, ...]) -> ModelCard:
    """The card of what no model could be learnt from: how much there is, what is missing, and rates of groups."""
    evidence, rates = Evidence(ready, None), rates_of_groups(used)
    told = {each.feature for each in rates}
    return ModelCard(
        goal=asked.goal,
        version=asked.version,
        trained_at=asked.as_of,
        verdict=verdict(evidence),
        readiness=ready,
        choice=ChoiceOnCard(()),
        features=tuple(feature for feature in used.features if feature.name in told),
        feature_count=len(used.features),
        leaks=_on_card(found, asked),
        rates=rates,
    )


def card_of(
    asked: Asked, used: Examples, ready: Readiness, found: tuple[Finding, ...], judged: Judgement, model: Model
) -> ModelCard:
    """The card of a model."""
    sample = used.rows(np.unique(np.linspace(0, len(used) - 1, min(len(used), _SAMPLED)).astype(np.int64)))
    important = importances(model.scorer.terms, model.scorer.contributions(sample.table), sample.weight)
    drawn = curves(model.scorer, important)
    told = {name for each in important for name in each.features} | {each.feature for each in drawn}
    kept = tuple(each.name for each in found if each.name in asked.kept)
    return ModelCard(
        goal=asked.goal,
        version=asked.version,
        trained_at=asked.as_of,
        verdict=verdict(Evidence(ready, judged.held_out, judged.drifts, important, kept)),
        readiness=ready,
        choice=_choice_on_card(judged, asked),
        held_out=judged.held_out,
        features=tuple(feature for feature in used.features if feature.name in told),
        feature_count=len(used.features),
        importances=important,
        curves=drawn,
        leaks=_on_card(found, asked),
        drifts=judged.drifts,
        live_version=asked.live.version if asked.live else "",
        calibrated_by="" if model.calibration.kind == "none" else str(model.calibration.kind),
    )


def _on_card(found: tuple[Finding, ...], asked: Asked) -> tuple[LeakOnCard, ...]:
    without = left_out(found, kept=asked.kept)
    return tuple(LeakOnCard(each, each.name in without) for each in found)


def _choice_on_card(judged: Judgement, asked: Asked) -> ChoiceOnCard:
    choice, learnt = judged.choice, judged.learnt.rows(judged.choice.rows)
    candidates = tuple(
        CandidateOnCard(
            each.candidate.name,
            each.log_loss,
            measure(learnt.outcome, probability(each.log_odds), learnt.weight).auc,
            each is choice.chosen,
        )
        for each in choice.tried
    )
    return ChoiceOnCard(candidates, _margin(choice, learnt, asked), judged.folds, len(learnt))


def _margin(choice: Choice, judged: Examples, asked: Asked) -> Interval | None:
    """How much less log loss the chosen one has than the best of the others."""
    others = [each for each in choice.tried if each is not choice.chosen]
    if not others:
        return None
    best = min(others, key=lambda each: each.log_loss)
    chances = probability(choice.chosen.log_odds), probability(best.log_odds)
    return log_loss_difference(Judged(judged.outcome, judged.weight, judged.record), *chances, seed=asked.seed)
