"""Explains the value that a workspace keeps of one record, by the version that is published."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from tamis.definitions import Score
from tamis.errors import UsageError, is_unicode
from tamis.operations.call import EPOCH, read_as_of
from tamis.operations.explain_folder import Explained
from tamis.operations.explain_records import Asked, explain_on_a_copy, record_numbers
from tamis.operations.published import Published, published_in
from tamis.operations.read_values import told_if_behind
from tamis.operations.rescore import check_against
from tamis.operations.workspace import Workspace
from tamis.progress import Progress
from tamis.store.warehouse import Warehouse
from tamis.store.warehouse.merges import kept_id


def explain_workspace(
    workspace: Workspace,
    record: str,
    score: str | None,
    *,
    now: Callable[[], datetime],
    as_of: str | None = None,
    progress: Progress,
) -> Explained:
    """Explains one published score (the only one, if none is named) for a record.

    As of the instant for which the value was computed, so that the points add up to the value that is kept; or of
    another one. Raises UsageError for a score or a record that is not there.
    """
    started = now()
    published = published_in(workspace)
    chosen = _chosen(published, score)
    with workspace.opened() as warehouse:
        catalog = warehouse.catalog()
        check_against(published, catalog)
        id = kept_id(warehouse, chosen.object, record)
        numbers = record_numbers(catalog, warehouse.engine, chosen.object, [id])
        if not numbers:
            named = f'"{record}"' if is_unicode(record) else "of that id"
            raise UsageError(f"There is no {chosen.object} {named}.")
        computed_at = _computed_at(warehouse, chosen, numbers[0]) if as_of is None else None
        instant = computed_at or read_as_of(as_of, started, workspace.time_zone)
        progress.step("Explaining")
        scores = published.of_object(chosen.object, {chosen.key})
        asked = Asked(scores, published.segments, catalog, warehouse.engine, instant)
        trees = explain_on_a_copy(chosen, asked, warehouse, numbers)
        told = list(told_if_behind(warehouse, published, chosen, computed_at))
    if as_of is not None:
        # The points of another version are in the history; this is what the one of today would have given.
        told.append(f"By version {published.versions[chosen.key]} of {chosen.key}, the one that is published now.")
    return Explained(tuple(trees), EPOCH + timedelta(microseconds=instant), tuple(told))


def _chosen(published: Published, key: str | None) -> Score:
    if key is not None:
        return published.score(key)
    if len(published.scores) == 1:
        return published.scores[0]
    keys = ", ".join(score.key for score in published.scores)
    raise UsageError(f"Name the score to explain with --score: {keys}." if keys else "No score is published yet.")


def _computed_at(warehouse: Warehouse, score: Score, number: int) -> int | None:
    rows = warehouse.rows(
        'SELECT "at" FROM score_values WHERE score = ? AND object = ? AND n = ?', [score.key, score.object, number]
    )
    return int(rows[0][0]) if rows else None
