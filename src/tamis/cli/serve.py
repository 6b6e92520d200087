"""`tamis serve`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from tamis.operations.workspace import find_workspace
from tamis.server.process import serve as run


def serve(*, workspace: Path | None, host: str, port: int, ingest_only: bool, url: str = "") -> int:
    """Serves until it is told to stop."""
    found = find_workspace(workspace, Path(), with_warehouse=not ingest_only)
    run(found, host=host, port=port, now=_now, is_ingest_only=ingest_only, url=url)
    return 0


# A function of the module, and no lambda: the worker may have to find it by its name.
def _now() -> datetime:
    return datetime.now(UTC)
