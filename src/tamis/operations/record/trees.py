"""Every published score of a record with its explanation: all of them on one copy of what they look at."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from tamis.compile.explanation import ExplainedScore
from tamis.definitions import Score
from tamis.definitions.language import language
from tamis.engine import Engine
from tamis.operations.explain_records import Asked, explain_records
from tamis.operations.record.opened import OpenRecord
from tamis.operations.remembered import remembered_at_work
from tamis.operations.rescore import check_against
from tamis.store.warehouse.small_copy import on_a_copy


@dataclass(frozen=True)
class ScoreTree:
    """One score's explanation, and the instant that it is of (microseconds since the epoch, UTC): that of the value
    which is kept, so that the points add up to it; without one, the instant that was asked for."""

    score: Score
    version: int
    tree: ExplainedScore
    at: int


def read_trees(record: OpenRecord, as_of: int, *, keys: Collection[str] | None = None) -> tuple[ScoreTree, ...]:
    """The explanations of the published scores of the record's object, or of those of these keys, in their order.

    Raises DefinitionError where the data no longer bears out a definition.
    """
    chosen = [score for score in record.scores if keys is None or score.key in keys]
    if not chosen:
        return ()
    computed_at = _computed_at(record)
    found = partial(_explained, record, chosen, computed_at, as_of)
    if any(score.key not in computed_at for score in chosen):
        return found()
    # Several parts of a page look at the same trees, which stay as they are until the record is computed anew.
    kept = tuple((score.key, record.published.versions[score.key], computed_at[score.key]) for score in chosen)
    return remembered_at_work(record.workspace, ("trees", language(), record.object, record.n, kept), found)


def _explained(
    record: OpenRecord, chosen: Sequence[Score], computed_at: Mapping[str, int], as_of: int
) -> tuple[ScoreTree, ...]:
    check_against(record.published, record.catalog)
    asked = record.published.of_object(record.object, {score.key for score in chosen})

    def on(engine: Engine) -> tuple[ScoreTree, ...]:
        return tuple(_tree(record, score, asked, engine, computed_at.get(score.key, as_of)) for score in chosen)

    return on_a_copy(record.warehouse, record.catalog, asked, record.published.segments, [record.n], on)


def _tree(record: OpenRecord, score: Score, scores: list[Score], engine: Engine, at: int) -> ScoreTree:
    asked = Asked(scores, record.published.segments, record.catalog, engine, at)
    [tree] = explain_records(score, asked, [record.n])
    return ScoreTree(score, record.published.versions[score.key], tree, at)


def _computed_at(record: OpenRecord) -> dict[str, int]:
    return dict(
        record.warehouse.rows(
            'SELECT score, "at" FROM warehouse.score_values WHERE object = ? AND n = ?', [record.object, record.n]
        )
    )
