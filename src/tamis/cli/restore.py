"""`tamis restore`."""

from __future__ import annotations

import sys
from pathlib import Path

from tamis.cli.speech import say
from tamis.operations.restore import restore as restore_backup
from tamis.progress import progress_on


def restore(file: Path, *, folder: Path, replace: bool, quiet: bool) -> int:
    """Restores the workspace and says as of when it is."""
    with progress_on(sys.stderr, quiet=quiet) as progress:
        manifest = restore_backup(file, folder, replace=replace, progress=progress)
    say(f"{folder} is the workspace as of {manifest.at:%Y-%m-%d %H:%M} UTC.")
    return 0
