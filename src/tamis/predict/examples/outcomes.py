"""When each record reached the goal: exactly where the data tells, else as it is seen at some instants."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tamis.compile.catalog import Catalog
from tamis.compile.moment import EARLIEST, LATEST
from tamis.compile.reached import compile_reached
from tamis.compile.scope import new_scope
from tamis.compile.segment import compile_memberships
from tamis.definitions import Condition, PropertyCondition, Score, Segment
from tamis.definitions.goal import Goal
from tamis.engine import DuckDBEngine
from tamis.engine.instants import ANY_INSTANT
from tamis.engine.query import Query
from tamis.engine.sql import duckdb_sql
from tamis.errors import UsageError
from tamis.predict.examples.known import Known

Ints = NDArray[np.int64]

#: A condition is asked at no more instants than this.
MOST_INSTANTS = 260


@dataclass(frozen=True)
class Outcomes:
    """When each of the known records first reached the goal: `reached_at`, in their order; `LATEST` where never,
    `EARLIEST` where nobody knows since when. `note` says what is not exact about it, if anything."""

    reached_at: Ints
    note: str = ""


@dataclass(frozen=True)
class Asking:
    """What conditions are asked of."""

    engine: DuckDBEngine
    catalog: Catalog
    known: Known
    scores: Sequence[Score]
    segments: Mapping[str, Segment]


def outcome_of(goal: Goal, catalog: Catalog) -> Condition:
    """The goal's outcome, given what type the data says a property is of."""
    properties = catalog.objects[goal.object].properties
    return goal.outcome_for({name: each.type for name, each in properties.items()})


def find_outcomes(asking: Asking, goal: Goal, as_of: int, instants: Sequence[int]) -> Outcomes:
    """When each record reached the goal, by `as_of`. `instants`, in order, are those at which to look where the data
    does not tell.

    Raises UsageError if nobody knows when any record did, or if there were too many instants to look at.
    """
    condition, known = outcome_of(goal, asking.catalog), asking.known
    by_key = {score.key: score for score in asking.scores}
    exact = compile_reached(condition, goal.object, new_scope(by_key, asking.segments, asking.catalog))
    if exact is None:
        return _looked_at(asking, goal, condition, instants)
    found = asking.engine.sql(duckdb_sql(exact, as_of)).fetchnumpy()
    reached_at = np.full(len(known.record), LATEST)
    numbers = np.asarray(found["n"], dtype=np.int64)
    is_known = np.isin(numbers, known.record)
    reached_at[known.places(numbers[is_known])] = np.asarray(found["reached_at"])[is_known]
    _refuse_dateless(reached_at, condition)
    return Outcomes(reached_at)


def holds_at(asking: Asking, condition: Condition, object_type: str, instant: int) -> NDArray[np.bool_]:
    """Whether a condition holds of each known record as of an instant; of none that was created later."""
    return Holding(asking, condition, object_type).at(instant)


class Holding:
    """A condition that is asked at several instants."""

    def __init__(self, asking: Asking, condition: Condition, object_type: str) -> None:
        self._asking = asking
        # No file can have such a key.
        asked = Segment.model_construct(key="the goal's condition", label=None, object=object_type, when=condition)
        segments = {**asking.segments, asked.key: asked}
        members = compile_memberships([asked.key], object_type, asking.scores, segments, asking.catalog)
        self._query = Query(duckdb_sql(members, ANY_INSTANT), {})

    def at(self, instant: int) -> NDArray[np.bool_]:
        """Whether it holds of each known record."""
        known, holds = self._asking.known, np.zeros(len(self._asking.known.record), dtype=np.bool_)
        found = self._asking.engine.sql(f"SELECT n FROM ({self._query.at(instant)}) WHERE member_0").fetchnumpy()
        numbers = np.asarray(found["n"], dtype=np.int64)
        holds[known.places(numbers[np.isin(numbers, known.record)])] = True
        return holds


def _looked_at(asking: Asking, goal: Goal, condition: Condition, instants: Sequence[int]) -> Outcomes:
    if len(instants) > MOST_INSTANTS:
        raise UsageError(
            f'The outcome of goal "{goal.key}" can only be seen by looking at one instant after the other, and with'
            " these landmarks there are too many: write landmarks: every 1 month, or a simpler outcome."
        )
    holding, reached_at = Holding(asking, condition, goal.object), np.full(len(asking.known.record), LATEST)
    for instant in sorted(instants, reverse=True):
        reached_at[holding.at(instant)] = instant
    note = (
        "The data does not tell when the outcome came to hold: it is seen only at each landmark and at the end of each"
        " horizon, so a record for which it held and ceased to hold in between counts as one that did not reach it."
    )
    return Outcomes(reached_at, note)


def _refuse_dateless(reached_at: Ints, condition: Condition) -> None:
    reached = reached_at[reached_at != LATEST]
    if len(reached) and (reached == EARLIEST).all():
        named = f' "{condition.property}"' if isinstance(condition, PropertyCondition) else ""
        raise UsageError(
            f"Nobody knows when the outcome was reached: the property{named} that it looks at has no history. Add its"
            " property changes to the data, or write snapshot: true beside the property to learn from the records as"
            " they are now."
        )
