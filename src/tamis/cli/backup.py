"""`tamis backup`."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from tamis.cli.speech import say
from tamis.operations.handing_over import perform
from tamis.operations.room_on_disk import size_text
from tamis.operations.verbs import Backup
from tamis.operations.workspace import find_workspace
from tamis.progress import progress_on


def backup(file: Path, *, workspace: Path | None, quiet: bool) -> int:
    """Writes the backup and says how large it is."""
    found = find_workspace(workspace, Path.cwd())
    with progress_on(sys.stderr, quiet=quiet) as progress:
        done = perform(found, Backup(file), now=lambda: datetime.now(UTC), progress=progress)
    say(f"{file}: the workspace as of {done.manifest.at:%Y-%m-%d %H:%M} UTC, {size_text(done.size)}.")
    return 0
