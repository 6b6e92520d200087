"""The whole training: leaks, the choice, the judgement on newer examples, and the model that is learnt from all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from tamis.predict.calibration import Intervals
from tamis.predict.card.model_card import ModelCard
from tamis.predict.evaluation.leakage import Finding, leaks, left_out
from tamis.predict.evaluation.readiness import readiness
from tamis.predict.evaluation.splits import Rows, newest
from tamis.predict.evaluation.suspect import Seen
from tamis.predict.feature import Examples
from tamis.predict.model import Model
from tamis.predict.reasons import facts_of
from tamis.predict.training.asked import Asked
from tamis.predict.training.judging import Judgement, judge, scorer_of
from tamis.predict.training.on_card import bare_card, card_of


@dataclass(frozen=True)
class Trained:
    """A model and its card; no model where there is too little to learn one from."""

    card: ModelCard
    model: Model | None


def train(examples: Examples, asked: Asked, *, on_step: Callable[[str], None] = lambda step: None) -> Trained:
    """Learns from the examples; `on_step` hears what is done next. The same examples and seed give the same model.

    Raises DataError for examples that nothing can be learnt from, in ways that readiness does not tell.
    """
    rows = Rows(examples.record, examples.landmark, examples.outcome)
    ready = readiness(rows, open_now=asked.open_now)
    found = _leaks(examples, asked)
    used = _without(examples, asked, found)
    if not ready.is_enough:
        return Trained(bare_card(asked, used, ready, found), None)
    split = newest(rows, horizon=asked.horizon, seed=asked.seed)
    judged = judge(used, split, asked, on_step)
    on_step("Learning from all examples")
    final = _learnt_from_all(used, judged, asked)
    return Trained(card_of(asked, used, ready, found, judged, final), final)


def _leaks(examples: Examples, asked: Asked) -> tuple[Finding, ...]:
    seen = Seen(examples.outcome, examples.weight, examples.landmark, asked.converted_at, asked.place)
    return leaks(examples.table, asked.suspects, seen, seed=asked.seed)


def _without(examples: Examples, asked: Asked, found: tuple[Finding, ...]) -> Examples:
    """The examples without the columns of properties that leak."""
    names = left_out(found, kept=asked.kept)
    columns = {suspect.column for suspect in asked.suspects if suspect.name in names}
    kept = tuple(feature for feature in examples.features if feature.name not in columns)
    table = examples.table[[feature.name for feature in kept]]
    return Examples(kept, table, examples.record, examples.landmark, examples.outcome, examples.weight)


def _learnt_from_all(used: Examples, judged: Judgement, asked: Asked) -> Model:
    """The kind that was chosen, learnt from every example; intervals come from the rows that were held out when it was
    asked about them."""
    test, calibration = judged.test, judged.calibration
    return Model(
        features=used.features,
        scorer=scorer_of(judged.choice, used, asked, is_recent=judged.is_recent),
        calibration=calibration,
        intervals=Intervals.fit(calibration.apply(judged.plain), test.outcome, test.weight, test.record),
        facts=facts_of(used),
        base_rate=float(np.average(used.outcome, weights=used.weight)),
    )
