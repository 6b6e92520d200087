"""`tamis rescore`."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tamis.cli.columns import aligned, iso_text, minute_text
from tamis.cli.speech import count_records, print_json, say
from tamis.operations.handing_over import perform
from tamis.operations.rescore import Rescored
from tamis.operations.verbs import Rescore
from tamis.operations.workspace import find_workspace
from tamis.progress import progress_on


def run_rescore(key: str | None, *, workspace: Path | None, as_json: bool, quiet: bool) -> int:
    """Computes published scores anew and tells how many values changed."""
    found = find_workspace(workspace, Path())
    with progress_on(sys.stderr, quiet=quiet) as progress:
        rescored = perform(found, Rescore(key), now=lambda: datetime.now(UTC), progress=progress)
    if as_json:
        print_json(rescored_json(rescored))
    else:
        say_rescored(rescored, quiet=quiet)
    return 0


def say_rescored(rescored: Rescored, *, quiet: bool) -> None:
    """Tells for each score how many of its values changed."""
    if quiet:
        return
    say(f"Scored as of {minute_text(rescored.as_of)} UTC:")
    rows = [
        (score.key, f"{score.changed:,}", f"of {count_records(score.records, score.object)} changed")
        for score in rescored.scores
    ]
    for line in aligned(rows, "<><"):
        say(line)


def rescored_json(rescored: Rescored) -> Mapping[str, Any]:
    """The same for a program."""
    return {
        "as_of": iso_text(rescored.as_of),
        "scores": [
            {
                "score": score.key,
                "object": score.object,
                "version": score.version,
                "records": score.records,
                "changed": score.changed,
            }
            for score in rescored.scores
        ],
    }
