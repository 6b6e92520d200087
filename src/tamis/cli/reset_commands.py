"""The commands of engagement resets. Each imports its operation when it runs."""

from __future__ import annotations

from typing import Annotated

import typer

from tamis.cli.commands import InWorkspace, Json, Quiet
from tamis.cli.definition_commands import app

__all__ = ["app"]

Record = Annotated[str, typer.Argument(metavar="ID", help="A record.")]
Object = Annotated[str, typer.Option("--object", metavar="OBJECT", help="contact, company or deal.")]


@app.command(short_help="Begin a record's engagement anew.")
def reset(
    id: Record,
    object: Object = "contact",
    at: Annotated[
        str | None, typer.Option("--at", metavar="INSTANT", help="Up to when events do not count; now if not given.")
    ] = None,
    workspace: InWorkspace = None,
    json: Json = False,
    quiet: Quiet = False,
) -> int:
    """Begin a record's engagement anew: events so far no longer count in the engagement groups of its scores."""
    from tamis.cli.reset import reset as run

    return run(id, object=object, at=at, workspace=workspace, as_json=json, quiet=quiet)


@app.command()
def unreset(
    id: Record, object: Object = "contact", workspace: InWorkspace = None, json: Json = False, quiet: Quiet = False
) -> int:
    """Take the last reset of a record back."""
    from tamis.cli.reset import unreset as run

    return run(id, object=object, workspace=workspace, as_json=json, quiet=quiet)
