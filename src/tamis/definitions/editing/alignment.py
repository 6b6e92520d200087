"""What is the same in two values, and which item of a list became which."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Any


def aligned(old: Sequence[Any], new: Sequence[Any]) -> list[tuple[int | None, int]]:
    """For each new item the old one that it comes from (None: from none), and its own place.

    >>> aligned(["a", "b", "c"], ["a", "x", "c", "b", "d"])
    [(0, 0), (None, 1), (2, 2), (1, 3), (None, 4)]
    """
    marks, wanted = [repr(each) for each in old], [repr(each) for each in new]
    came: dict[int, int] = {}
    between: list[tuple[range, range]] = []
    for kind, *bounds in SequenceMatcher(None, marks, wanted, autojunk=False).get_opcodes():
        before, after = range(bounds[0], bounds[1]), range(bounds[2], bounds[3])
        came |= dict(zip(after, before, strict=True)) if kind == "equal" else {}
        between += [(before, after)] if kind != "equal" else []
    _follow_moves(marks, wanted, came, between)
    for before, after in between:
        left = [place for place in before if place not in came.values()]
        free = [place for place in after if place not in came]
        came |= dict(zip(free, left, strict=False)) if len(free) == len(left) else {}
    return [(came.get(place), place) for place in range(len(new))]


def _follow_moves(
    old: Sequence[str], new: Sequence[str], came: dict[int, int], between: Sequence[tuple[range, range]]
) -> None:
    """What stands elsewhere, unchanged."""
    gone = {old[place]: place for before, _ in between for place in before}
    for _, after in between:
        for place in after:
            if (was := gone.pop(new[place], None)) is not None:
                came[place] = was


def is_same(one: Any, other: Any) -> bool:
    """Whether two values are the same: 1 and 1.0 are, 1 and true are not."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(is_same(each, other[key]) for key, each in one.items())
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(is_same, one, other))
    if isinstance(one, bool) or isinstance(other, bool) or not isinstance(one, int | float):
        return type(one) is type(other) and bool(one == other)
    return isinstance(other, int | float) and (one == other or repr(float(one)) == repr(float(other)) == "nan")
