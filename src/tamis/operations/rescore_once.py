"""A rescoring for a single occasion, by a command: nothing of it is kept for the next one."""

from __future__ import annotations

from typing import Protocol

from tamis.errors import DefinitionError, Issue
from tamis.operations.published import Published
from tamis.operations.rescoring import RescoredSome
from tamis.store.warehouse import Warehouse
from tamis.store.warehouse.neighbourhood import Neighbourhood
from tamis.store.warehouse.values import Plans


class Rescore(Protocol):
    """`rescore_touched`, or `rescore_by_time`."""

    def __call__(
        self, warehouse: Warehouse, published: Published, *, as_of: int, plans: Plans, near: Neighbourhood
    ) -> RescoredSome:
        """Computes some values as of an instant, and keeps them. Raises DefinitionError."""


def rescore_once(
    rescore: Rescore, warehouse: Warehouse, published: Published, *, as_of: int
) -> tuple[RescoredSome, tuple[Issue, ...]]:
    """What it came to, and why nothing could be computed from the data as it is, if so."""
    if not published.scores:
        return RescoredSome(), ()
    plans = Plans()
    near = Neighbourhood(warehouse, plans)
    try:
        return rescore(warehouse, published, as_of=as_of, plans=plans, near=near), ()
    except DefinitionError as error:
        return RescoredSome(), error.issues
    finally:
        near.close()
