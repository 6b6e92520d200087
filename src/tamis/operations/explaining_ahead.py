"""The queries that explain the largest moves, written while the scores are computed: that takes a second of Python,
whatever there is to compute, and an engine that computes many records leaves Python alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from tamis.compile.catalog import Catalog
from tamis.definitions import Score
from tamis.engine import SQLiteEngine
from tamis.operations.explanation_texts import explanation_texts
from tamis.operations.published import Published

#: Fewer records are computed before a query would be written, and then nothing may have moved.
MANY_RECORDS = 100_000


@contextmanager
def explaining_ahead(published: Sequence[Published], scores: Sequence[Score], catalog: Catalog) -> Iterator[None]:
    """Within, another thread writes what explains these scores as each of those has them, for whoever asks after it.

    What cannot be written is not told here, but to them.
    """
    with ThreadPoolExecutor(max_workers=1) as ahead:
        for each in published:
            ahead.submit(_write, each, {score.key for score in scores}, catalog)
        yield


def _write(published: Published, keys: set[str], catalog: Catalog) -> None:
    for score in published.scores:
        if score.key in keys:
            scores = published.of_object(score.object, {score.key})
            explanation_texts(score, scores, published.segments, catalog, SQLiteEngine.dialect)
