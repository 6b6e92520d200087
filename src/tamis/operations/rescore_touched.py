"""Computes the scores of those records only that something happened to, or that look at such a record."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from tamis.definitions import Score
from tamis.operations.published import Published
from tamis.operations.rescore import by_object
from tamis.operations.rescoring import RescoredSome, Rescoring, nothing
from tamis.store.warehouse import Warehouse
from tamis.store.warehouse.live import forget_touched, name_causes, touched
from tamis.store.warehouse.neighbourhood import Neighbourhood
from tamis.store.warehouse.values import Plans


def rescore_touched(
    warehouse: Warehouse, published: Published, *, as_of: int, plans: Plans, near: Neighbourhood
) -> RescoredSome:
    """Computes what was touched as of an instant, and keeps it with its causes.

    Raises DefinitionError where the data no longer bears out a definition; what was touched is remembered then.
    """
    found = touched(warehouse)
    if not found:
        return RescoredSome()
    rescoring = Rescoring.prepare(warehouse, published, as_of, plans, near)
    name_causes(warehouse)
    reached = [(scores, rescoring.looking_at(scores, found)) for scores in by_object(published.scores).values()]
    touching = [(scores, targets) for scores, targets in reached if targets]

    def forget() -> None:
        forget_touched(warehouse)

    changed = dict[str, int]()
    for scores, targets in touching[:-1]:
        changed |= _rescored(rescoring, scores, targets)
    # What happened is forgotten in the transaction that keeps the last of it: a commit waits for the disk.
    for scores, targets in touching[-1:]:
        changed |= _rescored(rescoring, scores, targets, also=forget)
    if not touching:
        forget()
    return RescoredSome(sum(len(targets) for _, targets in touching), changed)


def _rescored(
    rescoring: Rescoring, scores: Sequence[Score], targets: Sequence[int], also: Callable[[], None] = nothing
) -> Mapping[str, int]:
    if rescoring.are_many(scores, targets):
        return rescoring.rescore_all(scores, cause="associated", also=also)
    return rescoring.rescore(scores, targets, cause="associated", also=also)
