"""Who could be learnt from: every record at every landmark at which it was open, and whether it reached the goal."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tamis.compile.features.held import compile_held
from tamis.compile.moment import EARLIEST
from tamis.definitions import Condition, InSegment
from tamis.definitions.goal import AfterCreation, Every, Goal
from tamis.engine.sql import duckdb_sql
from tamis.errors import UsageError
from tamis.predict.examples.landmarks import landmarks_between
from tamis.predict.examples.outcomes import (
    MOST_INSTANTS,
    Asking,
    Holding,
    Outcomes,
    find_outcomes,
    holds_at,
    outcome_of,
)
from tamis.predict.features.answers import Answers
from tamis.predict.features.rows import Rows, put_rows

Ints = NDArray[np.int64]
Truths = NDArray[np.bool_]

_BATCH = 200_000


@dataclass(frozen=True)
class Candidates:
    """Records (`record`, their numbers) at landmarks (`at`, microseconds since the epoch, UTC) at which they were open,
    and whether they reached the goal within the horizon (`outcome`); `notes` say what is not exact, and why."""

    record: Ints
    at: Ints
    outcome: Truths
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.record)


def find_candidates(asking: Asking, goal: Goal, as_of: int) -> Candidates:
    """The candidates of a goal, from data up to `as_of`. Landmarks whose horizon is not over by then are left out.

    Raises UsageError for a goal that these data cannot tell of.
    """
    if goal.is_snapshot:
        return _snapshot(asking, goal, as_of)
    places, at = _every(asking, goal, as_of) if isinstance(goal.landmarks, Every) else _after(asking, goal, as_of)
    landmarks = np.unique(at)
    instants = np.unique(np.concatenate([landmarks, landmarks + goal.horizon.micros]))
    outcomes = find_outcomes(asking, goal, as_of, instants.tolist())
    is_open = _unreached(outcomes, places, at)
    places, at = places[is_open], at[is_open]
    for condition in _conditions(goal):
        holds = _hold(asking, condition, goal.object, places, at)
        places, at = places[holds], at[holds]
    reached_at = outcomes.reached_at[places]
    notes = (outcomes.note,) if outcomes.note else ()
    return Candidates(asking.known.record[places], at, reached_at <= at + goal.horizon.micros, notes)


@dataclass(frozen=True)
class Now:
    """The known records as of an instant: which are there and in the goal's segment (`is_there`), which of them reached
    the goal, and which are open; in the order of `record`."""

    record: Ints
    is_there: Truths
    is_reached: Truths
    is_open: Truths


def as_they_stand(asking: Asking, goal: Goal, as_of: int) -> Now:
    """Who there is to predict for."""
    known = asking.known
    is_there = known.begin <= as_of
    if goal.segment is not None:
        is_there &= holds_at(asking, _segment(goal.segment), goal.object, as_of)
    is_reached = is_there & _reached_by(asking, goal, as_of)
    is_open = is_there & ~is_reached
    if goal.open_ is not None:
        is_open &= holds_at(asking, goal.open_, goal.object, as_of)
    return Now(known.record, is_there, is_reached, is_open)


def _reached_by(asking: Asking, goal: Goal, as_of: int) -> Truths:
    if goal.is_snapshot:
        return holds_at(asking, outcome_of(goal, asking.catalog), goal.object, as_of)
    return find_outcomes(asking, goal, as_of, [as_of]).reached_at <= as_of


def _snapshot(asking: Asking, goal: Goal, as_of: int) -> Candidates:
    """Every record as it is now; nothing tells what was before its outcome."""
    chosen = asking.known.begin <= as_of
    if goal.segment is not None:
        chosen = chosen & holds_at(asking, _segment(goal.segment), goal.object, as_of)
    outcome = holds_at(asking, outcome_of(goal, asking.catalog), goal.object, as_of)[chosen]
    record = asking.known.record[chosen]
    note = (
        "The outcome is read from the records as they stand now: what is known of them may have been written after it,"
        " so results can look better than they will be, no horizon is promised, and the newest records, which may yet"
        " reach the goal, count as records that did not."
    )
    return Candidates(record, np.full(len(record), as_of, dtype=np.int64), outcome, (note,))


def _every(asking: Asking, goal: Goal, as_of: int) -> tuple[Ints, Ints]:
    assert isinstance(goal.landmarks, Every)
    begin = asking.known.begin
    dated = begin[begin > EARLIEST]
    first, last = (int(dated.min()) if len(dated) else as_of), as_of - goal.horizon.micros
    landmarks = landmarks_between(goal.landmarks, first, last, asking.catalog.time_zone)
    there = [np.flatnonzero(begin <= landmark) for landmark in landmarks]
    at = [np.full(len(places), landmark, dtype=np.int64) for landmark, places in zip(landmarks, there, strict=True)]
    nothing = np.empty(0, dtype=np.int64)
    return np.concatenate([nothing, *there]), np.concatenate([nothing, *at])


def _after(asking: Asking, goal: Goal, as_of: int) -> tuple[Ints, Ints]:
    assert isinstance(goal.landmarks, AfterCreation)
    begin = asking.known.begin
    # A record of which nobody knows since when it is there has no landmark.
    at = begin + goal.landmarks.period.micros
    places = np.flatnonzero((begin > EARLIEST) & (at + goal.horizon.micros <= as_of))
    return places, at[places]


def _unreached(outcomes: Outcomes, places: Ints, at: Ints) -> Truths:
    reached_at = outcomes.reached_at[places]
    unreached: Truths = reached_at > at
    return unreached


def _conditions(goal: Goal) -> list[Condition]:
    found = [goal.open_] if goal.open_ is not None else []
    return [*found, _segment(goal.segment)] if goal.segment is not None else found


def _segment(key: str) -> InSegment:
    return InSegment.model_construct(segment=key)


def _hold(asking: Asking, condition: Condition, object_type: str, places: Ints, at: Ints) -> Truths:
    """Whether a condition held of each of these records at its landmark."""
    held = compile_held(condition, object_type, dict(asking.segments), asking.catalog)
    if held is not None:
        return _held(asking, duckdb_sql(held, 0), Rows(asking.known.record[places], at))
    landmarks = np.unique(at)
    if len(landmarks) > MOST_INSTANTS:
        raise UsageError(
            "With a landmark for each record, who is open and in the segment can only be told by the record's own"
            " properties: write landmarks: every 1 month, or a condition on properties."
        )
    holding, holds = Holding(asking, condition, object_type), np.zeros(len(places), dtype=np.bool_)
    for landmark in landmarks:
        here = at == landmark
        holds[here] = holding.at(int(landmark))[places[here]]
    return holds


def _held(asking: Asking, query: str, rows: Rows) -> Truths:
    holds = np.zeros(len(rows), dtype=np.bool_)
    for first in range(0, len(rows), _BATCH):
        part = rows.part(first, first + _BATCH)
        put_rows(asking.engine, part)
        holds[first : first + _BATCH] = Answers(asking.engine, query, len(part)).number("held") == 1
    return holds
