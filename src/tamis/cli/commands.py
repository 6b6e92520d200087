"""The commands and their options. Each imports its operation when it runs, so that `tamis --help` stays instant."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="Lead scores you can read, explain and replay.",
    epilog="An unexpected error shows where it came from with --debug.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

AND_COMMAND = "[COMMAND] [ARGS]..."
"""How the usage of a command ends that does something by itself, and has others beside."""

Data = Annotated[Path, typer.Option("--data", metavar="DIR", help="The data folder: contacts, events, …")]
Definitions = Annotated[
    list[Path], typer.Option("--definition", metavar="FILE", help="A score definition; repeatable.")
]
AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="INSTANT", help="See the data as it was then; now if not given.")
]
Quiet = Annotated[bool, typer.Option("--quiet", help="No progress.")]
Json = Annotated[bool, typer.Option("--json", help="As JSON.")]
InWorkspace = Annotated[
    Path | None,
    typer.Option("--workspace", metavar="DIR", help="The workspace; the one around the current folder if not given."),
]
Key = Annotated[str, typer.Argument(metavar="KEY", help="The key of a score.")]


def _version(asked: bool) -> None:
    if asked:
        from tamis import __version__

        typer.echo(f"tamis {__version__}")
        raise typer.Exit


@app.callback()
def tamis(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Tell the version.")
    ] = False,
) -> None:
    """Lead scores you can read, explain and replay."""


@app.command()
def score(
    data: Data,
    definition: Definitions,
    as_of: AsOf = None,
    output: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Ends in .csv, .parquet or .jsonl; CSV on standard output if not given."),
    ] = None,
    rejects: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Rows that cannot be read go here; rejects.csv beside --output if not given."
        ),
    ] = None,
    max_rejects: Annotated[
        int, typer.Option(metavar="N", min=0, help="Exit with 1 if more rows and cells are rejected.")
    ] = 0,
    quiet: Quiet = False,
) -> int:
    """Score every record of a data folder."""
    from tamis.cli.score import score as run

    return run(data, definition, as_of=as_of, output=output, rejects=rejects, max_rejects=max_rejects, quiet=quiet)


@app.command()
def explain(
    id: Annotated[str | None, typer.Argument(metavar="ID", help="The record, of a workspace.")] = None,
    score: Annotated[
        str | None, typer.Option("--score", metavar="KEY", help="The published score; not needed if there is one only.")
    ] = None,
    data: Annotated[
        Path | None, typer.Option("--data", metavar="DIR", help="A data folder, in place of a workspace.")
    ] = None,
    definition: Annotated[
        list[Path] | None, typer.Option("--definition", metavar="FILE", help="A score for that folder; repeatable.")
    ] = None,
    record: Annotated[str | None, typer.Option(metavar="ID", help="The record of that folder.")] = None,
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of", metavar="INSTANT", help="See the data as it was then; if not given, as the value was computed."
        ),
    ] = None,
    workspace: InWorkspace = None,
    json: Json = False,
    quiet: Quiet = False,
) -> int:
    """Tell where every point of one record comes from."""
    from tamis.cli.explain import explain as run

    return run(
        id or record,
        score,
        data=data,
        definitions=definition or [],
        workspace=workspace,
        as_of=as_of,
        as_json=json,
        quiet=quiet,
    )


@app.command()
def check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Score and segment definitions.")],
    data: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Also test the names against this data folder.")
    ] = None,
    quiet: Quiet = False,
) -> int:
    """Find all mistakes of definitions, without scoring."""
    from tamis.cli.check import check as run

    return run(files, data=data, quiet=quiet)


@app.command(short_help="Print the JSON Schema of definitions, for editors.")
def schema() -> None:
    """Print the JSON Schema of definitions, for editors that complete YAML."""
    import json

    from tamis.definitions.json_schema import json_schema

    typer.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))


@app.command()
def new(
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="The key of the new definition; NAME.yaml is written.")
    ] = None,
    template: Annotated[str | None, typer.Option(metavar="TEMPLATE", help="What to start from; see --list.")] = None,
    folder: Annotated[Path, typer.Option("--into", metavar="DIR", help="The folder to write into.")] = Path(),
    listing: Annotated[bool, typer.Option("--list", help="List the templates.")] = False,
) -> int:
    """Write a commented definition to start from."""
    from tamis.cli.new import new as run
    from tamis.cli.new import print_templates

    return print_templates() if listing else run(name, template, folder=folder)


@app.command()
def demo(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where the demo company goes.")],
    contacts: Annotated[int, typer.Option(metavar="N", min=1, help="How many contacts.")] = 2_000,
    events: Annotated[
        int | None, typer.Option(metavar="N", min=0, help="How many events; about 50 a contact if not given.")
    ] = None,
    seed: Annotated[int, typer.Option(metavar="N", help="Another seed, another company.")] = 1,
    show: Annotated[bool, typer.Option("--show", help="Score it with the templates and show the top leads.")] = False,
    serve: Annotated[bool, typer.Option("--serve", help="Open it in a browser, scored and signed in.")] = False,
    check: Annotated[bool, typer.Option("--check", help="With --serve: look at its first page, and stop.")] = False,
    quiet: Quiet = False,
) -> int:
    """Make a believable company to try Tamis on."""
    from tamis.cli.demo import demo as run

    return run(folder, contacts=contacts, events=events, seed=seed, show=show, serve=serve, check=check, quiet=quiet)
