"""How long a training is to be expected to take."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from tamis.predict.training.candidates import BOOSTED, GLASS_BOX, LOGISTIC
from tamis.store.application import KeptModel
from tamis.store.application.trained import of_kinds

# Seconds on two cores that have nothing else to do, measured on the demo company (22,600 examples, 381 features): to
# look at records as they were, and to try each kind. With 100,000 examples all of it takes no longer, since a glass box
# is then made of half as many parts; with few, most of it is made as often all the same.
_LOOKING = 15
_TRYING = {LOGISTIC: 20, BOOSTED: 25, GLASS_BOX: 60}
_SECOND = 1_000_000


@dataclass(frozen=True)
class Expected:
    """How many seconds; `is_measured`: the last such training here took so long."""

    seconds: int
    is_measured: bool


def expected_training(model: KeptModel | None, kinds: Collection[str] = ()) -> Expected:
    """Of the next training of a model, or of a first one, that tries these kinds, or all, if none is named."""
    took = model.lengths.get(of_kinds(kinds)) if model is not None else None
    if took is not None and took >= 0:
        return Expected(round(took / _SECOND), is_measured=True)
    tried = [kind for kind in _TRYING if not kinds or kind in kinds]
    return Expected(_LOOKING + sum(_TRYING[kind] for kind in tried), is_measured=False)
