"""`python -m bench.predict.working SET CONTESTANT DATA SEED`: one contestant on one data set, in a process of its own.

Prints a `Result` as JSON.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import asdict
from pathlib import Path

import numpy as np

from bench.predict.folds import folds
from bench.predict.registry import CONTESTANTS, SETS
from bench.predict.results import Result
from bench.predict.rivals import Outcomes, Probabilities
from bench.predict.sets import DataSet
from tamis.predict.evaluation.measures import Measures, measure

#: What nobody can know is not said to be known: 0.1–99.9 %, for all contestants alike.
CLIP = 0.001
#: Where `make bench-predict` puts what only rivals need.
RIVALS = Path(sys.prefix) / "predict-rivals"


def result(data: DataSet, contestant: str, seed: int) -> Result:
    """Learns from each fold and is measured on what it held out."""
    said, happened, chose, each = [], [], [], []
    fit_seconds = predict_seconds = 0.0
    for fold in folds(data, seed):
        learner, held_out = CONTESTANTS[contestant](seed), data.rows(fold.held_out)
        started = time.process_time()
        learner.fit(data.rows(fold.learnt))
        fitted = time.process_time()
        said.append(learner.probabilities(held_out.table))
        fit_seconds += fitted - started
        predict_seconds += time.process_time() - fitted
        happened.append(held_out.outcome)
        each.append(measured(held_out.outcome, said[-1]))
        chose.append(getattr(learner, "chose", ""))
    together = measured(np.concatenate(happened), np.concatenate(said))
    return Result(
        data=data.name,
        contestant=contestant,
        rows=len(data),
        held_out=together.rows,
        rate=data.rate,
        log_loss=together.log_loss,
        auc=float(np.mean([fold.auc for fold in each])),
        average_precision=float(np.mean([fold.average_precision for fold in each])),
        brier=together.brier,
        calibration_error=together.calibration_error,
        fit_seconds=fit_seconds,
        predict_seconds=predict_seconds,
        chose=", ".join(sorted(set(chose) - {""})),
    )


def measured(outcome: Outcomes, said: Probabilities) -> Measures:
    """Every row counts once."""
    return measure(outcome, np.clip(said, CLIP, 1 - CLIP), np.ones(len(outcome)))


def main() -> None:
    """The last of the arguments is the seed."""
    # Behind everything else: what it brings along of our own libraries is never used.
    sys.path.append(str(RIVALS))
    name, contestant, folder, seed = sys.argv[1:]
    print(json.dumps(asdict(result(SETS[name](Path(folder)), contestant, int(seed)))))


if __name__ == "__main__":
    main()
