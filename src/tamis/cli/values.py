"""`tamis values`: those that are kept, or others computed for the occasion."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from tamis.cli.columns import iso_text, minute_text
from tamis.cli.speech import count_records, say
from tamis.cli.terminal import standard_output
from tamis.operations.handing_over import perform
from tamis.operations.read_values import ReadValues
from tamis.operations.verbs import Values, ValuesAsOf
from tamis.operations.workspace import find_workspace
from tamis.progress import LineProgress, NullProgress, progress_on


def values(key: str, *, workspace: Path | None, output: Path | None, quiet: bool) -> int:
    """Writes the values of a published score."""
    found = find_workspace(workspace, Path())
    # Lines, and no bar: there is nothing to show but that it waits.
    progress = NullProgress() if quiet else LineProgress(sys.stderr)
    verb = Values(key, output)
    read = perform(found, verb, now=lambda: datetime.now(UTC), progress=progress, out=standard_output())
    _warn(read)
    if not quiet:
        when = f" as of {minute_text(read.computed_at)} UTC" if read.computed_at is not None else ""
        _tell(key, read, output, when)
    return 0


def computed_values(
    key: str, *, workspace: Path | None, as_of: str | None, version: int | None, output: Path | None, quiet: bool
) -> int:
    """Writes the values that a score would have had at an instant, by a version."""
    found = find_workspace(workspace, Path())
    with progress_on(sys.stderr, quiet=quiet) as progress:
        verb = ValuesAsOf(key, as_of, version, output)
        read = perform(found, verb, now=lambda: datetime.now(UTC), progress=progress, out=standard_output())
    _warn(read)
    # The instant is told even to the quiet when it was read from the clock: without it the run cannot be repeated.
    if not quiet or as_of is None:
        when = f" as of {iso_text(read.computed_at)}" if read.computed_at is not None else ""
        _tell(key, read, output, when)
        say("The workspace keeps none of them; segments and other scores that it asks for are those published now.")
    return 0


def _warn(read: ReadValues) -> None:
    for message in read.messages:
        say(message, label="warning")
    if read.is_frozen:
        since = f" since {minute_text(read.deactivated_at)} UTC" if read.deactivated_at is not None else ""
        say(f"The score is deactivated{since}; these values are as they were then.", label="warning")


def _tell(key: str, read: ReadValues, output: Path | None, when: str) -> None:
    target = f", written to {output}" if output else ""
    say(f"{count_records(read.records, read.object)} by version {read.version} of {key}{when}{target}.")
