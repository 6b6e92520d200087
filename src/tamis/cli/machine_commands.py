"""The commands of rules about machine-made events. Each imports its operation when it runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tamis.cli.commands import AND_COMMAND, InWorkspace, Json

machine = typer.Typer(invoke_without_command=True, subcommand_metavar=AND_COMMAND, rich_markup_mode=None)


@machine.callback()
def show(context: typer.Context, workspace: InWorkspace = None, json: Json = False) -> int:
    """Show by which rules incoming events are taken for a machine's."""
    if context.invoked_subcommand is not None:
        context.obj = workspace
        return 0
    from tamis.cli.machine import show as run

    return run(workspace=workspace, as_json=json)


@machine.command(name="test")
def try_rules(
    context: typer.Context,
    event: Annotated[str, typer.Option(metavar="TYPE", help="The event type, such as email_opened.")],
    user_agent: Annotated[
        str | None, typer.Option("--user-agent", metavar="TEXT", help="What the program calls itself.")
    ] = None,
    ip: Annotated[str | None, typer.Option(metavar="ADDRESS", help="The IP address that it came from.")] = None,
    email: Annotated[str | None, typer.Option(metavar="ADDRESS", help="The contact's e-mail address.")] = None,
    properties: Annotated[
        list[str] | None, typer.Option("--property", metavar="NAME=VALUE", help="Of the event; repeatable.")
    ] = None,
    workspace: InWorkspace = None,
    json: Json = False,
) -> int:
    """Tell which rule would hold for an event."""
    from tamis.cli.machine import try_rules as run

    named: Path | None = workspace or context.obj
    return run(
        event=event,
        user_agent=user_agent,
        ip=ip,
        email=email,
        properties=properties or (),
        workspace=named,
        as_json=json,
    )
