"""Tamis as it comes: what `tamis train` does with examples, its own choice included."""

from __future__ import annotations

import numpy as np
import pandas as pd

from bench.predict.rivals import Probabilities
from bench.predict.sets import DataSet
from tamis.predict.calibration import probability
from tamis.predict.card.model_card import GoalOnCard
from tamis.predict.feature import Examples, Feature, Kind
from tamis.predict.training.asked import Asked
from tamis.predict.training.walk import train

_DAY = 86_400_000_000


class Tamis:
    """Without a setting. After `fit`, `chose` tells which kind of model it took."""

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def fit(self, learnt: DataSet) -> None:
        examples = examples_of(learnt)
        horizon = round(learnt.horizon * _DAY)
        asked = Asked(
            goal=GoalOnCard(key="outcome", label=learnt.about, object="contact", horizon=horizon or None),
            as_of=int(examples.landmark.max()) + horizon,
            horizon=horizon,
            open_now=len(learnt),
            seed=self._seed,
        )
        trained = train(examples, asked)
        if trained.model is None:
            raise RuntimeError(f"{learnt.name}: Tamis found too little to learn from")
        self._model = trained.model.calibrated
        self.chose = next(each.name for each in trained.card.choice.candidates if each.is_chosen)

    def probabilities(self, table: pd.DataFrame) -> Probabilities:
        return np.asarray(probability(self._model.log_odds(table)))


def examples_of(data: DataSet) -> Examples:
    """Each row a record of its own, seen at its time, or all at one."""
    features = tuple(
        Feature(name, Kind.CATEGORY if data.table[name].dtype == object else Kind.NUMBER, "property", name, name)
        for name in data.table
    )
    rows = len(data)
    time = np.zeros(rows) if data.time is None else data.time * _DAY
    return Examples(features, data.table, np.arange(rows), np.round(time).astype(np.int64), data.outcome, np.ones(rows))
