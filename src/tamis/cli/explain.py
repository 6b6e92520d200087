"""`tamis explain`: of a workspace, or of a data folder."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from tamis.cli.explanation_text import explanation_text
from tamis.cli.speech import print_json, printable, say
from tamis.errors import UsageError
from tamis.operations.explain_folder import Explained, explain_folder
from tamis.progress import Progress, progress_on


def explain(
    record: str | None,
    score: str | None,
    *,
    data: Path | None,
    definitions: Sequence[Path],
    workspace: Path | None,
    as_of: str | None,
    as_json: bool,
    quiet: bool,
) -> int:
    """Prints the explanation of each score for one record."""
    if record is None:
        raise UsageError("Name the record: tamis explain ID --score KEY, or --record ID with --data.")
    with progress_on(sys.stderr, quiet=quiet) as progress:
        if data is None and not definitions:
            explained = _of_workspace(record, score, workspace, as_of, progress)
        else:
            explained = _of_folder(record, score, data, definitions, as_of, progress)
    for message in explained.messages:
        say(message)
    if not quiet or as_of is None:
        say(f"As of {explained.as_of.isoformat()}.")
    if as_json:
        trees = [tree.as_json() for tree in explained.scores]
        print_json(trees[0] if len(trees) == 1 else trees)
    else:
        sys.stdout.write("\n".join(printable(explanation_text(tree)) for tree in explained.scores))
    return 0


def _of_workspace(
    record: str, score: str | None, workspace: Path | None, as_of: str | None, progress: Progress
) -> Explained:
    # Imported here: a data folder needs none of it.
    from tamis.operations.handing_over import perform
    from tamis.operations.verbs import Explain
    from tamis.operations.workspace import find_workspace

    found = find_workspace(workspace, Path())
    return perform(found, Explain(record, score, as_of), now=lambda: datetime.now(UTC), progress=progress)


def _of_folder(
    record: str,
    score: str | None,
    data: Path | None,
    definitions: Sequence[Path],
    as_of: str | None,
    progress: Progress,
) -> Explained:
    if data is None or not definitions or score is not None:
        raise UsageError("A data folder is explained with --data DIR --definition FILE --record ID, all three.")
    return explain_folder(
        data, definitions, record=record, now=lambda: datetime.now(UTC), as_of=as_of, progress=progress
    )
