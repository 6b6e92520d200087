"""What is imported before there are threads that would import it at the same time, and made fit for them."""

from __future__ import annotations

from threading import local
from typing import Any


def import_alone() -> None:
    """Imports Ibis, whose modules import one another in circles: of threads that first do so at once, each may meet a
    half of it, fail, and leave it broken for as long as the process lives."""
    import ibis
    import ibis.backends.sql.compilers  # noqa: F401 - loads the rest

    compare_apart()


class _Comparing(local):
    """What this thread has found so far of the two expressions that it compares, by the places of their parts."""

    found: dict[tuple[int, int], bool] | None = None


_COMPARING = _Comparing()


def compare_apart() -> None:
    """Has each thread compare expressions of Ibis by itself.

    Ibis keeps for the whole process which pairs are equal, by their places in memory, and takes a pair out when one of
    the two goes. Where another thread compares or lets go at that moment, pairs stay, and the next expression in that
    place is taken for equal, or for another, as the one before it was. Kept for one comparison it is as quick:
    the query of five scores is written in the same time.
    """
    from ibis.common.bases import Comparable

    Comparable.__eq__ = _equal
    if hasattr(Comparable, "__del__"):
        del Comparable.__del__
    Comparable.__cache__.clear()


def _equal(one: Any, other: Any) -> bool:
    if one is other:
        return True
    if type(one) is not type(other):
        return False
    found = _COMPARING.found
    if found is None:
        _COMPARING.found = {}
        try:
            return bool(one.__equals__(other))
        finally:
            _COMPARING.found = None
    pair = id(one), id(other)
    if pair not in found:
        found[pair] = bool(one.__equals__(other))
    return found[pair]
