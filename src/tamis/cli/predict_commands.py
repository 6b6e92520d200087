"""The commands of likelihoods. Each imports its operation when it runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tamis.cli.commands import AND_COMMAND, AsOf, Data, Json, Quiet
from tamis.cli.reset_commands import app

__all__ = ["app"]

Model = Annotated[Path, typer.Option("--model", metavar="DIR", help="The folder of the model.")]


@app.command(short_help="Learn a likelihood from a data folder.")
def train(
    data: Data,
    goal: Annotated[Path, typer.Option("--goal", metavar="FILE", help="What shall become likely: a goal file.")],
    model: Annotated[Path, typer.Option("--model", metavar="DIR", help="The folder that the model is written to.")],
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of", metavar="INSTANT", help="Learn from what was known then; all that is told if not given."
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
    anyway: Annotated[bool, typer.Option("--anyway", help="Write a model that is not ready, too.")] = False,
    replace: Annotated[bool, typer.Option("--replace", help="Write it in the place of a model that is there.")] = False,
    threads: Annotated[int, typer.Option(metavar="N", min=1, max=64, help="Cores to use; 2 if not given.")] = 2,
    json: Json = False,
    quiet: Quiet = False,
) -> int:
    """Learn from a data folder who reaches a goal; write the model, and tell what it is worth.

    Ends with 1, and writes nothing, if it is not ready to be used.
    """
    from tamis.cli.predict import train as run
    from tamis.operations.predict.train_folder import Wishes

    wishes = Wishes(as_of, seed, tuple(keep or ()), anyway, replace, threads, tuple(kind or ()))
    return run(data, goal, model, wishes, as_json=json, quiet=quiet)


@app.command(short_help="Ask a model about the records of a data folder.")
def predict(
    data: Data,
    model: Model,
    as_of: AsOf = None,
    output: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Ends in .csv, .parquet or .jsonl; CSV on standard output if not given."),
    ] = None,
    max_rejects: Annotated[
        int, typer.Option(metavar="N", min=0, help="Exit with 1 if more rows and cells are rejected.")
    ] = 0,
    quiet: Quiet = False,
) -> int:
    """Write the likelihood, the priority and the reasons of every record of a data folder."""
    from tamis.cli.predict import predict as run

    return run(data, model, as_of=as_of, output=output, max_rejects=max_rejects, quiet=quiet)


models = typer.Typer(help="What a model is worth.", subcommand_metavar=AND_COMMAND, rich_markup_mode=None)
app.add_typer(models, name="model")


@models.command()
def show(
    model: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of the model.")],
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the card as a page that opens anywhere.")
    ] = None,
    language: Annotated[str, typer.Option(metavar="LANGUAGE", help="en or fr.")] = "en",
    json: Json = False,
) -> int:
    """Show the card of a model: what it learnt from, how good it is, and what it looks at."""
    from tamis.cli.predict import show as run

    return run(model, html=html, language=language, as_json=json)
