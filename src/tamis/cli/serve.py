"""`tamis serve`."""

from __future__ import annotations

from pathlib import Path

from tamis.operations.workspace import find_workspace
from tamis.server.process import serve as run


def serve(*, workspace: Path | None, host: str, port: int) -> int:
    """Serves until it is told to stop."""
    run(find_workspace(workspace, Path()), host=host, port=port)
    return 0
