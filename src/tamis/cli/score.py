"""`tamis score`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from tamis.cli.speech import count_records, rejected, say, say_reasons
from tamis.cli.terminal import standard_output
from tamis.operations.score_folder import Scored, score_folder
from tamis.progress import progress_on


def score(
    data: Path,
    definitions: Sequence[Path],
    *,
    as_of: str | None,
    output: Path | None,
    rejects: Path | None,
    max_rejects: int,
    quiet: bool,
) -> int:
    """Scores the folder; 0, or 1 if more was rejected than allowed."""
    with progress_on(sys.stderr, quiet=quiet) as progress:
        scored = score_folder(
            data,
            definitions,
            now=lambda: datetime.now(UTC),
            as_of=as_of,
            output=output or standard_output(),
            rejects=rejects,
            progress=progress,
        )
    _tell(scored, quiet=quiet, is_allowed=scored.rejected <= max_rejects)
    return int(scored.rejected > max_rejects)


def _tell(scored: Scored, *, quiet: bool, is_allowed: bool) -> None:
    for message in scored.messages:
        say(message)
    if scored.rejected:
        told = rejected(scored.rejected, scored.rejected_cells, scored.rejects_file)
        say(told, label="warning" if is_allowed else "error")
        say_reasons(scored.reasons)
    # The instant is told even to the quiet when it was read from the clock: without it the run cannot be repeated.
    if not quiet or scored.is_as_of_now:
        target = f", written to {scored.output}" if scored.output else ""
        say(f"{count_records(scored.records, scored.object)} scored as of {scored.as_of.isoformat()}{target}.")
