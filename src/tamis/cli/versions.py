"""`tamis versions` and `tamis diff`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tamis.cli.columns import aligned, iso_text, minute_text
from tamis.cli.speech import count, print_json, printable, say
from tamis.operations.compare_versions import DRAFT, Compared, Versions, compare_versions, list_versions
from tamis.operations.workspace import find_workspace
from tamis.store.application import Version


def versions(key: str, *, workspace: Path | None, as_json: bool) -> int:
    """Lists what was published under a key."""
    found = list_versions(find_workspace(workspace, Path()), key)
    if as_json:
        print_json(_versions_json(found))
    else:
        sys.stdout.write(printable("\n".join(_version_lines(found)) + "\n"))
    return 0


def diff(key: str, old: str | None, new: str | None, *, workspace: Path | None, as_json: bool) -> int:
    """Tells in words what differs between two versions."""
    compared = compare_versions(find_workspace(workspace, Path()), key, old, new)
    if as_json:
        print_json(_compared_json(compared))
        return 0
    say(f"{compared.kind.capitalize()} {key}, {_named(compared.old)} compared with {_named(compared.new)}:")
    told = [str(difference) for difference in compared.differences]
    sys.stdout.write(printable("\n".join(told or ["They mean the same."]) + "\n"))
    return 0


def _version_lines(found: Versions) -> Iterator[str]:
    state = "" if found.is_active or not found.versions else ", not in use"
    yield f"{found.kind.capitalize()} {found.key}: {count(len(found.versions), 'version')}{state}; instants in UTC."
    rows = [(str(each.number), _published(each), each.note) for each in found.versions]
    if found.draft is not None:
        rows.append((DRAFT, f"saved     {minute_text(found.draft.saved_at)}", ""))
    yield from aligned(rows, "><<")


def _published(version: Version) -> str:
    by = f" by {version.published_by}" if version.published_by else ""
    return f"published {minute_text(version.published_at)}{by}"


def _named(version: str) -> str:
    return "the draft" if version == DRAFT else f"version {version}"


def _versions_json(found: Versions) -> dict[str, Any]:
    return {
        "kind": found.kind,
        "key": found.key,
        "in_use": found.is_active,
        "versions": [
            {
                "version": each.number,
                "published_at": iso_text(each.published_at),
                "published_by": each.published_by,
                "note": each.note,
                "text": each.text,
            }
            for each in found.versions
        ],
        "draft": {"saved_at": iso_text(found.draft.saved_at), "text": found.draft.text} if found.draft else None,
    }


def _compared_json(compared: Compared) -> dict[str, Any]:
    return {
        "kind": compared.kind,
        "key": compared.key,
        "from": compared.old,
        "to": compared.new,
        "differences": [
            {"kind": each.kind, "part": each.part, "change": each.told, "sentence": str(each)}
            for each in compared.differences
        ],
    }
