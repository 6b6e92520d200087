"""The commands of jobs. Each imports its operation when it runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tamis.cli.commands import AND_COMMAND, InWorkspace, Json

jobs = typer.Typer(invoke_without_command=True, subcommand_metavar=AND_COMMAND, rich_markup_mode=None)


@jobs.callback()
def list_all(
    context: typer.Context,
    failed: Annotated[bool, typer.Option("--failed", help="Only those that failed for good.")] = False,
    every: Annotated[bool, typer.Option("--all", help="Also what only read and has ended.")] = False,
    workspace: InWorkspace = None,
    json: Json = False,
) -> int:
    """List the work that the server does: what waits, runs, is done or has failed, and why."""
    if context.invoked_subcommand is not None:
        context.obj = workspace
        return 0
    from tamis.cli.jobs import list_all as run

    return run(workspace=workspace, failed=failed, every=every, as_json=json)


@jobs.command()
def retry(
    context: typer.Context,
    id: Annotated[int, typer.Argument(metavar="ID", help="A job that failed.")],
    workspace: InWorkspace = None,
) -> int:
    """Have a job that failed done again, at once."""
    from tamis.cli.jobs import retry as run

    named: Path | None = workspace or context.obj
    return run(id, workspace=named)
