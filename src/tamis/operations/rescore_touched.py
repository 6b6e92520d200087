"""Computes the scores of those records only that something happened to, or that look at such a record."""

from __future__ import annotations

from tamis.operations.published import Published
from tamis.operations.rescore import by_object
from tamis.operations.rescoring import RescoredSome, Rescoring
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
    records, changed = 0, dict[str, int]()
    for scores in by_object(published.scores).values():
        targets = rescoring.looking_at(scores, found)
        if not targets:
            continue
        records += len(targets)
        if rescoring.are_many(scores, targets):
            changed |= rescoring.rescore_all(scores, cause="associated")
        else:
            changed |= rescoring.rescore(scores, targets, cause="associated")
    with warehouse.transaction():
        forget_touched(warehouse)
    return RescoredSome(records, changed)
