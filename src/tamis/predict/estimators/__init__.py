"""What learns: classifiers of two classes by scikit-learn's conventions, over a DataFrame of features.

    model = GlassBox(seed=seed, threads=threads).fit(table, outcome, weight, record)
    model.scorer()                  # what was learnt, alone: a Scorer, to be calibrated, kept and asked
    model.predict_proba(table)      # (rows, 2), 0.001-0.999
    model.decision_function(table)  # log-odds, (rows,)

GlassBox(bags, interactions, learning_rate, rounds, patience, smoothing, bins, seed, threads)    by interpret-core
BinnedLogistic(bins, strength, seed, threads)            ridge on one-hot bins
Boosted(learning_rate, leaves, rounds, seed, threads)    LightGBM; Boosted.missing() says why not
NaiveBayes(bins)                                         the Odoo-style baseline
ShrunkenRates(by, bins)                                  few conversions; .interval(table), .by_

All arguments are keyword-only and have defaults. `weight` corrects a sampled training set to the true rate; `record`
tells which rows are of one record, which are held out together. What cannot be learnt from is a DataError in a
sentence: no rows, one outcome only, a column of lists, …; columns that are constant have no term. GlassBox and Boosted
need 10 rows of each outcome, BinnedLogistic 5, NaiveBayes 1, ShrunkenRates none.
"""

from tamis.predict.estimators.base import Likelihood
from tamis.predict.estimators.binned_logistic import BinnedLogistic
from tamis.predict.estimators.boosted import Boosted
from tamis.predict.estimators.glass_box import GlassBox
from tamis.predict.estimators.naive_bayes import NaiveBayes
from tamis.predict.estimators.shrunken import ShrunkenRates

__all__ = ["BinnedLogistic", "Boosted", "GlassBox", "Likelihood", "NaiveBayes", "ShrunkenRates"]
