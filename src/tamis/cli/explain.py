"""`tamis explain`."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from tamis.cli.explanation_text import explanation_text
from tamis.cli.speech import printable, say
from tamis.operations.explain_folder import explain_folder
from tamis.progress import progress_on


def explain(
    data: Path, definitions: Sequence[Path], *, record: str, as_of: str | None, as_json: bool, quiet: bool
) -> int:
    """Prints the explanation of each score for one record."""
    with progress_on(sys.stderr, quiet=quiet) as progress:
        explained = explain_folder(
            data, definitions, record=record, now=lambda: datetime.now(UTC), as_of=as_of, progress=progress
        )
    for message in explained.messages:
        say(message)
    if not quiet or as_of is None:
        say(f"As of {explained.as_of.isoformat()}.")
    if as_json:
        trees = [tree.as_json() for tree in explained.scores]
        sys.stdout.write(json.dumps(trees[0] if len(trees) == 1 else trees, indent=2, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write("\n".join(printable(explanation_text(tree)) for tree in explained.scores))
    return 0
