"""How far the definitions of a call look: events outside of that are checked, but never brought into shape."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tamis.compile.moment import EARLIEST, span_of
from tamis.connectors.files.columns import Column
from tamis.connectors.files.sql import literals
from tamis.definitions.walk import Needs

# To set the rows in sight aside pays where they are clearly fewer than all.
_WORTH_IT = 0.5


@dataclass(frozen=True)
class Sight:
    """Instants in microseconds UTC: nothing after `last` is seen, nor before `first`, but for the types in `always`."""

    first: int
    last: int
    always: frozenset[str]

    def narrows(self, times: Column, types: Mapping[str, int]) -> bool:
        """Whether few enough events are in sight to set them aside first: a guess from what the file says of its times
        and from the number of events of each type."""
        if times.span is None:
            return False
        earliest, latest = times.span

        def share(first: int) -> float:
            return max(0, min(self.last, latest) - max(first, earliest)) / max(1, latest - earliest)

        seen = sum(count * share(EARLIEST if type in self.always else self.first) for type, count in types.items())
        return seen < _WORTH_IT * sum(types.values())

    def test(self, type: Column, times: Column) -> str:
        """SQL that holds for rows in sight; `times` is a column of the file's own times."""
        since = f"{times.cell} >= make_timestamp({self.first}::BIGINT)"
        if self.always:
            since = f"({since} OR {type.text} IN {literals(self.always)})"
        return f"{times.cell} <= make_timestamp({self.last}::BIGINT) AND {since}"


def sight_of(needs: Needs | None, as_of: int | None, time_zone: str) -> Sight | None:
    """How far back from the instant the needed events are looked at; None: everything is in sight."""
    if needs is None or as_of is None:
        return None
    firsts = {
        type: min(
            (span_of(look.window, time_zone, look.decay).first(as_of) for look in needs.looks.get(type, ())),
            default=EARLIEST,
        )
        for type in needs.events
    }
    always = frozenset(type for type, first in firsts.items() if first <= EARLIEST)
    first = min((first for type, first in firsts.items() if type not in always), default=as_of)
    return Sight(first, as_of, always)
