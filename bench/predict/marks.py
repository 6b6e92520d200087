"""What is reached of what was asked for, each with the figures that say so."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.predict.names import BASELINE, LOGISTIC, STRONG, TAMIS
from bench.predict.results import Result

if TYPE_CHECKING:
    from bench.predict.company import Company

Table = Mapping[str, Mapping[str, Result]]
"""Results by data set and contestant."""

_NO_WORSE = 0.005
_DRIFTING = 0.01
_LEAST_AUC, _LEAST_LOSS = 0.03, 0.10
_TRUTH, _APART = 0.02, 0.02
_LARGE, _LONGEST, _MOST_MEMORY = 100_000, 180.0, 4e9
_QUICK = 20.0
#: So many held-out rows, and the most that probabilities may be off by there.
_CALIBRATED = ((10_000, 0.02), (4_000, 0.035))


@dataclass(frozen=True)
class Mark:
    """What is asked for, what was found, and whether that reaches it."""

    wanted: str
    found: str
    is_reached: bool


def marks(table: Table, *, fair: Sequence[str], in_time: Sequence[str]) -> Iterator[Mark]:
    """Of the data sets that are judged, `in_time` among them those split by time."""
    yield from (_strong(name, table[name]) for name in fair)
    yield from (_logistic(name, table[name]) for name in fair if name in in_time)
    yield from (mark for name in fair for mark in _calibrated(name, table[name][TAMIS]))
    yield _baseline_auc([table[name] for name in fair])
    yield _baseline_loss([table[name] for name in fair])


def marks_of_company(company: Company) -> Iterator[Mark]:
    """How near to the truth, and what training and predicting cost."""
    yield Mark(
        "simulated company: log loss at most 2 % above that of the true probabilities",
        f"{company.said.log_loss:.4f}, {company.worse:+.2%} of {company.true.log_loss:.4f}",
        company.worse <= _TRUTH,
    )
    yield Mark(
        "simulated company: log loss at most 2 % above the best that can be known of the true probabilities",
        f"{company.said.log_loss:.4f}, {company.worse_than_knowable:+.2%} of {company.knowable.seen.log_loss:.4f}",
        company.worse_than_knowable <= _TRUTH,
    )
    yield Mark(
        "simulated company: predicted and true probabilities less than 0.02 apart, mean of ten bins",
        f"{company.apart:.4f}",
        company.apart < _APART,
    )
    yield Mark(
        "predicting for 1,000,000 contacts whose features are loaded, with reasons, in less than 20 s",
        f"{company.million.wall:.0f} s, {company.million.cpu:.0f} s of processor",
        company.million.wall < _QUICK,
    )
    if company.contacts == _LARGE:
        cost = company.training
        yield Mark(
            "training on 100,000 contacts and 5,000,000 events in less than 3 minutes, with at most 4 GB",
            f"{cost.wall:.0f} s, {cost.peak / 1e9:.2f} GB",
            cost.wall < _LONGEST and cost.peak <= _MOST_MEMORY,
        )


def _strong(name: str, results: Mapping[str, Result]) -> Mark:
    best = min((results[rival] for rival in STRONG), key=lambda result: result.log_loss)
    worse = results[TAMIS].log_loss / best.log_loss - 1
    return Mark(
        f"{name}: log loss at most 0.5 % above the best of {', '.join(STRONG)}",
        f"{results[TAMIS].log_loss:.4f}, {worse:+.2%} of {best.contestant}'s {best.log_loss:.4f}",
        worse <= _NO_WORSE,
    )


def _logistic(name: str, results: Mapping[str, Result]) -> Mark:
    worse = results[TAMIS].log_loss / results[LOGISTIC].log_loss - 1
    return Mark(
        f"{name}, split in time: log loss at most 1 % above binned logistic regression",
        f"{results[TAMIS].log_loss:.4f}, {worse:+.2%} of {results[LOGISTIC].log_loss:.4f}",
        worse <= _DRIFTING,
    )


def _calibrated(name: str, result: Result) -> Iterator[Mark]:
    most = next((most for rows, most in _CALIBRATED if result.held_out >= rows), None)
    if most is not None:
        yield Mark(
            f"{name}: expected calibration error at most {most} on {result.held_out:,} held-out rows",
            f"{result.calibration_error:.4f}",
            result.calibration_error <= most,
        )


def _baseline_auc(results: Sequence[Mapping[str, Result]]) -> Mark:
    gains = [each[TAMIS].auc - each[BASELINE].auc for each in results]
    median = statistics.median(gains)
    return Mark("AUC at least 0.03 above naive Bayes, median over sets", f"{median:+.4f}", median >= _LEAST_AUC)


def _baseline_loss(results: Sequence[Mapping[str, Result]]) -> Mark:
    gains = [1 - each[TAMIS].log_loss / each[BASELINE].log_loss for each in results]
    median = statistics.median(gains)
    return Mark("log loss at least 10 % below naive Bayes, median over sets", f"{-median:+.2%}", median >= _LEAST_LOSS)
