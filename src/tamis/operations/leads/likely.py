"""How likely the records of a list are to reach the goal of a model: what its newest prediction left."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from tamis.errors import UsageError, closest
from tamis.operations.leads.asked import Asked
from tamis.operations.leads.parameters import Parameters
from tamis.operations.models.likelihoods import LeadingModel, live_models
from tamis.operations.workspace import Workspace
from tamis.store.warehouse import Warehouse

CLOSED_WON = "closed won"
#: Best first; the last is of records that have reached the goal. As `tamis.predict.priority.Priority` has them, which
#: would bring all of numpy along.
PRIORITIES = ("very high", "high", "medium", "low", CLOSED_WON)
LIKELY_ORDERS = ("likelihood", "likelihood_change")


@dataclass(frozen=True)
class LeadLikelihood:
    """What a model says of a record: `likelihood` with its `low` and `high` end, in percent; None for who is not open.

    `change` is the difference from the run before (percentage points, None without one), `at` the instant of the
    prediction (microseconds since the epoch, UTC).
    """

    likelihood: float | None
    low: float | None
    high: float | None
    priority: str | None
    change: float | None
    at: int

    @property
    def width(self) -> float:
        """Of the interval, in percentage points."""
        return (self.high or 0.0) - (self.low or 0.0)


def model_of(workspace: Workspace, asked: Asked) -> LeadingModel | None:
    """The live model that is asked for, or else the leading one of the object; None where none is live.

    Raises UsageError for a model that is not live, and where only a likelihood could answer and there is none.
    """
    live = live_models(workspace, asked.object)
    if asked.model is not None:
        return named_model(asked.model, asked.object, live)
    if not live and asks_for_likely(asked):
        raise UsageError(f"No model of {asked.object} records is live, so none of them has a likelihood.")
    return next(iter(live), None)


def asks_for_likely(asked: Asked) -> bool:
    """Whether records are left out by what a model says of them."""
    return bool(asked.priorities) or asked.likelihood_from is not None or asked.likelihood_to is not None


def refuse_unlikely(asked: Asked) -> None:
    """Raises UsageError for a priority or a likelihood that no record could have."""
    for priority in asked.priorities:
        if priority not in PRIORITIES:
            raise UsageError(f'There is no priority "{priority}"; there are {", ".join(PRIORITIES)}.')
    for end in (asked.likelihood_from, asked.likelihood_to):
        if end is not None and not (math.isfinite(end) and 0 <= end <= 100):
            raise UsageError("A likelihood is from 0 to 100 percent.")


def likely_sql(model: LeadingModel, object: str, parameters: Parameters) -> str:
    """A query of `n`, `likelihood`, `priority` and `change` of all that the model says."""
    of = parameters.of
    place = f"model = {of(model.key)} AND object = {of(object)}"
    return f"SELECT n, likelihood, priority, likelihood - before AS change FROM likelihoods WHERE {place}"


def read_likely(
    warehouse: Warehouse, model: LeadingModel | None, object: str, numbers: Sequence[int]
) -> dict[int, LeadLikelihood]:
    """By the numbers of records, what the model says of each that it says something of."""
    if model is None:
        return {}
    rows = warehouse.rows(
        'SELECT n, likelihood, low, high, priority, likelihood - before, "at" FROM likelihoods'
        " WHERE model = $1 AND object = $2 AND n IN (SELECT unnest($3::INTEGER[]))",
        [model.key, object, list(numbers)],
    )
    return {n: LeadLikelihood(*told) for n, *told in rows}


def named_model(key: str, object: str, live: Sequence[LeadingModel]) -> LeadingModel:
    """The live model of a key. Raises UsageError where there is none."""
    found = {model.key: model for model in live}
    if key not in found:
        hint = closest(key, found)
        raise UsageError(f'No model "{key}" of {object} records is live.' + (f"\n  hint: {hint}" if hint else ""))
    return found[key]
