"""The commands of people. Each imports its operation when it runs."""

from __future__ import annotations

from typing import Annotated

import typer

from tamis.cli.commands import AND_COMMAND, InWorkspace, Json, Quiet
from tamis.cli.source_commands import app

__all__ = ["app"]

people = typer.Typer(
    help="Say who may sign in, and help who cannot.",
    invoke_without_command=True,
    subcommand_metavar=AND_COMMAND,
    rich_markup_mode=None,
)
app.add_typer(people, name="people")

Email = Annotated[str, typer.Argument(metavar="EMAIL", help="By which they sign in.")]
Role = Annotated[str, typer.Option("--role", metavar="ROLE", help="administrator, marketing, sales or read_only.")]
Address = Annotated[
    str,
    typer.Option("--address", metavar="URL", help="Where people reach the server; else as it says itself."),
]
QuietLink = Annotated[bool, typer.Option("--quiet", help="Only the link.")]


@people.callback()
def list_them(context: typer.Context, workspace: InWorkspace = None, json: Json = False) -> int:
    """List the people: who may sign in, as what."""
    if context.invoked_subcommand is not None:
        context.obj = workspace
        return 0
    from tamis.cli.people import list_all as run

    return run(workspace=workspace, as_json=json)


@people.command(name="list")
def list_all(context: typer.Context, workspace: InWorkspace = None, json: Json = False) -> int:
    """List the people."""
    from tamis.cli.people import list_all as run

    return run(workspace=workspace or context.obj, as_json=json)


@people.command()
def add(
    context: typer.Context,
    email: Email,
    name: Annotated[str | None, typer.Option("--name", metavar="NAME", help="If not given, the address.")] = None,
    role: Role = "administrator",
    address: Address = "",
    workspace: InWorkspace = None,
    quiet: QuietLink = False,
) -> int:
    """Add a person, and print their link.

    By the link, which alone goes to standard output, they choose a password.
    """
    from tamis.cli.people import add as run

    return run(email, name=name or email, role=role, address=address, workspace=workspace or context.obj, quiet=quiet)


@people.command(name="reset-password")
def reset_password(
    context: typer.Context,
    email: Email,
    address: Address = "",
    workspace: InWorkspace = None,
    quiet: QuietLink = False,
) -> int:
    """Print a link to choose another password.

    A person who is deactivated is activated.
    """
    from tamis.cli.people import reset_password as run

    return run(email, address=address, workspace=workspace or context.obj, quiet=quiet)


@people.command(name="reset-second-step")
def reset_second_step(context: typer.Context, email: Email, workspace: InWorkspace = None, quiet: Quiet = False) -> int:
    """Have a person sign in by password alone.

    Until they turn the second step on again. They are signed out everywhere.
    """
    from tamis.cli.people import reset_second_step as run

    return run(email, workspace=workspace or context.obj, quiet=quiet)


@people.command()
def role(
    context: typer.Context,
    email: Email,
    role: Annotated[str, typer.Argument(metavar="ROLE", help="administrator, marketing, sales or read_only.")],
    workspace: InWorkspace = None,
    quiet: Quiet = False,
) -> int:
    """Give a person another role."""
    from tamis.cli.people import change_role as run

    return run(email, role, workspace=workspace or context.obj, quiet=quiet)


@people.command()
def deactivate(context: typer.Context, email: Email, workspace: InWorkspace = None, quiet: Quiet = False) -> int:
    """Let a person in no more.

    They are signed out, and their links and API tokens end.
    """
    from tamis.cli.people import deactivate as run

    return run(email, workspace=workspace or context.obj, quiet=quiet)
