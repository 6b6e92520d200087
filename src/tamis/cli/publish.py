"""`tamis publish`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from datetime import UTC, datetime
from pathlib import Path

from tamis.cli.confirm import confirmed
from tamis.cli.review_json import review_json
from tamis.cli.review_text import review_text
from tamis.cli.speech import count_records, listed, print_json, printable, say, say_issues
from tamis.operations.handing_over.publishing import Reviewed, reviewing_anywhere
from tamis.operations.publish import Changed
from tamis.operations.review import Review
from tamis.operations.workspace import find_workspace
from tamis.progress import Progress, progress_on

_KEPT_AS_DRAFT = "Nothing was published; what you wrote is kept as a draft. To publish it, say yes, or add --yes."


def publish(files: Sequence[Path], *, workspace: Path | None, yes: bool, note: str, as_json: bool, quiet: bool) -> int:
    """Shows what publishing would change, and publishes if that is confirmed; 0, or 1 if it is not."""
    found = find_workspace(workspace, Path())

    def asked(progress: Progress) -> AbstractContextManager[Reviewed]:
        return reviewing_anywhere(found, files, now=lambda: datetime.now(UTC), progress=progress)

    return publish_reviewed(asked, yes=yes, note=note, unpublished=_KEPT_AS_DRAFT, as_json=as_json, quiet=quiet)


def publish_reviewed(
    asked: Callable[[Progress], AbstractContextManager[Reviewed]],
    *,
    yes: bool,
    note: str,
    unpublished: str,
    as_json: bool,
    quiet: bool,
) -> int:
    """The same of whatever review is asked for; `unpublished` is said where it is not confirmed."""
    with ExitStack() as stack:
        with progress_on(sys.stderr, quiet=quiet) as progress:
            publishing = stack.enter_context(asked(progress))
        review = publishing.review
        say_issues(review.warnings)
        if not as_json:
            sys.stdout.write(printable(review_text(review)))
            sys.stdout.flush()
        is_meant = yes or (not as_json and not review.is_nothing and confirmed("Publish this?"))
        changed: Mapping[str, Changed] = {}
        if is_meant:
            with progress_on(sys.stderr, quiet=quiet) as progress:
                changed = publishing.publish(note, progress=progress).changed
        if as_json:
            numbers = {key: each.records for key, each in changed.items()}
            print_json({"published": is_meant, "changed": numbers, **review_json(review)})
    if not (is_meant or review.is_nothing):
        say(unpublished)
        return 1
    return _tell(review, changed, quiet=quiet)


def _tell(review: Review, changed: Mapping[str, Changed], *, quiet: bool) -> int:
    if review.is_nothing:
        say("There is nothing new to publish.")
        return 0
    if not quiet:
        names = [f"{each.key} version {each.next_version}" for each in review.definitions]
        say(f"Published: {listed(names)}.")
        for score in review.scores:
            if score.key not in changed:
                continue
            done = "changed" if score.computed_at is not None else "have a value now"
            say(f"  {score.key}: {count_records(changed[score.key].records, score.object)} {done}.")
    return 0
