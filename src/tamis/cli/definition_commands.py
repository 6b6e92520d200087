"""The commands of definitions and properties. Each imports its operation when it runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tamis.cli.commands import AND_COMMAND, InWorkspace, Json, Quiet
from tamis.cli.people_commands import app
from tamis.cli.workspace_commands import AnyKey

__all__ = ["app"]

properties = typer.Typer(
    help="List and delete the properties of records.", subcommand_metavar=AND_COMMAND, rich_markup_mode=None
)
app.add_typer(properties, name="properties")

Yes = Annotated[bool, typer.Option("--yes", help="Without being asked.")]


@app.command(name="list", short_help="List every score and segment, and where it stands.")
def list_all(workspace: InWorkspace = None, json: Json = False) -> int:
    """List every score and segment: its version, its state, and how many records have a value."""
    from tamis.cli.definitions import list_all as run

    return run(workspace=workspace, as_json=json)


@app.command()
def drafts(
    key: Annotated[str | None, typer.Argument(metavar="KEY", help="Write the text of this draft.")] = None,
    workspace: InWorkspace = None,
    json: Json = False,
) -> int:
    """List what is saved and not published."""
    from tamis.cli.definitions import drafts as run

    return run(key, workspace=workspace, as_json=json)


@app.command()
def discard(key: AnyKey, workspace: InWorkspace = None, quiet: Quiet = False) -> int:
    """Reset a definition to what is published: its draft goes."""
    from tamis.cli.definitions import discard as run

    return run(key, workspace=workspace, quiet=quiet)


@app.command(short_help="Save a definition under another key, as a draft.")
def clone(
    key: AnyKey,
    new: Annotated[str, typer.Argument(metavar="NEW", help="The key of the clone.")],
    label: Annotated[str | None, typer.Option(metavar="TEXT", help='Its label; "Copy of …" if not given.')] = None,
    output: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where its text goes; standard output if not given.")
    ] = None,
    workspace: InWorkspace = None,
    quiet: Quiet = False,
) -> int:
    """Save a definition under another key, as a draft, and write its text."""
    from tamis.cli.definitions import clone as run

    return run(key, new, label=label, output=output, workspace=workspace, quiet=quiet)


@app.command(short_help="Take a definition out of use; its values stay.")
def deactivate(key: AnyKey, workspace: InWorkspace = None, quiet: Quiet = False) -> int:
    """Take a definition out of use; the values it gave stay as they are."""
    from tamis.cli.definitions import deactivate as run

    return run(key, workspace=workspace, quiet=quiet)


@app.command(short_help="Put a deactivated definition into use again.")
def activate(
    key: AnyKey, workspace: InWorkspace = None, yes: Yes = False, json: Json = False, quiet: Quiet = False
) -> int:
    """Show what putting a deactivated definition into use again would change, and do it."""
    from tamis.cli.bring_back import activate as run

    return run(key, workspace=workspace, yes=yes, as_json=json, quiet=quiet)


@app.command(short_help="Publish an earlier version again, as the next one.")
def revert(
    key: AnyKey,
    version: Annotated[int, typer.Argument(metavar="VERSION", min=1, help="The number of an earlier version.")],
    yes: Yes = False,
    note: Annotated[str, typer.Option(metavar="TEXT", help='Why; "version N again" if not given.')] = "",
    workspace: InWorkspace = None,
    json: Json = False,
    quiet: Quiet = False,
) -> int:
    """Show what an earlier version would change, and publish it again as the next one."""
    from tamis.cli.bring_back import revert as run

    return run(key, version, workspace=workspace, yes=yes, note=note, as_json=json, quiet=quiet)


@app.command()
def delete(
    key: AnyKey, workspace: InWorkspace = None, yes: Yes = False, json: Json = False, quiet: Quiet = False
) -> int:
    """Delete a definition and its values; versions and history stay. What uses it is told first."""
    from tamis.cli.delete import delete as run

    return run(key, workspace=workspace, yes=yes, as_json=json, quiet=quiet)


@properties.callback(invoke_without_command=True)
def list_properties(
    context: typer.Context,
    object_type: Annotated[str | None, typer.Option("--object", metavar="OBJECT", help="Only those of it.")] = None,
    workspace: InWorkspace = None,
    json: Json = False,
    quiet: Quiet = False,
) -> int:
    """List the properties of records, how many records have them, and what asks for them."""
    if context.invoked_subcommand is not None:
        context.obj = workspace
        return 0
    from tamis.cli.properties import list_all as run

    return run(object_type, workspace=workspace, as_json=json, quiet=quiet)


@properties.command(name="delete")
def delete_property(
    context: typer.Context,
    object_type: Annotated[str, typer.Argument(metavar="OBJECT", help="contact, company, deal, or one of your own.")],
    name: Annotated[str, typer.Argument(metavar="PROPERTY", help="The property, as tamis properties lists it.")],
    workspace: InWorkspace = None,
    yes: Yes = False,
    json: Json = False,
    quiet: Quiet = False,
) -> int:
    """Delete a property from every record. What uses it is told first."""
    from tamis.cli.properties import delete as run

    return run(object_type, name, workspace=workspace or context.obj, yes=yes, as_json=json, quiet=quiet)
