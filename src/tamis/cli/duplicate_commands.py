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
    sure: Annotated[bool, typer.Option("--sure", help="Only those that are as good as certain: 95 % or more.")] = False,
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
