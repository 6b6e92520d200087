"""The commands of likelihoods. Each imports its operation when it runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from tamis.cli.commands import AND_COMMAND, AsOf, InWorkspace, Json, Quiet
from tamis.cli.definition_commands import Yes
from tamis.cli.reset_commands import app
from tamis.errors import UsageError

__all__ = ["app"]

FolderData = Annotated[
    Path | None, typer.Option("--data", metavar="DIR", help="The data folder; the workspace if not given.")
]
ModelKey = Annotated[str, typer.Argument(metavar="KEY", help="The key of a model.")]


@app.command(short_help="Learn a likelihood from a data folder or a workspace.")
def train(
    goal: Annotated[Path, typer.Option("--goal", metavar="FILE", help="What shall become likely: a goal file.")],
    data: FolderData = None,
    model: Annotated[
        Path | None, typer.Option("--model", metavar="DIR", help="With --data: the folder that it is written to.")
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of", metavar="INSTANT", help="With --data: learn from what was known then; all if not given."
        ),
    ] = None,
    seed: Annotated[
        int, typer.Option(metavar="N", min=0, max=2**31 - 1, help="The same seed gives the same model.")
    ] = 0,
    keep: Annotated[
        list[str] | None,
        typer.Option(metavar="PROPERTY", help="Use this property though it seems to know the outcome; repeatable."),
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KIND",
            help="Try glass_box, binned_logistic or boosted; repeatable. All if not given, and the best is taken.",
        ),
    ] = None,
    anyway: Annotated[bool, typer.Option("--anyway", help="Keep a model that is not ready, too.")] = False,
    replace: Annotated[
        bool, typer.Option("--replace", help="With --data: write it in the place of a model that is there.")
    ] = False,
    threads: Annotated[
        int | None, typer.Option(metavar="N", min=1, max=64, help="With --data: cores to use; 2 if not given.")
    ] = None,
    draft: Annotated[
        bool, typer.Option("--draft", help="In a workspace: keep the version, and do not let it go live.")
    ] = False,
    workspace: InWorkspace = None,
    json: Json = False,
    quiet: Quiet = False,
) -> int:
    """Learn who reaches a goal, and tell what the model is worth.

    From a data folder, the model is written into another one. In a workspace it becomes a version, which goes live if
    it is the first, or no worse than the live one. Ends with 1, and keeps nothing, if it is not ready to be used.
    """
    if data is None:
        _refuse({"--model": model, "--as-of": as_of, "--replace": replace, "--threads": threads}, "--data")
        from tamis.cli.models import train as run_here

        wishes: dict[str, Any] = {"seed": seed, "kept": tuple(keep or ()), "kinds": tuple(kind or ())}
        wishes |= {"is_anyway": anyway, "is_published": not draft}
        return run_here(goal, workspace, wishes, as_json=json, quiet=quiet)
    _refuse({"--workspace": workspace, "--draft": draft}, "a workspace, and not with --data")
    if model is None:
        raise UsageError("--data wants --model DIR, the folder that the model is written to.")
    from tamis.cli.predict import train as run
    from tamis.operations.predict.train_folder import Wishes

    of_folder = Wishes(as_of, seed, tuple(keep or ()), anyway, replace, threads or 2, tuple(kind or ()))
    return run(data, goal, model, of_folder, as_json=json, quiet=quiet)


@app.command(short_help="Ask a model about the records of a data folder or a workspace.")
def predict(
    key: Annotated[
        str | None,
        typer.Argument(metavar="[KEY]", help="In a workspace: the model to ask; all live ones if not given."),
    ] = None,
    data: FolderData = None,
    model: Annotated[
        Path | None, typer.Option("--model", metavar="DIR", help="With --data: the model's folder.")
    ] = None,
    as_of: AsOf = None,
    output: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Ends in .csv, .parquet or .jsonl; with --data, CSV on standard output if not given."
        ),
    ] = None,
    max_rejects: Annotated[
        int | None,
        typer.Option(metavar="N", min=0, help="With --data: exit with 1 if more rows and cells are rejected."),
    ] = None,
    workspace: InWorkspace = None,
    quiet: Quiet = False,
) -> int:
    """Ask about every record: its likelihood, its priority and the reasons.

    Of a data folder they are written to a file. In a workspace they are kept beside the scores; --output writes them to
    a file, too.
    """
    if data is None:
        _refuse({"--model": model, "--as-of": as_of, "--max-rejects": max_rejects}, "--data")
        from tamis.cli.models import predict as run_here

        return run_here(key, workspace, output=output, quiet=quiet)
    _refuse({"KEY": key, "--workspace": workspace}, "a workspace, and not with --data")
    if model is None:
        raise UsageError("--data wants --model DIR, the folder of the model.")
    from tamis.cli.predict import predict as run

    return run(data, model, as_of=as_of, output=output, max_rejects=max_rejects or 0, quiet=quiet)


def _refuse(given: dict[str, object], place: str) -> None:
    """Raises UsageError for options that mean nothing here."""
    named = [name for name, value in given.items() if value is not None and value is not False]
    if named:
        verb = "go" if named[1:] else "goes"
        raise UsageError(f"{', '.join(named)} {verb} with {place}.")


models = typer.Typer(
    help="Models: what they are worth, and which version is live.",
    subcommand_metavar=AND_COMMAND,
    rich_markup_mode=None,
)
app.add_typer(models, name="model")


@models.command()
def show(
    model: Annotated[
        str,
        typer.Argument(metavar="DIR|KEY[@N]", help="The folder of a model; or a model of the workspace, or a version."),
    ],
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the card as a page that opens anywhere.")
    ] = None,
    language: Annotated[str, typer.Option(metavar="LANGUAGE", help="en or fr.")] = "en",
    workspace: InWorkspace = None,
    json: Json = False,
) -> int:
    """Show the card of a model: what it learnt from, how good it is, and what it looks at."""
    if workspace is None and Path(model).is_dir():
        from tamis.cli.predict import show as run

        return run(Path(model), html=html, language=language, as_json=json)
    from tamis.cli.models import show as run_here

    return run_here(model, workspace, html=html, language=language, as_json=json)


@models.command("list")
def list_(workspace: InWorkspace = None, json: Json = False) -> int:
    """List the models of the workspace with their versions; the live one has a star."""
    from tamis.cli.models import list_all

    return list_all(workspace, as_json=json)


@models.command()
def values(
    key: Annotated[
        str | None, typer.Argument(metavar="[KEY]", help="The key of a model; of the only live one if not given.")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Ends in .csv, .parquet or .jsonl; CSV on standard output if not given."),
    ] = None,
    workspace: InWorkspace = None,
) -> int:
    """Write what the live version of a model said last of every record."""
    from tamis.cli.models import likelihoods

    return likelihoods(key, workspace, output=output)


@models.command()
def publish(
    key: ModelKey,
    number: Annotated[int, typer.Argument(metavar="N", min=1, help="The version.")],
    anyway: Annotated[bool, typer.Option("--anyway", help="Though it is not ready.")] = False,
    workspace: InWorkspace = None,
    quiet: Quiet = False,
) -> int:
    """Make a version live, and ask it about every record."""
    from tamis.cli.models import publish as run

    return run(key, number, workspace, is_anyway=anyway, quiet=quiet)


@models.command()
def revert(key: ModelKey, workspace: InWorkspace = None, quiet: Quiet = False) -> int:
    """Make the version live that was so before, and ask it about every record."""
    from tamis.cli.models import revert as run

    return run(key, workspace, quiet=quiet)


@models.command()
def withdraw(key: ModelKey, workspace: InWorkspace = None) -> int:
    """Take the live version out of use, with what it says of records."""
    from tamis.cli.models import withdraw as run

    return run(key, workspace)


@models.command()
def schedule(
    key: ModelKey,
    retrain: Annotated[
        str | None, typer.Option(metavar="DAYS", help="Train anew every so many days, or never.")
    ] = None,
    drift: Annotated[
        bool | None, typer.Option("--drift/--no-drift", help="Train anew where inputs have moved far.")
    ] = None,
    predict: Annotated[
        str | None, typer.Option(metavar="HOURS", help="Ask anew every so many hours, or never.")
    ] = None,
    workspace: InWorkspace = None,
) -> int:
    """Say when a server trains a model anew, and asks it again; what is not named stays."""
    from tamis.cli.models import schedule as run

    return run(key, workspace, retrain=retrain, predict=predict, drift=drift)


@models.command()
def delete(key: ModelKey, yes: Yes = False, workspace: InWorkspace = None) -> int:
    """Delete a model with all its versions, for good."""
    from tamis.cli.models import delete as run

    return run(key, workspace, is_sure=yes)
