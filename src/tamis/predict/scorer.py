"""What every model that may be published can do: log-odds, and the share of each of its terms in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Term:
    """A part of a sum of log-odds: the features it looks at, one, or two that are looked at together."""

    features: tuple[str, ...]

    @property
    def name(self) -> str:
        return " × ".join(self.features)


@dataclass(frozen=True, eq=False)
class Explained:
    """`log_odds`, shape (rows,), and the `contributions` that they are the sum of, shape (rows, terms)."""

    log_odds: Floats
    contributions: Floats


class Scorer(Protocol):
    """A fitted model as it is kept and asked: a sum of terms.

    `terms` names the columns of `contributions`; log-odds are `intercept` plus the sum of a row's contributions,
    exactly but for the order of adding up (1e-9).
    """

    @property
    def terms(self) -> tuple[Term, ...]: ...

    @property
    def intercept(self) -> float: ...

    def contributions(self, table: pd.DataFrame) -> Floats:
        """Shape (rows, terms), in log-odds: a table with (at least) the columns that the terms name."""
        ...

    def log_odds(self, table: pd.DataFrame) -> Floats:
        """Shape (rows,)."""
        ...

    def explain(self, table: pd.DataFrame) -> Explained:
        """Both at once, which takes hardly longer than contributions alone."""
        ...
