"""Whether a model may be used, in a word, with the reasons: from what it did on held-out rows, not counts alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tamis.predict.evaluation.comparison import Rival, RivalKind
from tamis.predict.evaluation.drift import Change, Drift
from tamis.predict.evaluation.held_out import HeldOut
from tamis.predict.evaluation.importance import Importance
from tamis.predict.evaluation.moved import moved
from tamis.predict.evaluation.readiness import PERCENTAGES, Readiness, Stage
from tamis.predict.evaluation.remark import Remark, Value, remark
from tamis.predict.evaluation.segments import SegmentResult, beyond_chance
from tamis.predict.evaluation.splits import Caveat, Way

# What a calibration error may be beside what chance alone would show on so few rows.
_OFF, _FAR_OFF, _BESIDE_CHANCE = 0.035, 0.10, 2.0
# How far the mean likelihood may be from the rate, as a factor, where the rows tell them apart.
_RATE_OFF = 1.25
# A segment may be off beyond chance by so little that nobody would decide otherwise for it.
_SEGMENT_OFF = 1.5
_MOST_NAMED = 4
# Reasons that speak of drift; those of features_moved and feature_moved were written by an earlier version.
_OF_DRIFT = frozenset({"outcome_moved", "input_moved", "inputs_moved", "feature_moved", "features_moved"})


class Level(StrEnum):
    """The verdict."""

    READY = "ready"
    WITH_CARE = "with_care"
    NOT_READY = "not_ready"


@dataclass(frozen=True)
class Reason:
    """What speaks for the model (`ready`), for care, or against using it, and how to say it."""

    level: Level
    said: Remark


@dataclass(frozen=True)
class Verdict:
    """The worst level of all reasons; reasons that weigh most come first."""

    level: Level
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Evidence:
    """All that a verdict looks at. `kept_leaks` are the names of properties that look like leaks and are used all the
    same; `drifts` are of features and of the outcome, between training and now, and `importances` tell how much each
    feature weighs."""

    readiness: Readiness
    held_out: HeldOut | None
    """None where there was nothing to judge by: no model was made."""
    drifts: tuple[Drift, ...] = ()
    importances: tuple[Importance, ...] = ()
    kept_leaks: tuple[str, ...] = ()


def verdict(evidence: Evidence) -> Verdict:
    """What may be done with the model."""
    found = [*_of_counts(evidence.readiness)]
    if evidence.held_out is not None:
        found += [*_against_chance(evidence.held_out), *_of_calibration(evidence.held_out)]
        found += _of_segments(evidence.held_out)
        found += [*_of_split(evidence.held_out), *_of_rivals(evidence.held_out.rivals)]
    found += [*_of_drift(evidence.drifts, evidence.importances), *_of_leaks(evidence.kept_leaks)]
    return _of(found)


def as_of_now(found: Verdict, drifts: Sequence[Drift], importances: Sequence[Importance]) -> Verdict:
    """A verdict with what has moved since: the same reasons, but those that speak of drift."""
    others = [reason for reason in found.reasons if reason.said.code not in _OF_DRIFT]
    return _of([*others, *_of_drift(drifts, importances)])


def _of(found: Iterable[Reason]) -> Verdict:
    weight = {Level.NOT_READY: 0, Level.WITH_CARE: 1, Level.READY: 2}
    ordered = tuple(sorted(found, key=lambda reason: weight[reason.level]))
    return Verdict(ordered[0].level if ordered else Level.READY, ordered)


def _of_counts(found: Readiness) -> Iterator[Reason]:
    if found.stage is Stage.TOO_LITTLE:
        for need in found.needs:
            if need.have < need.wanted:
                yield _no(f"too_few_{need.what}", have=need.have, wanted=need.wanted)
    elif found.stage is Stage.ORDER:
        fewer = min(found.needs, key=lambda need: need.have)
        yield _care(f"few_{fewer.what}", have=fewer.have, wanted=PERCENTAGES)


def _against_chance(found: HeldOut) -> Iterator[Reason]:
    if Caveat.ONE_CLASS in found.caveats or found.auc is None:
        yield _no("one_class_held_out", rows=found.measures.rows)
        return
    base = found.base_rate_log_loss
    if found.measures.log_loss >= base:
        yield _no("worse_than_base_rate", log_loss=found.measures.log_loss, base=base)
    if found.auc.low <= 0.5:
        yield _no("order_by_chance", auc=found.auc.value, low=found.auc.low, high=found.auc.high)
    elif found.measures.log_loss < base:
        better = 1 - found.measures.log_loss / base
        # Other records of the same time say nothing of newer ones.
        code = "better_than_chance_elsewhere" if found.way is Way.RECORDS else "better_than_chance"
        yield _yes(code, auc=found.auc.value, low=found.auc.low, high=found.auc.high, better=better)


def _of_calibration(found: HeldOut) -> Iterator[Reason]:
    said, happened = found.measures.mean_predicted, found.measures.base_rate
    error, chance = found.measures.calibration_error, found.error_by_chance
    is_off = not found.rate_low <= said <= found.rate_high and max(said, happened) > _RATE_OFF * min(said, happened)
    if is_off:
        yield _care("rate_off", said=said, happened=happened)
    if error > _BESIDE_CHANCE * chance and error > _OFF:
        yield (_no if error > _FAR_OFF else _care)("percentages_off", error=error)
    elif not is_off and error <= _OFF:
        yield _yes("percentages_hold_on_average" if _off(found) else "percentages_hold", error=error)


def _of_segments(found: HeldOut) -> Iterator[Reason]:
    """What holds of everybody together need not hold of a part of them."""
    off = _off(found)
    if not off:
        return
    by, first = off[0]
    said: dict[str, Value] = {"by": by, "group": first.name, "said": first.predicted, "happened": first.observed}
    if len(off) == 1:
        yield _care("segment_off", **said)
        return
    others = [each.name for _, each in off[1 : _MOST_NAMED + 1]]
    more = ["…"] if len(off) > _MOST_NAMED + 1 else []
    yield _care("segments_off", count=len(off), others=", ".join([*others, *more]), **said)


def _off(found: HeldOut) -> list[tuple[str, SegmentResult]]:
    """The segments, by what they are told apart by, whose percentages are far off, and not by chance, the least
    probable first."""
    by = {id(each): grouping.by for grouping in found.segments for each in grouping.results}
    results = [each for grouping in found.segments for each in grouping.results]
    return [(by[id(each)], each) for each in beyond_chance(results) if each.factor >= _SEGMENT_OFF]


def _of_split(found: HeldOut) -> Iterator[Reason]:
    if found.conversions < PERCENTAGES:
        yield _care("few_held_out", have=round(found.conversions), wanted=PERCENTAGES)
    if Caveat.NO_TIME in found.caveats:
        yield _care("no_time")
    elif Caveat.NO_GAP in found.caveats:
        yield _care("no_gap_records" if found.way is Way.RECORDS else "no_gap")


def _of_rivals(rivals: tuple[Rival, ...]) -> Iterator[Reason]:
    for rival in rivals:
        difference = rival.auc_difference
        if difference is None or rival.kind not in (RivalKind.NAIVE_BAYES, RivalKind.MOST_RECENT):
            continue
        # Not better, as far as these rows can tell.
        if difference.value <= 0:
            yield _care(f"no_better_than_{rival.kind}", difference=difference.value)


def _of_drift(drifts: Sequence[Drift], importances: Sequence[Importance]) -> Iterator[Reason]:
    for each in drifts:
        if not each.name and each.change is Change.ANOTHER_WORLD:
            yield _care("outcome_moved", then=each.then, now=each.now)
    found = moved(drifts, importances)
    if found is not None:
        code = "inputs_moved" if len(found.names) > 1 else "input_moved"
        yield _care(code, count=len(found.names), name=found.names[0], weight=found.share)


def _of_leaks(names: tuple[str, ...]) -> Iterator[Reason]:
    if names:
        yield _care("leaks_kept", count=len(names), names=", ".join(names[:5]))


def _no(code: str, **values: int | float | str) -> Reason:
    return Reason(Level.NOT_READY, remark(code, **values))


def _care(code: str, **values: int | float | str) -> Reason:
    return Reason(Level.WITH_CARE, remark(code, **values))


def _yes(code: str, **values: int | float | str) -> Reason:
    return Reason(Level.READY, remark(code, **values))
