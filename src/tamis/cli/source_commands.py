"""The commands of sources. Each imports its operation when it runs."""

from __future__ import annotations

from typing import Annotated

import typer

from tamis.cli.commands import AND_COMMAND, InWorkspace, Json, Quiet
from tamis.cli.workspace_commands import app

__all__ = ["app"]

sources = typer.Typer(
    help="Say who may send events: sources and their write keys.",
    invoke_without_command=True,
    subcommand_metavar=AND_COMMAND,
    rich_markup_mode=None,
)
app.add_typer(sources, name="sources")

Name = Annotated[str, typer.Argument(metavar="NAME", help="A source, such as website.")]
QuietKey = Annotated[bool, typer.Option("--quiet", help="Only the key.")]


@sources.callback()
def list_them(context: typer.Context, workspace: InWorkspace = None, json: Json = False) -> int:
    """List the sources: who may send events."""
    if context.invoked_subcommand is not None:
        context.obj = workspace
        return 0
    from tamis.cli.sources import list_all as run

    return run(workspace=workspace, as_json=json)


@sources.command()
def add(context: typer.Context, name: Name, workspace: InWorkspace = None, quiet: QuietKey = False) -> int:
    """Add a source; its write key, alone, goes to standard output."""
    from tamis.cli.sources import add as run

    return run(name, workspace=workspace or context.obj, quiet=quiet)


@sources.command()
def rotate(
    context: typer.Context,
    name: Name,
    grace: Annotated[
        str | None,
        typer.Option(
            "--grace",
            metavar="PERIOD",
            help='How long the old key still works, such as "1 day"; not at all by default.',
        ),
    ] = None,
    workspace: InWorkspace = None,
    quiet: QuietKey = False,
) -> int:
    """Give a source a new write key, also one that was revoked."""
    from tamis.cli.sources import rotate as run

    return run(name, grace=grace, workspace=workspace or context.obj, quiet=quiet)


@sources.command()
def revoke(context: typer.Context, name: Name, workspace: InWorkspace = None, quiet: Quiet = False) -> int:
    """End every key of a source; what it sent stays."""
    from tamis.cli.sources import revoke as run

    return run(name, workspace=workspace or context.obj, quiet=quiet)


@sources.command(name="list")
def list_all(context: typer.Context, workspace: InWorkspace = None, json: Json = False) -> int:
    """List the sources."""
    from tamis.cli.sources import list_all as run

    return run(workspace=workspace or context.obj, as_json=json)
