"""`tamis values`."""

from __future__ import annotations

import sys
from pathlib import Path

from tamis.cli.columns import iso_text
from tamis.cli.speech import count_records, say
from tamis.operations.read_values import read_values
from tamis.operations.workspace import find_workspace


def values(key: str, *, workspace: Path | None, output: Path | None, quiet: bool) -> int:
    """Writes the values of a published score."""
    found = find_workspace(workspace, Path())
    read = read_values(found, key, output=output or sys.stdout.buffer)
    for message in read.messages:
        say(message, label="warning")
    if not quiet:
        when = f" as of {iso_text(read.computed_at)}" if read.computed_at is not None else ""
        target = f", written to {output}" if output else ""
        say(f"{count_records(read.records, read.object)} by version {read.version} of {key}{when}{target}.")
    return 0
