"""Pairs as proposals: which contact is kept, and which others become part of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

Pair = tuple[int, int]


def stars(pairs: Iterable[Pair], ranked: Sequence[int], dismissed: Collection[Pair] = ()) -> dict[int, list[int]]:
    """By the contact that is kept, those that would be merged into it, in order of their rank.

    `ranked`: all contacts of the pairs, the one that is rather kept first. Each is in one proposal at most, and every
    one has evidence of its own against the kept contact: of a chain, where only neighbours are alike, the rest waits
    until the first are merged. Two that were dismissed (the lesser number first) are never in one proposal.

    >>> stars([(1, 2), (2, 3), (4, 5)], ranked=[2, 5, 1, 3, 4])
    {2: [1, 3], 5: [4]}
    >>> stars([(1, 2), (2, 3)], ranked=[2, 1, 3], dismissed={(1, 3)})
    {2: [1]}
    """
    near: dict[int, set[int]] = defaultdict(set)
    for a, b in pairs:
        near[a].add(b)
        near[b].add(a)
    place = {n: place for place, n in enumerate(ranked)}
    taken: set[int] = set()
    found: dict[int, list[int]] = {}
    for kept in ranked:
        if kept in taken:
            continue
        others: list[int] = []
        for other in sorted(near[kept] - taken, key=place.__getitem__):
            if not any(pair(other, each) in dismissed for each in (kept, *others)):
                others.append(other)
        if others:
            found[kept] = others
            taken.update((kept, *others))
    return found


def pair(a: int, b: int) -> Pair:
    """The two, the lesser first."""
    return (a, b) if a < b else (b, a)
