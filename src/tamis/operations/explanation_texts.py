"""The queries that explain a score, as texts: to write them takes longer than to run them for one record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tamis.compile.catalog import Catalog
from tamis.compile.explain import RuleAt, compile_explanation
from tamis.definitions import Score, Segment
from tamis.engine.instants import ANY_INSTANT
from tamis.engine.sql import duckdb_sql

_MOST_KEPT = 16


@dataclass(frozen=True)
class ExplanationTexts:
    """As `tamis.compile.explain.Explanation`, each query as a text for an instant still to be given (`at_instant`)."""

    records: str
    events: str | None
    associated: Mapping[RuleAt, str]
    rules_with_events: Mapping[int, RuleAt]


def explanation_texts(
    score: Score, scores: Sequence[Score], segments: Mapping[str, Segment], catalog: Catalog
) -> ExplanationTexts:
    """What explains `score`; what was written last is kept, as long as neither definitions nor tables change."""
    return _written(_Asked(score, tuple(scores), segments, catalog))


@dataclass(frozen=True)
class _Asked:
    score: Score
    scores: tuple[Score, ...]
    segments: Mapping[str, Segment]
    catalog: Catalog

    def __hash__(self) -> int:
        # The rest is only compared: mappings have no hash.
        return hash((self.score.key, len(self.scores), len(self.segments)))


@lru_cache(maxsize=_MOST_KEPT)
def _written(asked: _Asked) -> ExplanationTexts:
    compiled = compile_explanation(asked.score, asked.scores, asked.segments, asked.catalog)
    return ExplanationTexts(
        records=duckdb_sql(compiled.records, ANY_INSTANT),
        events=None if compiled.events is None else duckdb_sql(compiled.events, ANY_INSTANT),
        associated={at: duckdb_sql(table, ANY_INSTANT) for at, table in compiled.associated.items()},
        rules_with_events=compiled.rules_with_events,
    )
