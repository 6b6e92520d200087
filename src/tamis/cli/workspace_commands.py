"""The commands of a workspace. Each imports its operation when it runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tamis.cli.commands import InWorkspace, Json, Key, Quiet, app
from tamis.cli.duplicate_commands import duplicates
from tamis.cli.job_commands import jobs
from tamis.cli.machine_commands import machine
from tamis.cli.mapping import By
from tamis.cli.server_commands import serve

__all__ = ["app"]

app.add_typer(duplicates, name="duplicates")
app.add_typer(jobs, name="jobs", short_help="List the work that the server does, and how it went.")
app.add_typer(machine, name="machine")
app.command()(serve)

AnyKey = Annotated[str, typer.Argument(metavar="KEY", help="The key of a score or segment.")]


@app.command(short_help="Make a workspace, which keeps records, scores and values.")
def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where the workspace goes.")],
    time_zone: Annotated[
        str, typer.Option("--time-zone", metavar="ZONE", help="Where days begin, such as Europe/Paris.")
    ] = "UTC",
    quiet: Quiet = False,
) -> int:
    """Make a workspace, which keeps records, published scores and their values."""
    from tamis.cli.init import init as run

    return run(folder, time_zone=time_zone, quiet=quiet)


@app.command(name="import", short_help="Take data into the workspace, and compute its scores anew.")
def import_data(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="A data folder, or one file of it.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Tell what would be taken in, and take in nothing.")
    ] = False,
    rejects: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Rows that cannot be read go here; a file in the workspace's rejects/ if not given."
        ),
    ] = None,
    max_rejects: Annotated[
        int | None,
        typer.Option(
            metavar="N", min=0, help="Exit with 1 if more rows and cells are rejected; no bound if not given."
        ),
    ] = None,
    columns: Annotated[
        list[str] | None,
        typer.Option(
            "--map", metavar="HEADER=NAME", help="A column of the file stands for that name; repeatable, for one file."
        ),
    ] = None,
    left_out: Annotated[
        list[str] | None,
        typer.Option(
            "--leave-out", metavar="HEADER", help="Nothing of that column is taken in; repeatable, for one file."
        ),
    ] = None,
    types: Annotated[
        list[str] | None,
        typer.Option(
            "--type",
            metavar="NAME=TYPE",
            help="The type of a new property; as its values say if not given; repeatable, for one file.",
        ),
    ] = None,
    by: Annotated[
        By | None, typer.Option("--by", help="What contacts without an id are known by; else an id is required.")
    ] = None,
    workspace: InWorkspace = None,
    json: Json = False,
    quiet: Quiet = False,
) -> int:
    """Take data into the workspace, and compute what is published anew."""
    from tamis.cli.import_data import run_import

    return run_import(
        path,
        workspace=workspace,
        dry_run=dry_run,
        rejects=rejects,
        columns=columns or [],
        left_out=left_out or [],
        types=types or [],
        by=by,
        max_rejects=max_rejects,
        as_json=json,
        quiet=quiet,
    )


@app.command()
def publish(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Score and segment definitions.")],
    yes: Annotated[bool, typer.Option("--yes", help="Publish without being asked.")] = False,
    note: Annotated[str, typer.Option(metavar="TEXT", help="Why, for those who read the versions.")] = "",
    workspace: InWorkspace = None,
    json: Json = False,
    quiet: Quiet = False,
) -> int:
    """Show what definitions would change, and publish them."""
    from tamis.cli.publish import publish as run

    return run(files, workspace=workspace, yes=yes, note=note, as_json=json, quiet=quiet)


@app.command()
def versions(key: AnyKey, workspace: InWorkspace = None, json: Json = False) -> int:
    """List what was published under a key."""
    from tamis.cli.versions import versions as run

    return run(key, workspace=workspace, as_json=json)


@app.command(short_help="Tell in words what differs between two versions.")
def diff(
    key: AnyKey,
    old: Annotated[str | None, typer.Argument(metavar="FROM", help="A version, or draft.")] = None,
    new: Annotated[
        str | None, typer.Argument(metavar="TO", help="A version, or draft; the newest published one if not given.")
    ] = None,
    workspace: InWorkspace = None,
    json: Json = False,
) -> int:
    """Tell in words what differs between two versions; if none is named, what changed last."""
    from tamis.cli.versions import diff as run

    return run(key, old, new, workspace=workspace, as_json=json)


@app.command(short_help="Write the current value of every record.")
def values(
    key: Key,
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of", metavar="INSTANT", help="The values it would have had then, on the data as it was. Not kept."
        ),
    ] = None,
    version: Annotated[
        int | None,
        typer.Option(
            "--version", metavar="N", min=1, help="By that version; as of now if --as-of is not given. Not kept."
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Ends in .csv, .parquet or .jsonl; CSV on standard output if not given."),
    ] = None,
    workspace: InWorkspace = None,
    quiet: Quiet = False,
) -> int:
    """Write the current value of every record, with the columns of tamis score.

    With --as-of or --version, the values are computed anew. Segments and other scores that the score asks for are then
    those published now.
    """
    from tamis.cli.values import computed_values
    from tamis.cli.values import values as run

    if as_of is None and version is None:
        return run(key, workspace=workspace, output=output, quiet=quiet)
    return computed_values(key, workspace=workspace, as_of=as_of, version=version, output=output, quiet=quiet)


@app.command()
def history(
    id: Annotated[str, typer.Argument(metavar="ID", help="A record.")],
    score: Annotated[str | None, typer.Option("--score", metavar="KEY", help="Only the changes of this score.")] = None,
    workspace: InWorkspace = None,
    json: Json = False,
    quiet: Quiet = False,
) -> int:
    """List every change of a record's values, and why."""
    from tamis.cli.history import history as run

    return run(id, score=score, workspace=workspace, as_json=json, quiet=quiet)


