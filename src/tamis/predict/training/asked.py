"""What is asked of a training."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tamis.predict.card.model_card import GoalOnCard
from tamis.predict.evaluation.suspect import Suspect
from tamis.predict.training.candidates import CANDIDATES, Candidate
from tamis.predict.training.live import Live


@dataclass(frozen=True)
class Asked:
    """What a model is trained for, and what is known of its examples beside their table.

    `as_of` is the instant that training looks back from, `horizon` and `period` the times within which the goal counts
    and between landmarks (microseconds; `period` None where each record has one). `open_now` is how many records would
    be given a likelihood. `suspects` are the columns that come from properties; those named by `kept` are used whatever
    speaks against them. `converted_at` tells when each example's record reached the goal, `place` where it stands in
    time if that is not its landmark, `recency` names the feature that tells the days since somebody did anything, and
    `groupings` the columns by whose values results are told apart, by what they are called. `candidates` are tried;
    `live` is whom the chosen one would replace.
    """

    goal: GoalOnCard
    as_of: int
    horizon: int
    open_now: int
    version: str = "1"
    period: int | None = None
    suspects: Sequence[Suspect] = ()
    kept: frozenset[str] = frozenset()
    converted_at: NDArray[np.int64] | None = None
    place: NDArray[np.float64] | None = None
    recency: str | None = None
    groupings: Mapping[str, str] = field(default_factory=dict)
    candidates: tuple[Candidate, ...] = CANDIDATES
    live: Live | None = None
    seed: int = 0
    threads: int = 1
