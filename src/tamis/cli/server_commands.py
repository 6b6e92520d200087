"""The command of the serving process."""

from __future__ import annotations

from typing import Annotated

import typer

from tamis.cli.commands import InWorkspace


def serve(
    host: Annotated[str, typer.Option(metavar="HOST", help="Where to listen; 0.0.0.0 is everywhere.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(metavar="PORT", min=1, max=65_535)] = 8000,
    ingest_only: Annotated[
        bool, typer.Option("--ingest-only", help="Only take in, beside the one process that keeps the scores.")
    ] = False,
    url: Annotated[
        str,
        typer.Option(metavar="URL", envvar="TAMIS_URL", help="How browsers reach it through a proxy: https://HOST."),
    ] = "",
    workspace: InWorkspace = None,
) -> int:
    """Show it all in the browser, and keep every score current.

    Prints one line when it is ready, and logs to standard error as JSON. SIGTERM or Ctrl-C ends it in order.

    With --ingest-only it stores what is sent, and the process without it takes that in: any number of such processes
    may run in front of it, on other machines too where the inbox is on a PostgreSQL server. There the folder needs to
    hold nothing but workspace.yaml.
    """
    from tamis.cli.serve import serve as run

    return run(workspace=workspace, host=host, port=port, ingest_only=ingest_only, url=url)
