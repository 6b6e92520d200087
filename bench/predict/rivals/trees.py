"""Trees: LightGBM and CatBoost with early stopping, a random forest, and an explainable boosting machine."""

from __future__ import annotations

import warnings
from typing import Any, ClassVar

import lightgbm
import numpy as np
import pandas as pd
from interpret.glassbox import ExplainableBoostingClassifier
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import log_loss
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline

from bench.predict.preparing import categories_of, scaled, with_unknown
from bench.predict.rivals import Outcomes, Probabilities
from bench.predict.sets import DataSet

_MOST_ROUNDS = 3000
_PATIENCE = 100
# From as many rows on, greater steps: they cost nothing but time.
_MANY = 20_000


class Boosted:
    """LightGBM: leaves and their least rows by a fifth that is set aside, which also tells when to stop."""

    grid: ClassVar = [(leaves, least) for leaves in (7, 15, 31) for least in (20, 60)]

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def fit(self, learnt: DataSet) -> None:
        table, outcome = learnt.table, learnt.outcome
        self._known = {name: sorted(set(table[name].dropna())) for name in categories_of(table)}
        rows = self._categorical(table)
        apart = train_test_split(rows, outcome, test_size=0.2, stratify=outcome, random_state=self._seed)
        tried = [self._stopped(leaves, least, *apart) for leaves, least in self.grid]
        (leaves, least), rounds = min(tried, key=lambda one: one[0])[1:]
        self._model = self._model_of(leaves, least, rounds).fit(rows, outcome)

    def probabilities(self, table: pd.DataFrame) -> Probabilities:
        return np.asarray(self._model.predict_proba(self._categorical(table))[:, 1])

    def _stopped(
        self, leaves: int, least: int, learnt: pd.DataFrame, aside: pd.DataFrame, outcome: Outcomes, expected: Outcomes
    ) -> tuple[float, tuple[int, int], int]:
        model = self._model_of(leaves, least, _MOST_ROUNDS)
        stop = lightgbm.early_stopping(_PATIENCE, verbose=False)
        model.fit(learnt, outcome, eval_X=(aside,), eval_y=(expected,), callbacks=[stop])
        return model.best_score_["valid_0"]["binary_logloss"], (leaves, least), model.best_iteration_

    def _model_of(self, leaves: int, least: int, rounds: int) -> lightgbm.LGBMClassifier:
        return lightgbm.LGBMClassifier(
            n_estimators=max(rounds, 1),
            num_leaves=leaves,
            min_child_samples=least,
            learning_rate=0.05,
            subsample=0.8,
            subsample_freq=1,
            colsample_bytree=0.8,
            n_jobs=1,
            verbose=-1,
            random_state=self._seed,
        )

    def _categorical(self, table: pd.DataFrame) -> pd.DataFrame:
        seen = {name: table[name].where(table[name].isin(known)) for name, known in self._known.items()}
        rows = table.assign(**{name: pd.Categorical(seen[name], known) for name, known in self._known.items()})
        # A name with a comma is refused.
        return rows.set_axis([f"column {place}" for place in range(rows.shape[1])], axis=1)


class CatBoost:
    """CatBoost: the depth by a fifth that is set aside, which also tells when to stop."""

    depths: ClassVar = (4, 6)

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def fit(self, learnt: DataSet) -> None:
        table, outcome = learnt.table, learnt.outcome
        rows = with_unknown(table)
        apart = train_test_split(rows, outcome, test_size=0.2, stratify=outcome, random_state=self._seed)
        tried = [self._stopped(depth, *apart) for depth in self.depths]
        depth, rounds = min(tried)[1:]
        self._model = self._model_of(table, depth, rounds).fit(rows, outcome)

    def probabilities(self, table: pd.DataFrame) -> Probabilities:
        return np.asarray(self._model.predict_proba(with_unknown(table))[:, 1])

    def _stopped(
        self, depth: int, learnt: pd.DataFrame, aside: pd.DataFrame, outcome: Outcomes, expected: Outcomes
    ) -> tuple[float, int, int]:
        model = self._model_of(learnt, depth, _MOST_ROUNDS)
        model.fit(learnt, outcome, eval_set=(aside, expected), early_stopping_rounds=_PATIENCE)
        return model.best_score_["validation"]["Logloss"], depth, model.best_iteration_ + 1

    def _model_of(self, table: pd.DataFrame, depth: int, rounds: int) -> Any:
        # In an environment of the benchmark's own, and so imported only here.
        from catboost import CatBoostClassifier

        return CatBoostClassifier(
            iterations=rounds,
            depth=depth,
            learning_rate=0.1 if len(table) > _MANY else 0.05,
            cat_features=categories_of(table),
            thread_count=1,
            random_seed=self._seed,
            verbose=False,
            allow_writing_files=False,
        )


class Forest:
    """200 trees; the least rows of a leaf by a fifth that is set aside, and fewer trees."""

    least: ClassVar = (2, 5, 15)

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def fit(self, learnt: DataSet) -> None:
        table, outcome = learnt.table, learnt.outcome
        rows = with_unknown(table)
        parts = train_test_split(rows, outcome, test_size=0.2, stratify=outcome, random_state=self._seed)
        tried, aside, known, expected = parts
        models = [make_pipeline(scaled(table), self._forest(50, least)) for least in self.least]
        losses = [log_loss(expected, model.fit(tried, known).predict_proba(aside)[:, 1]) for model in models]
        forest = self._forest(200, self.least[int(np.argmin(losses))])
        self._model = make_pipeline(scaled(table), forest).fit(rows, outcome)

    def probabilities(self, table: pd.DataFrame) -> Probabilities:
        return np.asarray(self._model.predict_proba(with_unknown(table))[:, 1])

    def _forest(self, trees: int, least: int) -> RandomForestClassifier:
        return RandomForestClassifier(trees, min_samples_leaf=least, n_jobs=1, random_state=self._seed)


class ExplainableBoosting:
    """interpret's machine with the settings that a trial on eight sets found enough."""

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def fit(self, learnt: DataSet) -> None:
        table, outcome = learnt.table, learnt.outcome
        settings: dict[str, Any] = {"outer_bags": 8}
        if len(table) > _MANY:
            settings = {"outer_bags": 4, "learning_rate": 0.1, "max_rounds": 20_000}
        kinds = ["nominal" if name in categories_of(table) else "continuous" for name in table]
        self._model = ExplainableBoostingClassifier(
            feature_types=kinds, interactions=10, n_jobs=1, random_state=self._seed, **settings
        )
        with warnings.catch_warnings():
            # Its drawings do not show what is unknown; nobody draws here.
            warnings.filterwarnings("ignore", "Missing values detected", UserWarning)
            self._model.fit(with_unknown(table), outcome)

    def probabilities(self, table: pd.DataFrame) -> Probabilities:
        return np.asarray(self._model.predict_proba(with_unknown(table))[:, 1])
