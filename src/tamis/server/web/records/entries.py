"""What happened to a record and what was decided about it, in one order of time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tamis.operations.record.timeline import Happening, Timeline
from tamis.operations.record.timeline_rows import Cursor
from tamis.store.application import Decision


@dataclass(frozen=True)
class Entry:
    """One of both."""

    at: int
    happening: Happening | None = None
    decision: Decision | None = None


def entries(page: Timeline, decisions: Sequence[Decision], cursor: str | None) -> list[Entry]:
    """A page of the timeline, with the decisions that fall into its time; newest first."""
    until = Cursor.read(cursor).at if cursor else None
    since = page.happenings[-1].at if page.next else None
    found = [Entry(each.at, happening=each) for each in page.happenings]
    found += [
        Entry(each.at, decision=each)
        for each in decisions
        if (until is None or each.at < until) and (since is None or each.at >= since)
    ]
    return sorted(found, key=lambda entry: entry.at, reverse=True)
