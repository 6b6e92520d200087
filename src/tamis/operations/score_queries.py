"""The query of a call's scores: found among those that are kept, or written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from tamis.compile.catalog import Catalog
from tamis.engine.instants import ANY_INSTANT, at_instant
from tamis.operations.call import Call
from tamis.operations.imports import importing
from tamis.operations.kept_queries import KeptQueries, ScoreQuery, kept_queries
from tamis.operations.query_names import can_be_kept, definitions_name, query_name


@dataclass(frozen=True)
class ScoreQueries:
    """Where the query of a call may be kept, and the part of its name that the data has no part in."""

    call: Call
    kept: KeptQueries | None
    definitions: str

    @contextmanager
    def expecting(self) -> Iterator[None]:
        """Begins to import what writes queries, unless one of these definitions is kept."""
        if self.kept is not None and self.kept.has_any(self.definitions):
            yield
            return
        with importing("tamis.operations.score_query"):
            yield

    def query(self, catalog: Catalog, instant: int) -> ScoreQuery:
        """The query for an instant in microseconds since the epoch, UTC."""
        if self.kept is None or not can_be_kept(self.call, catalog):
            return _written(self.call, catalog, instant)
        name = query_name(self.definitions, catalog)
        query = self.kept.read(name)
        if query is None:
            query = _written(self.call, catalog, ANY_INSTANT)
            self.kept.keep(name, query)
        return replace(query, text=at_instant(query.text, instant))


def queries_of(call: Call) -> ScoreQueries:
    """The queries of a call, kept for the user who runs this process."""
    return ScoreQueries(call, kept_queries(), definitions_name(call))


def _written(call: Call, catalog: Catalog, instant: int) -> ScoreQuery:
    # Here, because importing Ibis takes a third of a second.
    from tamis.operations.score_query import score_query

    return score_query(call, catalog, instant)
