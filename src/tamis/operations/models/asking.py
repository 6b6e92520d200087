"""What a version of a model says of records of a warehouse, some at a time: of a million, not all fit into memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from tamis.definitions import Score
from tamis.operations.models.kept_reasons import write_reasons
from tamis.operations.predict.learning_data import LearningData
from tamis.predict.features import Gathering, Rows
from tamis.predict.kept import Kept
from tamis.predict.prediction import Likelihoods, said_of, strongest

# With 400 features, 320 MB.
_ROWS = 200_000
_THREADS = 2


@dataclass(frozen=True)
class Batch:
    """Some records by number, what the model looks at of them (`table`), what it says, and its reasons as texts."""

    record: NDArray[np.int64]
    table: pd.DataFrame
    said: Likelihoods
    reasons: pa.ChunkedArray


def ask_all(
    learning: LearningData, kept: Kept, record: NDArray[np.int64], as_of: int, scores: Sequence[Score]
) -> Iterator[Batch]:
    """Asks about these records, in their order, as of an instant (microseconds since the epoch, UTC)."""
    if not len(record):
        return
    gathering = gathering_of(learning, kept, scores)
    for first in range(0, len(record), _ROWS):
        part = record[first : first + _ROWS]
        table = kept.encoding.table(gathering.gather(Rows(part, np.full(len(part), as_of, dtype=np.int64))))
        found = strongest(kept.model, table, threads=_THREADS)
        yield Batch(part, table, said_of(kept.model, found.log_odds), write_reasons(found, threads=_THREADS))


def gathering_of(learning: LearningData, kept: Kept, scores: Sequence[Score]) -> Gathering:
    """What gathers the features of a version from the data."""
    return Gathering(learning.engine, learning.catalog, kept.plan, scores=scores, segments=learning.segments)


def known_scores(kept: Kept, scores: Sequence[Score]) -> tuple[Score, ...]:
    """The scores that the version looks at: others need not be computed."""
    looked_at = {feature.source for feature in kept.model.features if feature.family == "scores"}
    return tuple(score for score in scores if score.key in looked_at)
