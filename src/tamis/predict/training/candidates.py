"""Which kinds of model are tried, and how each is fitted."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tamis.errors import UsageError
from tamis.predict.additive import AdditiveModel
from tamis.predict.additive.averaging import averaged
from tamis.predict.feature import Examples
from tamis.predict.scorer import Scorer

if TYPE_CHECKING:
    from tamis.predict.estimators.base import Likelihood

GLASS_BOX, LOGISTIC, BOOSTED, NAIVE_BAYES = "glass_box", "binned_logistic", "boosted", "naive_bayes"


@dataclass(frozen=True)
class Candidate:
    """A kind of model, or the average of the log-odds of several. `is_readable`: it is a sum of curves."""

    parts: tuple[str, ...]

    @property
    def name(self) -> str:
        return "+".join(self.parts)

    @property
    def is_readable(self) -> bool:
        return BOOSTED not in self.parts


#: In the order of preference, where they are equally good.
CANDIDATES = (
    Candidate((GLASS_BOX,)),
    Candidate((LOGISTIC,)),
    Candidate((GLASS_BOX, LOGISTIC)),
    Candidate((BOOSTED,)),
)


def check_kinds(kinds: Collection[str]) -> None:
    """Raises UsageError for a kind that there is none of, or that this machine cannot fit."""
    for kind in kinds:
        if Candidate((kind,)) not in CANDIDATES:
            known = [each.name for each in CANDIDATES if len(each.parts) == 1]
            raise UsageError(f'There is no kind of model "{kind}"; kinds are {", ".join(known)}.')
        if kind == BOOSTED and (missing := _missing()):
            raise UsageError(missing)


def candidates_of(kinds: Collection[str]) -> tuple[Candidate, ...]:
    """The candidates that are made of these kinds alone; all, if none is named."""
    return tuple(each for each in CANDIDATES if set(each.parts) <= set(kinds)) if kinds else CANDIDATES


def here(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Those that this machine can fit: without a library of its system there are no boosted trees."""
    return tuple(each for each in candidates if each.is_readable or not _missing())


def fitted(part: str, examples: Examples, *, seed: int, threads: int) -> Scorer:
    """One part, learnt from the examples. DataError tells what cannot be learnt from."""
    estimator = _estimator(part, seed, threads)
    return estimator.fit(examples.table, examples.outcome, examples.weight, examples.record).scorer()


def joined(scorers: Sequence[Scorer]) -> Scorer:
    """The scorer of a candidate from those of its parts."""
    if len(scorers) == 1:
        return scorers[0]
    models = [scorer for scorer in scorers if isinstance(scorer, AdditiveModel)]
    assert len(models) == len(scorers)
    return averaged(models)


def _estimator(part: str, seed: int, threads: int) -> Likelihood:
    # Imported here and below: a process that has another one train need not load what learns.
    from tamis.predict.estimators import BinnedLogistic, Boosted, GlassBox, NaiveBayes

    if part == NAIVE_BAYES:
        return NaiveBayes()
    makers: Mapping[str, type[GlassBox | BinnedLogistic | Boosted]] = {
        GLASS_BOX: GlassBox,
        LOGISTIC: BinnedLogistic,
        BOOSTED: Boosted,
    }
    return makers[part](seed=seed, threads=threads)


def _missing() -> str:
    """Why there are no boosted trees here; empty where there are."""
    from tamis.predict.estimators import Boosted

    return Boosted.missing()
