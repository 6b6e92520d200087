"""The command of the serving process."""

from __future__ import annotations

from typing import Annotated

import typer

from tamis.cli.commands import InWorkspace


def serve(
    host: Annotated[str, typer.Option(metavar="HOST", help="Where to listen; 0.0.0.0 is everywhere.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(metavar="PORT", min=1, max=65_535)] = 8000,
    workspace: InWorkspace = None,
) -> int:
    """Take in what sources send, and keep every score current.

    Prints one line when it is ready, and logs to standard error as JSON. SIGTERM or Ctrl-C ends it in order.
    """
    from tamis.cli.serve import serve as run

    return run(workspace=workspace, host=host, port=port)
