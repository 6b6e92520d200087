"""From a goal and data to the examples that a model learns from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tamis.compile.catalog import Catalog
from tamis.definitions import Condition, PropertyCondition, Score, Segment
from tamis.definitions.conditions import parts
from tamis.definitions.goal import Goal
from tamis.engine import DuckDBEngine
from tamis.predict.examples.candidates import Candidates, find_candidates
from tamis.predict.examples.known import known_records
from tamis.predict.examples.outcomes import Asking, outcome_of
from tamis.predict.examples.sampling import MOST_ROWS, sample
from tamis.predict.feature import Examples
from tamis.predict.features.encoding import Encoding, learn_encoding
from tamis.predict.features.gathering import Gathering
from tamis.predict.features.plan import Plan, plan_features
from tamis.predict.features.points import MOST_LANDMARKS
from tamis.predict.features.rows import Rows


@dataclass(frozen=True)
class Made:
    """Examples, how their features came about (`plan`, `encoding`, to be kept with the model), and the candidates
    that they were chosen from. `notes` say what is not exact, in sentences."""

    examples: Examples
    plan: Plan
    encoding: Encoding
    candidates: Candidates

    notes: tuple[str, ...] = ()


def asking_of(
    engine: DuckDBEngine,
    catalog: Catalog,
    object_type: str,
    *,
    scores: Sequence[Score] = (),
    segments: Mapping[str, Segment] | None = None,
) -> Asking:
    """What conditions on the records of an object are asked of."""
    return Asking(engine, catalog, known_records(engine, catalog, object_type), scores, segments or {})


def make_examples(
    asking: Asking,
    goal: Goal,
    *,
    as_of: int,
    seed: int,
    score_features: Sequence[Score] = (),
    limit: int = MOST_ROWS,
    candidates: Candidates | None = None,
) -> Made:
    """Examples of a goal from data up to `as_of` (microseconds since the epoch, UTC): about `limit` of the candidates,
    which are found if they are not given, with the points of the scores among the features.

    The same data and seed give the same examples, on any number of threads. Raises UsageError for a goal that these
    data cannot tell of.
    """
    candidates = candidates or find_candidates(asking, goal, as_of)
    places, weight = sample(candidates, seed=seed, limit=limit)
    rows = Rows(candidates.record[places], candidates.at[places])
    plan = plan_features(asking.engine, asking.catalog, goal.object, left_out(goal, asking.catalog))
    gathering = Gathering(asking.engine, asking.catalog, plan, scores=score_features, segments=asking.segments)
    gathered = gathering.gather(rows)
    encoding = learn_encoding(gathered, rows.record)
    table = encoding.table(gathered)
    features = encoding.features
    examples = Examples(features, table, rows.record, rows.at, candidates.outcome[places], weight)
    notes = (*candidates.notes, *_left_out_scores(rows, score_features))
    return Made(examples, plan, encoding, candidates, notes)


def left_out(goal: Goal, catalog: Catalog) -> frozenset[str]:
    """The properties that are no features: those that the goal leaves out, and those that tell the outcome because
    they have no history."""
    properties = catalog.objects[goal.object].properties
    asked = {name for name in _asked(outcome_of(goal, catalog)) if name in properties}
    telling = {name for name in asked if goal.is_snapshot or not properties[name].has_history}
    if telling and goal.object == "deal":
        # Only what is closed has it.
        telling |= {"closed_at", "is_closed"}
    return frozenset({*goal.leave_out, *telling})


def _left_out_scores(rows: Rows, scores: Sequence[Score]) -> tuple[str, ...]:
    if not scores or len(np.unique(rows.at)) <= MOST_LANDMARKS:
        return ()
    return (f"Scores are no features: they would have to be computed for more than {MOST_LANDMARKS} landmarks.",)


def _asked(condition: Condition) -> set[str]:
    """The properties of the record itself that a condition looks at."""
    return {part.property for _, part in parts(condition) if isinstance(part, PropertyCondition)}
