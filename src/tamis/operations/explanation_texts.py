"""The queries that explain a score, as texts: to write them takes longer than to run them for one record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tamis.compile.catalog import Catalog
from tamis.compile.explain import RuleAt, compile_explanation
from tamis.definitions import Score, Segment
from tamis.engine.query import Query
from tamis.engine.writing import write_query

_MOST_KEPT = 16


@dataclass(frozen=True)
class ExplanationTexts:
    """As `tamis.compile.explain.Explanation`, each query for an instant still to be given (`at_instant`)."""

    records: Query
    events: Query | None
    associated: Mapping[RuleAt, Query]
    rules_with_events: Mapping[int, RuleAt]


def explanation_texts(
    score: Score, scores: Sequence[Score], segments: Mapping[str, Segment], catalog: Catalog, dialect: str
) -> ExplanationTexts:
    """What explains `score` in the words of an engine; what was written last is kept, as long as neither definitions
    nor tables change."""
    return _written(_Asked(score, tuple(scores), segments, catalog, dialect))


@dataclass(frozen=True)
class _Asked:
    score: Score
    scores: tuple[Score, ...]
    segments: Mapping[str, Segment]
    catalog: Catalog
    dialect: str

    def __hash__(self) -> int:
        # The rest is only compared: mappings have no hash.
        return hash((self.dialect, self.score.key, len(self.scores), len(self.segments)))


@lru_cache(maxsize=_MOST_KEPT)
def _written(asked: _Asked) -> ExplanationTexts:
    compiled = compile_explanation(asked.score, asked.scores, asked.segments, asked.catalog)
    return ExplanationTexts(
        records=write_query(compiled.records, asked.dialect),
        events=None if compiled.events is None else write_query(compiled.events, asked.dialect),
        associated={at: write_query(table, asked.dialect) for at, table in compiled.associated.items()},
        rules_with_events=compiled.rules_with_events,
    )
