"""Every data set and every contestant, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bench.predict import snapshots, tables
from bench.predict.names import BASELINE, LOGISTIC, TAMIS
from bench.predict.rivals import Contestant
from bench.predict.rivals.counting import BaseRate, NaiveBayes
from bench.predict.rivals.linear import BinnedLogistic, PlainLogistic
from bench.predict.rivals.trees import Boosted, CatBoost, ExplainableBoosting, Forest
from bench.predict.sets import Loader
from bench.predict.tamis import Tamis

SETS: Mapping[str, Loader] = {
    "xeducation": tables.xeducation,
    "xeducation, sure": tables.xeducation_sure,
    "xeducation, leaking": tables.xeducation_leaking,
    "olist_funnel": tables.olist_funnel,
    "bpi12": snapshots.bpi12,
    "crm_opportunities": tables.crm_opportunities,
    "online_shoppers": tables.online_shoppers,
    "win_loss": tables.win_loss,
}

#: By a seed.
CONTESTANTS: Mapping[str, Callable[[int], Contestant]] = {
    TAMIS: Tamis,
    "LightGBM": Boosted,
    "CatBoost": CatBoost,
    LOGISTIC: BinnedLogistic,
    "EBM": ExplainableBoosting,
    "random forest": Forest,
    "plain logistic": lambda seed: PlainLogistic(),
    BASELINE: lambda seed: NaiveBayes(),
    "base rate": lambda seed: BaseRate(),
}
