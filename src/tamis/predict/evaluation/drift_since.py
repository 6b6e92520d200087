"""How far records are from those that a model learnt from, where only the model's own counts are left of these."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from tamis.predict.evaluation.drift import Drift, Floats, stability_index
from tamis.predict.feature import Feature
from tamis.predict.reasons import Facts

#: Of fewer records nothing can be said.
FEWEST = 50


def drift_since_training(
    features: Sequence[Feature], facts: Mapping[str, Facts], table: pd.DataFrame
) -> tuple[Drift, ...]:
    """Of each feature, by the bins that its facts were counted in, the furthest first. `then` and `now` are the shares
    of the bin that moved most, and `value` says which it is: `≥ 8`, `3 – 8`, a category, "" for unknown values.

    Of each index, what chance alone makes of so few rows is taken away: (bins − 1) · (1/rows then + 1/rows now), the
    mean of the index where nothing moved (Yurdakul 2018). Of fewer than 50 rows nothing is said.
    """
    if len(table) < FEWEST:
        return ()
    found = [_drift(each.name, facts[each.name], table[each.name]) for each in features if each.name in facts]
    return tuple(sorted(found, key=lambda each: (-each.index, each.name)))


def _drift(name: str, facts: Facts, values: pd.Series) -> Drift:
    bins = facts.bins(values)
    now = np.bincount(bins[bins >= 0], minlength=len(facts.rows)).astype(np.float64)
    index = stability_index(facts.rows, now)
    was, is_ = (each / (each.sum() or 1.0) for each in (facts.rows, now))
    furthest = int(np.argmax(np.abs(is_ - was)))
    is_more_than_chance = max(0.0, index - _by_chance(facts.rows, now))
    return Drift(name, is_more_than_chance, float(was[furthest]), float(is_[furthest]), _said(facts, furthest))


def _by_chance(then: Floats, now: Floats) -> float:
    if not then.sum() or not now.sum():
        return 0.0
    bins = int(((then > 0) | (now > 0)).sum())
    return float((bins - 1) * (1 / then.sum() + 1 / now.sum()))


def _said(facts: Facts, place: int) -> str:
    if place == len(facts.rows) - 1:
        return ""
    if facts.edges is None:
        return facts.categories[place]
    if not len(facts.edges):
        return "✓"
    if place == 0:
        return f"< {facts.edges[0]:g}"
    if place == len(facts.edges):
        return f"≥ {facts.edges[-1]:g}"
    return f"{facts.edges[place - 1]:g} – {facts.edges[place]:g}"
