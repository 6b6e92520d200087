"""Models as they are kept and asked: tables of bins, or trees; each is a `Scorer` (`predict/scorer.py`).

    AdditiveModel(intercept, axes, tables)     # what GlassBox, BinnedLogistic, NaiveBayes and ShrunkenRates become
    BoostedModel(axes, trees)                  # what Boosted becomes: LightGBM's trees; contributions: exact tree SHAP
    model.terms, model.intercept, model.contributions(table), model.log_odds(table)
    curves(additive_model)                     # {feature: Curve}: edges or categories, log-odds, error, training rows
    importances(additive_model)                # {term name: mean size of its contribution, in log-odds}

A table may have more columns than a model looks at, in any order. Number columns hold numbers (NaN unknown), category
columns texts (None unknown); anything else is a DataError.
"""

from tamis.predict.additive.axis import Axis, category_axis, kind_of, number_axis, shown
from tamis.predict.additive.boosted import BoostedModel
from tamis.predict.additive.curves import Curve, curves, importances
from tamis.predict.additive.model import AdditiveModel, TermTable
from tamis.predict.additive.trees import Trees

__all__ = [
    "AdditiveModel",
    "Axis",
    "BoostedModel",
    "Curve",
    "TermTable",
    "Trees",
    "category_axis",
    "curves",
    "importances",
    "kind_of",
    "number_axis",
    "shown",
]