@app.command()
def rescore(
    key: Annotated[str | None, typer.Argument(metavar="KEY", help="A published score; all if not given.")] = None,
    workspace: InWorkspace = None,
    json: Json = False,
    quiet: Quiet = False,
) -> int:
    """Compute published scores as of now."""
    from tamis.cli.rescore import run_rescore

    return run_rescore(key, workspace=workspace, as_json=json, quiet=quiet)


@app.command()
def merge(
    kept: Annotated[str, typer.Argument(metavar="KEEP", help="The contact that stays.")],
    other: Annotated[str, typer.Argument(metavar="OTHER", help="The contact that becomes part of it.")],
    workspace: InWorkspace = None,
    json: Json = False,
    quiet: Quiet = False,
) -> int:
    """Make one of two contacts that are one person."""
    from tamis.cli.merge import merge as run

    return run(kept, other, workspace=workspace, as_json=json, quiet=quiet)


@app.command()
def unmerge(
    other: Annotated[str, typer.Argument(metavar="OTHER", help="A contact that was merged into another.")],
    workspace: InWorkspace = None,
    json: Json = False,
    quiet: Quiet = False,
) -> int:
    """Make a merged contact a record of its own again, as it was."""
    from tamis.cli.merge import unmerge as run

    return run(other, workspace=workspace, as_json=json, quiet=quiet)


@app.command()
def segments(workspace: InWorkspace = None, json: Json = False, quiet: Quiet = False) -> int:
    """List the segments and how many records are in each."""
    from tamis.cli.segments import segments as run

    return run(workspace=workspace, as_json=json, quiet=quiet)


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The backup; an earlier one of that name is replaced.")],
    workspace: InWorkspace = None,
    quiet: Quiet = False,
) -> int:
    """Write the whole workspace into one file."""
    from tamis.cli.backup import backup as run

    return run(file, workspace=workspace, quiet=quiet)


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup.")],
    folder: Annotated[
        Path, typer.Option("--into", metavar="DIR", help="Where the workspace goes; the current folder if not given.")
    ] = Path(),
    replace: Annotated[
        bool, typer.Option("--replace", help="Also where there is a workspace, which is deleted in the end.")
    ] = False,
    quiet: Quiet = False,
) -> int:
    """Make a workspace from a backup, checked whole first."""
    from tamis.cli.restore import restore as run

    return run(file, folder=folder, replace=replace, quiet=quiet)
