"""`tamis history`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tamis.cli.columns import aligned, exact_points, iso_text, json_points, minute_text
from tamis.cli.speech import count, in_line, print_json, printable
from tamis.operations.handing_over import perform
from tamis.operations.read_history import RecordHistory
from tamis.operations.verbs import History
from tamis.operations.workspace import find_workspace
from tamis.progress import LineProgress, NullProgress
from tamis.store.warehouse.values import HistoryRow


def history(id: str, *, score: str | None, workspace: Path | None, as_json: bool, quiet: bool) -> int:
    """Prints every change of the values of one record."""
    found = find_workspace(workspace, Path())
    # Lines, and no bar: there is nothing to show but that it waits.
    progress = NullProgress() if quiet else LineProgress(sys.stderr)
    histories = perform(found, History(id, score), now=lambda: datetime.now(UTC), progress=progress)
    if as_json:
        print_json([_json(history, row) for history in histories for row in history.changes])
    else:
        sys.stdout.write("\n".join(printable("\n".join(_lines(history)) + "\n") for history in histories))
    return 0


def _lines(history: RecordHistory) -> Iterator[str]:
    changes = count(len(history.changes), "change")
    yield f"{history.object.capitalize()} {in_line(history.id)}: {changes}; instants in UTC."
    for key in dict.fromkeys(row.score for row in history.changes):
        yield ""
        yield in_line(key)
        rows = [row for row in history.changes if row.score == key]
        yield from aligned([*map(_cells, rows), *_since(rows[-1], history.now.get(key))], "<>><><<<")


def _since(last: HistoryRow, now: int | None) -> Iterator[Sequence[str]]:
    """What time has done since the last change, less than a point so far."""
    if now is None or last.after is None or now == last.after:
        return
    difference = f"{'+' if now > last.after else ''}{exact_points(now - last.after)}"
    yield ("now", exact_points(last.after), "→", exact_points(now), difference, "", "", "time, since then")


def _cells(row: HistoryRow) -> Sequence[str]:
    has_tiers = row.tier_before is not None or row.tier_after is not None
    tier = "" if not has_tiers else row.tier_after or "–"
    if row.tier_before is not None and row.tier_before != row.tier_after:
        tier = f"{row.tier_before} → {tier}"
    return (
        minute_text(row.at),
        "" if row.before is None else exact_points(row.before),
        "→" if row.before is not None else "",
        exact_points(row.after),
        _signed(row),
        tier,
        f"version {row.version}",
        _why(row),
    )


def _why(row: HistoryRow) -> str:
    """The cause and what is known of it; where several things happened at once, the detail names them all."""
    # What happened without a name of its own goes by that of its cause, and last.
    happened = sorted(row.detail.split(", "), key=lambda each: each in _NAMELESS)
    if row.cause in happened:
        return ", ".join([row.cause, *(each for each in happened if each != row.cause)])
    if row.cause == "publish" and row.detail:
        return f"publish with {row.detail}"
    with suppress(ValueError):
        if row.cause in ("reset", "unreset"):
            upto = datetime.fromisoformat(row.detail).astimezone(UTC)
            return f"{row.cause} {'up to' if row.cause == 'reset' else 'of'} {upto:%Y-%m-%d %H:%M:%S}"
    return f"{row.cause} {', '.join(happened)}".rstrip()


_NAMELESS = frozenset({"created", "identified", "association"})


def _signed(row: HistoryRow) -> str:
    """By how much the value changed, where there was one and is one."""
    if row.before is None or row.after is None:
        return ""
    difference = row.after - row.before
    return f"{'+' if difference > 0 else ''}{exact_points(difference)}" if difference else ""


def _json(history: RecordHistory, row: HistoryRow) -> Mapping[str, Any]:
    return {
        "object": history.object,
        "id": history.id,
        "score": row.score,
        "at": iso_text(row.at),
        "version": row.version,
        "before": json_points(row.before),
        "after": json_points(row.after),
        "tier_before": row.tier_before,
        "tier_after": row.tier_after,
        "cause": row.cause,
        "detail": row.detail,
    }
