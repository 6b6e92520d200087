"""The strongest reasons of very many records at once, as arrays; words are made only of those that are asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tamis.predict.feature import Feature
from tamis.predict.reasons.facts import Facts
from tamis.predict.reasons.ranking import MOST, Reason, reasons_at, strongest, taken
from tamis.predict.scorer import Floats, Scorer, Term

# Rows at a time: what two hundred terms add to them is 26 MB, and finding the columns takes little beside it.
_CHUNK = 1 << 14


@dataclass(frozen=True, eq=False)
class Strongest:
    """Up to five reasons for and five against of each row of `table`.

    `places` (rows, 10) are places in `terms`, for first, then against, the strongest first within each; -1 where there
    are no more. `contributions` (rows, 10) is what they add, 0 where there is none, and `log_odds` (rows,) what all
    terms come to, calibrated.

        found = strongest(model, table)
        found.reasons([0, 17])           # of two rows, with values and facts
        found.terms[found.places[0, 0]]  # what speaks most for the first one
    """

    table: pd.DataFrame
    terms: tuple[Term, ...]
    places: NDArray[np.int16]
    contributions: Floats
    log_odds: Floats
    features: Mapping[str, Feature]
    facts: Mapping[str, Facts]

    def __len__(self) -> int:
        return len(self.places)

    def reasons(self, rows: Sequence[int] | NDArray[np.int64]) -> list[tuple[Reason, ...]]:
        """Of these rows, in their order: a tuple each."""
        chosen = np.asarray(rows, dtype=np.int64)
        table, places, contributions = self.table.iloc[chosen], self.places[chosen], self.contributions[chosen]
        return reasons_at(table, places, contributions, self.terms, self.features, self.facts)


def strongest_of(
    scorer: Scorer,
    table: pd.DataFrame,
    features: Mapping[str, Feature],
    facts: Mapping[str, Facts],
    *,
    threads: int = 1,
) -> Strongest:
    """Looks at each row once, for reasons and log-odds. The same on one thread or more."""
    # What a calibration adds looks at nothing, so it is no reason.
    terms = tuple(term for term in scorer.terms if term.features)
    places = np.full((len(table), 2 * MOST), -1, dtype=np.int16)
    contributions, log_odds = np.zeros((len(table), 2 * MOST)), np.empty(len(table))

    def look(rows: slice) -> None:
        explained = scorer.explain(table.iloc[rows])
        parts = np.ascontiguousarray(explained.contributions[:, : len(terms)])
        found = strongest(parts)
        places[rows], log_odds[rows] = found, explained.log_odds
        contributions[rows] = taken(parts, found)

    chunks = [slice(start, start + _CHUNK) for start in range(0, len(table), _CHUNK)]
    with ThreadPoolExecutor(threads) as pool:
        # Looking up, sorting and trees do not hold the interpreter's lock.
        list(pool.map(look, chunks))
    return Strongest(table, terms, places, contributions, log_odds, features, facts)
