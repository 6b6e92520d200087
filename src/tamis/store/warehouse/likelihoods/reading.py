"""What models say of one record, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tamis.store.warehouse.warehouse import Warehouse


@dataclass(frozen=True)
class KeptLikelihood:
    """What a version of a model said of a record, as of `at` (microseconds since the epoch, UTC).

    `likelihood`, `low`, `high` and `before` (of the run before, at `before_at`) are percent, 0–100; all of them but
    `before` are None where the record reached the goal or is not open. `reasons` is JSON, as
    `tamis.operations.models.kept_reasons` writes it.
    """

    model: str
    log_odds: float | None
    likelihood: float | None
    low: float | None
    high: float | None
    priority: str | None
    version: int
    at: int
    before: float | None
    before_at: int | None
    reasons: str | None


@dataclass(frozen=True)
class LikelihoodChange:
    """One change of a record's likelihood (percent; None: none) or priority, by one model. `at` is in microseconds
    since the epoch, UTC; `cause` is predict, publish, reached, merge or withdraw."""

    model: str
    at: int
    version: int
    before: float | None
    after: float | None
    priority_before: str | None
    priority_after: str | None
    cause: str


def read_likelihoods(warehouse: Warehouse, object: str, n: int) -> dict[str, KeptLikelihood]:
    """What is kept of the record of that number, by model."""
    found = [KeptLikelihood(*row) for row in warehouse.rows(_KEPT, [object, n])]
    return {each.model: each for each in found}


def likelihood_history_of(warehouse: Warehouse, object: str, n: int) -> list[LikelihoodChange]:
    """The changes of the record of that number, by all models, oldest first."""
    return [LikelihoodChange(*row) for row in warehouse.rows(_CHANGES, [object, n])]


def priority_starts_of(warehouse: Warehouse, model: str, object: str) -> dict[str, float]:
    """The least likelihood (percent) of the open records of each priority, by a model."""
    return {priority: float(start) for priority, start in warehouse.rows(_STARTS, [model, object])}


_KEPT = """
    SELECT model, log_odds, likelihood, low, high, priority, version, "at", before, before_at, reasons
    FROM warehouse.likelihoods WHERE object = ? AND n = ? ORDER BY model
"""

# In the order in which they were written, and not by `at`, which goes back where a clock was set back.
_CHANGES = """
    SELECT model, "at", version, before, after, priority_before, priority_after, cause
    FROM warehouse.likelihood_history WHERE object = ? AND n = ? ORDER BY rowid
"""

_STARTS = """
    SELECT priority, min(likelihood) FROM warehouse.likelihoods
    WHERE model = ? AND object = ? AND likelihood IS NOT NULL AND priority IS NOT NULL GROUP BY priority
"""
