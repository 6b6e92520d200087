"""`tamis list`, `drafts`, `discard`, `clone` and `deactivate`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from tamis.cli.columns import aligned, iso_text, minute_text
from tamis.cli.speech import print_json, printable, say
from tamis.cli.terminal import write_text
from tamis.operations.clone import clone_definition
from tamis.operations.deactivate import deactivate as run_deactivate
from tamis.operations.drafts import discard_draft, list_drafts, read_draft_of
from tamis.operations.handing_over import perform
from tamis.operations.list_definitions import ListedDefinition
from tamis.operations.verbs import ListDefinitions
from tamis.operations.workspace import find_workspace
from tamis.progress import LineProgress

_HEAD = ("key", "kind", "of", "version", "state", "records", "label")


def list_all(*, workspace: Path | None, as_json: bool) -> int:
    """Lists everything that is defined."""
    found = find_workspace(workspace, Path())
    listed = perform(found, ListDefinitions(), now=lambda: datetime.now(UTC), progress=LineProgress(sys.stderr))
    if as_json:
        print_json([_json(each) for each in listed])
    elif listed:
        _print_rows([_HEAD, *(_row(each) for each in listed)], "<<<><><")
    else:
        say("Nothing is defined yet; write a score with tamis new, and publish it with tamis publish.")
    return 0


def drafts(key: str | None, *, workspace: Path | None, as_json: bool) -> int:
    """Lists the drafts, or writes the text of one."""
    found = find_workspace(workspace, Path())
    if key is not None:
        draft = read_draft_of(found, key)
        if as_json:
            print_json({"key": draft.key, "kind": draft.kind, "saved_at": iso_text(draft.saved_at), "text": draft.text})
        else:
            write_text(draft.text)
        return 0
    standing = list_drafts(found)
    told = [(each.key, each.kind, each.version, each.draft) for each in standing if each.draft is not None]
    if as_json:
        print_json(
            [
                {
                    "key": key,
                    "kind": kind,
                    "saved_at": iso_text(draft.saved_at),
                    "version": version.number if version else None,
                }
                for key, kind, version, draft in told
            ]
        )
    elif told:
        rows = [
            (key, kind, minute_text(draft.saved_at), f"version {version.number}" if version else "nothing")
            for key, kind, version, draft in told
        ]
        _print_rows([("key", "kind", "saved (UTC)", "published"), *rows], "<<<<")
    else:
        say("There are no drafts.")
    return 0


def discard(key: str, *, workspace: Path | None, quiet: bool) -> int:
    """Discards a draft."""
    left = discard_draft(find_workspace(workspace, Path()), key, now=lambda: datetime.now(UTC))
    if not quiet:
        rest = f"version {left} is as it was" if left is not None else "nothing was ever published under that key"
        say(f'The draft of "{key}" is gone; {rest}.')
    return 0


def clone(key: str, new: str, *, label: str | None, output: Path | None, workspace: Path | None, quiet: bool) -> int:
    """Clones a definition; its text goes to a file or to standard output."""
    found = find_workspace(workspace, Path())
    cloned = clone_definition(found, key, new, label=label, output=output, now=lambda: datetime.now(UTC))
    if output is None:
        write_text(cloned.text)
        sys.stdout.flush()
    if not quiet:
        of = f"version {cloned.version}" if cloned.version is not None else "the draft"
        say(f'"{new}" is a draft now, a clone of {of} of "{key}".')
        say(f"Next: change {output or 'its text, in a file'}, and: tamis publish {output or 'FILE'}")
    return 0


def deactivate(key: str, *, workspace: Path | None, quiet: bool) -> int:
    """Takes a definition out of use."""
    done = run_deactivate(find_workspace(workspace, Path()), key, now=lambda: datetime.now(UTC))
    if not quiet:
        stays = "; its values stay as they are" if done.kind == "score" else ""
        say(f"{done.kind.capitalize()} {key} is deactivated{stays}. To put it into use again: tamis activate {key}")
    return 0


def _print_rows(rows: Sequence[Sequence[str]], sides: str) -> None:
    sys.stdout.write(printable("\n".join(aligned(rows, sides, indent=0)) + "\n"))


def _row(each: ListedDefinition) -> tuple[str, ...]:
    since = f" {minute_text(each.deactivated_at)}" if each.deactivated_at is not None else ""
    draft = " + draft" if each.drafted_at is not None and each.version is not None else ""
    valued = f"{each.valued:,}" if each.valued is not None else ""
    label = each.label if each.label != each.key else ""
    version = str(each.version) if each.version is not None else "–"
    return each.key, each.kind, each.object, version, f"{each.state}{since}{draft}", valued, label


def _json(each: ListedDefinition) -> dict[str, object]:
    instants = {
        "published_at": each.published_at,
        "deactivated_at": each.deactivated_at,
        "drafted_at": each.drafted_at,
    }
    return {
        "key": each.key,
        "kind": each.kind,
        "label": each.label,
        "object": each.object,
        "state": each.state,
        "version": each.version,
        **{name: None if at is None else iso_text(at) for name, at in instants.items()},
        "records_with_value": each.valued,
    }
