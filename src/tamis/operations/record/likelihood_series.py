"""What became of a record's likelihoods: a step for each change, ready to be drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tamis.operations.record.opened import OpenRecord
from tamis.store.warehouse.likelihoods import LikelihoodChange, likelihood_history_of

__all__ = ["LikelihoodChange", "read_likelihood_series"]

#: Of more steps, the newest are told.
MOST_STEPS = 500


def read_likelihood_series(record: OpenRecord) -> Mapping[str, Sequence[LikelihoodChange]]:
    """By model, what its likelihood of the record went through, oldest first: as the history has it."""
    found: dict[str, list[LikelihoodChange]] = {}
    for change in likelihood_history_of(record.warehouse, record.object, record.n):
        found.setdefault(change.model, []).append(change)
    return {model: changes[-MOST_STEPS:] for model, changes in found.items()}
