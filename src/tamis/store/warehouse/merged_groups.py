"""Who is merged with whom: the contacts that are one record now, from the merges that hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from tamis.compile.moment import EARLIEST


@dataclass(frozen=True)
class Merged:
    """One contact of a group that is one record now.

    `kept` is the contact that the group is kept under, at place 0. The others follow in the order in which their values
    count; since `merged_at` (microseconds since the epoch, UTC) they belong to `kept`.
    """

    n: int
    kept: int
    place: int
    merged_at: int


def merged_groups(merges: Iterable[tuple[int, int, int]]) -> list[Merged]:
    """The members of every group, from the merges that hold in the order in which they were made: the contact that was
    kept, the other one, and the instant.

    >>> [(each.n, each.kept) for each in merged_groups([(2, 1, 10), (3, 2, 20), (3, 4, 30)])]
    [(3, 3), (2, 3), (1, 3), (4, 3)]
    """
    groups: dict[int, list[Merged]] = {}
    for kept, other, at in merges:
        group = groups.setdefault(kept, [Merged(kept, kept, 0, EARLIEST)])
        # Those who were merged into the other one earlier came to this group with it.
        came = groups.pop(other, [Merged(other, other, 0, EARLIEST)])
        group += [
            replace(each, kept=kept, place=place, merged_at=max(each.merged_at, at))
            for place, each in enumerate(came, start=len(group))
        ]
    return [each for group in groups.values() for each in group]
