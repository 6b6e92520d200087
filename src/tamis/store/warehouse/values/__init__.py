"""The values that every record of a published score has now, and the history of how they came to be.

Computed first, kept after: `compute_values` leaves its rows in a temporary table, so that a person can be told what
would change (`moves`) before `keep_values` makes it so.
"""

from tamis.store.warehouse.values.computed import choose_targets, compute_values, show_computed
from tamis.store.warehouse.values.differing import FEW
from tamis.store.warehouse.values.history import HistoryRow, history_of, values_of
from tamis.store.warehouse.values.kept import (
    TIME,
    VALUES_DDL,
    forget_values,
    keep_some_values,
    keep_values,
    values_query,
)
from tamis.store.warehouse.values.moves import Bin, Move, Moves, moves
from tamis.store.warehouse.values.plans import Plans

__all__ = [
    "FEW",
    "TIME",
    "VALUES_DDL",
    "Bin",
    "HistoryRow",
    "Move",
    "Moves",
    "Plans",
    "choose_targets",
    "compute_values",
    "forget_values",
    "history_of",
    "keep_some_values",
    "keep_values",
    "moves",
    "show_computed",
    "values_of",
    "values_query",
]
