"""`tamis publish`."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from tamis.cli.review_json import review_json
from tamis.cli.review_text import review_text
from tamis.cli.speech import count_records, listed, print_json, printable, say, say_issues
from tamis.operations.handing_over.publishing import reviewing_anywhere
from tamis.operations.review import Review
from tamis.operations.workspace import find_workspace
from tamis.progress import progress_on


def publish(files: Sequence[Path], *, workspace: Path | None, yes: bool, note: str, as_json: bool, quiet: bool) -> int:
    """Shows what publishing would change, and publishes if that is confirmed; 0, or 1 if it is not."""
    found = find_workspace(workspace, Path())
    with ExitStack() as stack:
        with progress_on(sys.stderr, quiet=quiet) as progress:
            asked = reviewing_anywhere(found, files, now=lambda: datetime.now(UTC), progress=progress)
            publishing = stack.enter_context(asked)
        review = publishing.review
        say_issues(review.warnings)
        if not as_json:
            sys.stdout.write(printable(review_text(review)))
            sys.stdout.flush()
        is_meant = yes or (not as_json and not review.is_nothing and _confirmed())
        changed: Mapping[str, int] = {}
        if is_meant:
            with progress_on(sys.stderr, quiet=quiet) as progress:
                changed = publishing.publish(note, progress=progress)
        if as_json:
            print_json({"published": is_meant, "changed": changed, **review_json(review)})
    return _tell(review, changed, is_meant=is_meant, quiet=quiet)


def _confirmed() -> bool:
    """Whether somebody sits at a terminal and says yes."""
    if not (sys.stdin and sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    sys.stderr.write("\nPublish this? [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().casefold() in ("y", "yes")


def _tell(review: Review, changed: Mapping[str, int], *, is_meant: bool, quiet: bool) -> int:
    if review.is_nothing:
        say("There is nothing new to publish.")
        return 0
    if not is_meant:
        say("Nothing was published; what you wrote is kept as a draft. To publish it, say yes, or add --yes.")
        return 1
    if not quiet:
        names = [f"{each.key} version {each.next_version}" for each in review.definitions]
        say(f"Published: {listed(names)}.")
        for score in review.scores:
            if score.key not in changed:
                continue
            done = "changed" if score.computed_at is not None else "have a value now"
            say(f"  {score.key}: {count_records(changed[score.key], score.object)} {done}.")
    return 0
