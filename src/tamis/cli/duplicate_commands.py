"""The commands of contacts that are probably one person. Each imports its operation when it runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tamis.cli.commands import AND_COMMAND, InWorkspace, Json, Quiet

duplicates = typer.Typer(invoke_without_command=True, subcommand_metavar=AND_COMMAND, rich_markup_mode=None)


@duplicates.callback()
def find(
    context: typer.Context,
    sure: Annotated[bool, typer.Option("--sure", help="Only those that are as good as certain: 95% or more.")] = False,
    limit: Annotated[int, typer.Option(metavar="N", min=1, help="The most proposals, the surest first.")] = 20,
    workspace: InWorkspace = None,
    json: Json = False,
    quiet: Quiet = False,
) -> int:
    """Propose contacts that are probably one person, and tell why. Nothing is merged.

    What is shown are names and addresses of people.
    """
    if context.invoked_subcommand is not None:
        context.obj = workspace
        return 0
    from tamis.cli.duplicates import find as run

    return run(workspace=workspace, is_sure=sure, most=limit, as_json=json, quiet=quiet)


@duplicates.command(short_help="Merge all that are as good as certain.")
def merge(
    context: typer.Context,
    yes: Annotated[bool, typer.Option("--yes", help="Without being asked.")] = False,
    undo: Annotated[
        str | None, typer.Option("--undo", metavar="INSTANT", help="Take back what was merged at once at that instant.")
    ] = None,
    workspace: InWorkspace = None,
    json: Json = False,
    quiet: Quiet = False,
) -> int:
    """Merge all contacts at once that are as good as certainly one person: 95% or more. All of them or none.

    Shows how many they are and the least sure of them, and asks.
    """
    from tamis.cli.duplicates import merge as run
    from tamis.cli.duplicates import unmerge

    named: Path | None = workspace or context.obj
    if undo is not None:
        return unmerge(undo, workspace=named, as_json=json, quiet=quiet)
    return run(workspace=named, yes=yes, as_json=json, quiet=quiet)


@duplicates.command(short_help="Say that two contacts are two people.")
def dismiss(
    context: typer.Context,
    one: Annotated[str, typer.Argument(metavar="ID", help="A contact.")],
    other: Annotated[str, typer.Argument(metavar="OTHER", help="One that is someone else.")],
    undo: Annotated[bool, typer.Option("--undo", help="They may be one person after all.")] = False,
    workspace: InWorkspace = None,
) -> int:
    """Say that two contacts are two people: they are not proposed again."""
    from tamis.cli.duplicates import dismiss as run

    named: Path | None = workspace or context.obj
    return run(one, other, workspace=named, is_undone=undo)
