"""`tamis init`."""

from __future__ import annotations

from pathlib import Path

from tamis.cli.speech import say
from tamis.operations.workspace import init_workspace


def init(folder: Path, *, time_zone: str, quiet: bool) -> int:
    """Makes the workspace and says what to do next."""
    workspace = init_workspace(folder, time_zone=time_zone)
    if not quiet:
        say(f"{folder} is a workspace now; its days begin in {workspace.time_zone}.")
        say(f"In a browser: tamis serve --workspace {folder}, which leads through the first steps.")
        say(f"Next: tamis import YOUR_FOLDER --workspace {folder}")
    return 0
