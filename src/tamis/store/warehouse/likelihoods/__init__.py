"""What the live models say of every record now, and the history of it.

with predictions(warehouse) as asked:
    asked.add(batch)                                # Arrow: n, log_odds, likelihood, low, high, reasons
    asked.prioritise(priorities)                    # Arrow: n, priority
    keep_likelihoods(warehouse, said)
"""

from tamis.store.warehouse.likelihoods.clearing import (
    clear_reached,
    forget_gone,
    forget_likelihoods,
    told_of,
    withdraw_likelihoods,
)
from tamis.store.warehouse.likelihoods.kept import (
    CLOSED_WON,
    Changed,
    Predictions,
    Saying,
    keep_likelihoods,
    predictions,
)
from tamis.store.warehouse.likelihoods.reading import (
    KeptLikelihood,
    LikelihoodChange,
    likelihood_history_of,
    priority_starts_of,
    read_likelihoods,
)

__all__ = [
    "CLOSED_WON",
    "Changed",
    "KeptLikelihood",
    "LikelihoodChange",
    "Predictions",
    "Saying",
    "clear_reached",
    "forget_gone",
    "forget_likelihoods",
    "keep_likelihoods",
    "likelihood_history_of",
    "predictions",
    "priority_starts_of",
    "read_likelihoods",
    "told_of",
    "withdraw_likelihoods",
]
