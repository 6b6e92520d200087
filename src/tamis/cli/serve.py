"""`tamis serve`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from tamis.operations.workspace import find_workspace
from tamis.server.process import serve as run


def serve(*, workspace: Path | None, host: str, port: int) -> int:
    """Serves until it is told to stop."""
    run(find_workspace(workspace, Path()), host=host, port=port, now=_now)
    return 0


# A function of the module, and no lambda: the worker may have to find it by its name.
def _now() -> datetime:
    return datetime.now(UTC)
