"""What it costs to predict for a million contacts whose features are loaded: likelihoods, intervals, priorities and the
strongest reasons, five for and five against.

`python -m bench.predict.million DATA MODEL AS_OF` prints it as JSON; the contacts of the folder stand in as often as it
takes.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd

from bench.costs import told
from tamis.definitions.goal import read_goal
from tamis.operations.call import read_as_of
from tamis.operations.predict.folders import learning_folder
from tamis.operations.predict.predict_folder import read_kept
from tamis.predict.examples import as_they_stand
from tamis.predict.features import Gathering, Rows
from tamis.predict.kept import Kept
from tamis.predict.prediction import said_of, strongest
from tamis.predict.priority import priorities
from tamis.progress import NullProgress

CONTACTS = 1_000_000


def features_of(data: Path, kept: Kept, as_of: str) -> pd.DataFrame:
    """Of the contacts that are open."""
    with learning_folder(data, read_goal(("goal.yaml", kept.goal)), NullProgress()) as learning:
        asking, instant = learning.asking(), read_as_of(as_of, datetime.now(UTC), learning.loaded.catalog.time_zone)
        now = as_they_stand(asking, learning.goal, instant)
        record = now.record[now.is_open]
        gathering = Gathering(asking.engine, asking.catalog, kept.plan, scores=(), segments=asking.segments)
        return kept.encoding.table(gathering.gather(Rows(record, np.full(len(record), instant, dtype=np.int64))))


def predict(kept: Kept, table: pd.DataFrame) -> None:
    """All that is kept of a prediction, as arrays."""
    found = strongest(kept.model, table, threads=2)
    said = said_of(kept.model, found.log_odds)
    priorities(said.likelihood, np.ones(len(table), dtype=np.bool_))


if __name__ == "__main__":
    model = read_kept(Path(sys.argv[2]))
    few = features_of(Path(sys.argv[1]), model, sys.argv[3])
    many = few.iloc[np.resize(np.arange(len(few)), CONTACTS)].reset_index(drop=True)
    print(told(lambda: predict(model, many)))
