"""Rates by group, from examples that are too few to learn a model from."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from tamis.predict.estimators import ShrunkenRates
from tamis.predict.evaluation.group_rates import GroupRate, GroupRates
from tamis.predict.feature import Examples, Feature, Kind

# What a record is, not what it did: the groups that people ask about, and few enough to look at each. Days pass for all
# records, but those that reached the goal were looked at earlier.
_FAMILIES = frozenset({"properties", "company"})
_MOST = 5


def rates_of_groups(examples: Examples) -> tuple[GroupRates, ...]:
    """The rates by the few properties whose groups differ most; none if nobody has reached the goal, or everybody.

    Each record counts once, as it was when it was last looked at: before it reached the goal, if it did.
    """
    each = examples.rows(_newest(examples))
    if len(np.unique(each.outcome)) < 2:
        return ()
    found = list[tuple[float, GroupRates]]()
    for feature in each.features:
        if feature.family in _FAMILIES and feature.unit != "days":
            rates = ShrunkenRates(by=feature.name)
            rates.fit(each.table[[feature.name]], each.outcome, each.weight, each.record)
            groups = tuple(_groups(rates, feature))
            if len(groups) > 1:
                found.append((rates.gain_, GroupRates(feature.name, groups)))
    # Sorting keeps the order of the features where they tell as much.
    return tuple(rates for _, rates in sorted(found, key=lambda pair: -pair[0])[:_MOST])


def _newest(examples: Examples) -> NDArray[np.int64]:
    """The places of each record's last example."""
    order = np.lexsort((examples.landmark, examples.record))
    is_last = np.append(np.diff(examples.record[order]) != 0, True)[: len(order)]
    return np.sort(order[is_last])


def _groups(rates: ShrunkenRates, feature: Feature) -> Iterator[GroupRate]:
    """Those that anybody is in; unknown values last."""
    told = [each for each in rates.groups() if each.rows]
    if feature.kind is Kind.CATEGORY:
        told.sort(key=lambda each: (each.label is None, -each.rate, -each.rows))
    yield from told
