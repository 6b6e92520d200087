"""`tamis merge` and `tamis unmerge`."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from tamis.cli.instants import asked_at
from tamis.cli.rescore import rescored_json, say_rescored
from tamis.cli.speech import print_json, say, say_issues
from tamis.operations.handing_over import perform
from tamis.operations.merge import Merging
from tamis.operations.merge_duplicates import MergingTogether
from tamis.operations.verbs import Merge, Unmerge
from tamis.operations.workspace import find_workspace
from tamis.progress import progress_on


def merge(kept: str, other: str, *, workspace: Path | None, as_json: bool, quiet: bool) -> int:
    """Merges two contacts and tells how many values changed; 2 if what is published no longer fits the data."""
    found = find_workspace(workspace, Path())
    with progress_on(sys.stderr, quiet=quiet) as progress:
        merging = perform(found, Merge(kept, other), now=lambda: datetime.now(UTC), progress=progress)
    return _tell(merging, f'"{other}" is part of "{merging.kept}" now.', as_json=as_json, quiet=quiet)


def unmerge(other: str, *, workspace: Path | None, as_json: bool, quiet: bool) -> int:
    """Undoes it, and tells the same."""
    found = find_workspace(workspace, Path())
    with progress_on(sys.stderr, quiet=quiet) as progress:
        merging = perform(found, Unmerge(other, asked_at()), now=lambda: datetime.now(UTC), progress=progress)
    told = f'"{other}" is a record of its own again, and no longer part of "{merging.kept}".'
    return _tell(merging, told, as_json=as_json, quiet=quiet)


def _tell(merging: Merging, sentence: str, *, as_json: bool, quiet: bool) -> int:
    named = {"kept": merging.kept, "other": merging.other}
    return tell_merging(merging, named, sentence, as_json=as_json, quiet=quiet)


def tell_merging(
    merging: Merging | MergingTogether, named: Mapping[str, object], sentence: str, *, as_json: bool, quiet: bool
) -> int:
    """Tells what merging came to: in JSON what is `named`, or else the sentence, and how scores moved with it; 2 if
    none could be computed."""
    if as_json:
        scored = rescored_json(merging.rescored) if merging.rescored else {"as_of": None, "scores": []}
        print_json({**named, **scored})
    else:
        say(sentence)
        if merging.rescored:
            say_rescored(merging.rescored, quiet=quiet)
    if merging.unscored:
        say_issues(merging.unscored, outcome="the merge is stored, and no score was computed from it")
        return 2
    return 0
