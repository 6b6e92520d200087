"""`tamis delete`: what hangs on a definition is said first."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from tamis.cli.confirm import confirmed
from tamis.cli.speech import count, print_json, printable, say
from tamis.operations.delete_definition import Deletion
from tamis.operations.handing_over import perform
from tamis.operations.uses import Use, in_use
from tamis.operations.verbs import Delete, ReviewDeletion
from tamis.operations.workspace import find_workspace
from tamis.progress import LineProgress, NullProgress, Progress


def delete(key: str, *, workspace: Path | None, yes: bool, as_json: bool, quiet: bool) -> int:
    """Deletes a definition if that is confirmed; 0, 1 if it is not, 2 if something asks for it."""
    found = find_workspace(workspace, Path())
    progress: Progress = NullProgress() if quiet else LineProgress(sys.stderr)
    deletion = perform(found, ReviewDeletion(key), now=_now, progress=progress)
    if not as_json and not (quiet and yes):
        sys.stdout.write(printable("\n".join(_lines(deletion)) + "\n"))
        sys.stdout.flush()
    is_meant = not deletion.is_forbidden and (yes or (not as_json and confirmed("Delete it?")))
    if is_meant:
        perform(found, Delete(key), now=_now, progress=progress)
    if as_json:
        print_json({"deleted": is_meant, **_json(deletion)})
    return _tell(deletion, is_meant=is_meant, quiet=quiet)


def use_lines(uses: Sequence[Use]) -> Iterator[str]:
    """What asks for something: first what forbids to delete it."""
    if used := in_use(uses):
        yield "In use by:"
        yield from (f"  {use}" for use in used)
    if others := [use for use in uses if use not in used]:
        yield "Not in use themselves, these ask for it too, and could not be published without it:"
        yield from (f"  {use}" for use in others)


def uses_json(uses: Sequence[Use]) -> list[dict[str, object]]:
    """The same for a program."""
    return [{"kind": use.kind, "key": use.key, "state": use.state, "places": list(use.places)} for use in uses]


def _now() -> datetime:
    return datetime.now(UTC)


def _lines(deletion: Deletion) -> Iterator[str]:
    versions = count(deletion.version, "version") if deletion.version else "no version"
    yield f"{deletion.kind.capitalize()} {deletion.key}: {versions}{', a draft' if deletion.has_draft else ''}"
    if not deletion.version and not deletion.members:
        yield "  The draft goes."
    elif deletion.kind == "score":
        yield f"  The values of {count(deletion.valued, 'record')} go; their history and the versions stay."
    elif deletion.members:
        stay = "; the versions stay" if deletion.version else ""
        yield f"  Its list of {count(deletion.members, 'member')} goes{stay}."
    else:
        yield "  Its versions stay."
    yield from use_lines(deletion.uses)


def _tell(deletion: Deletion, *, is_meant: bool, quiet: bool) -> int:
    if deletion.is_forbidden:
        say("It is in use and stays; change or deactivate what asks for it first.", label="error")
        return 2
    if not is_meant:
        say("Nothing was deleted. To delete it, say yes, or add --yes.")
        return 1
    if not quiet:
        say(f"{deletion.kind.capitalize()} {deletion.key} is deleted.")
    return 0


def _json(deletion: Deletion) -> dict[str, object]:
    return {
        "kind": deletion.kind,
        "key": deletion.key,
        "version": deletion.version,
        "draft": deletion.has_draft,
        "records_with_value": deletion.valued if deletion.kind == "score" else None,
        "members": deletion.members if deletion.kind == "segment" else None,
        "used_by": uses_json(deletion.uses),
    }
