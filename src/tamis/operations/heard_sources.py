"""When each source was last heard of, and which of them have fallen silent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from tamis.operations.sources import list_sources
from tamis.operations.workspace import Workspace
from tamis.store.inbox import Source
from tamis.store.warehouse import Warehouse
from tamis.store.warehouse.live import heard_days

_DAY = 86_400_000_000
# Days before a source's last message that tell what is usual for it, and how many of them it must have sent on.
_LOOKED_AT, _TELLING = 28, 5


@dataclass(frozen=True)
class HeardSource:
    """A source. `first_at` and `last_at`: when its first and last messages came that were taken in (microseconds since
    the epoch, UTC; of the first, to the day); None if none was. `usual_days`: how many days lie between two days on
    which it sends, at most; None where it has sent too seldom to tell."""

    source: Source
    first_at: int | None
    last_at: int | None
    usual_days: int | None

    def is_silent(self, as_of: int) -> bool:
        """Whether a day more than usual has passed without a word from one that may send."""
        if self.source.revoked_at is not None or self.last_at is None or self.usual_days is None:
            return False
        return as_of - self.last_at > (self.usual_days + 1) * _DAY


def heard_sources(workspace: Workspace, warehouse: Warehouse) -> tuple[HeardSource, ...]:
    """Every source, by name."""
    heard = heard_days(warehouse)
    return tuple(_heard(source, heard.get(source.name, ())) for source in list_sources(workspace))


def usual_days(days: Sequence[int]) -> int | None:
    """Of days in order, how many lie between two of the last ones at most.

    >>> usual_days([1, 2, 3, 4, 5]), usual_days([1, 2, 5, 8, 9]), usual_days([1, 2])
    (1, 3, None)
    """
    recent = [day for day in days if day > days[-1] - _LOOKED_AT]
    return max(later - earlier for earlier, later in pairwise(recent)) if len(recent) >= _TELLING else None


def _heard(source: Source, days: Sequence[tuple[int, int]]) -> HeardSource:
    # There may have been another of that name, in an inbox that was lost.
    own = [(day, last_at) for day, last_at in days if last_at >= source.created_at]
    if not own:
        return HeardSource(source, None, None, None)
    return HeardSource(source, own[0][1], own[-1][1], usual_days([day for day, _ in own]))
