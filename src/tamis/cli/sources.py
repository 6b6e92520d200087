"""`tamis sources`: a key alone on standard output, all else on standard error."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from tamis.cli.columns import aligned, iso_text, minute_text
from tamis.cli.speech import print_json, printable, say
from tamis.operations.sources import add_source, list_sources, revoke_source, rotate_source
from tamis.operations.workspace import find_workspace
from tamis.store.inbox import Source

_HEAD = ("source", "since (UTC)", "key since (UTC)", "state")


def add(name: str, *, workspace: Path | None, quiet: bool) -> int:
    """Adds a source and prints its key."""
    _print_key(add_source(find_workspace(workspace, Path()), name, now=_now), quiet=quiet)
    return 0


def rotate(name: str, *, grace: str | None, workspace: Path | None, quiet: bool) -> int:
    """Gives a source a new key and prints it."""
    _print_key(rotate_source(find_workspace(workspace, Path()), name, grace=grace, now=_now), quiet=quiet)
    if not quiet:
        say(f"A key in use before works for another {grace}." if grace else "The keys before it work no more.")
    return 0


def revoke(name: str, *, workspace: Path | None, quiet: bool) -> int:
    """Ends the keys of a source."""
    revoke_source(find_workspace(workspace, Path()), name, now=_now)
    if not quiet:
        say(f'"{name}" can send no more; what it sent stays. To let it send again: tamis sources rotate NAME')
    return 0


def list_all(*, workspace: Path | None, as_json: bool) -> int:
    """Lists the sources."""
    sources = list_sources(find_workspace(workspace, Path()))
    if as_json:
        print_json([_json(source) for source in sources])
    elif sources:
        rows = [_HEAD, *(_row(source) for source in sources)]
        sys.stdout.write(printable("\n".join(aligned(rows, "<<<<", indent=0)) + "\n"))
    else:
        say("There are no sources yet; add one with: tamis sources add NAME")
    return 0


def _now() -> datetime:
    return datetime.now(UTC)


def _print_key(key: str, *, quiet: bool) -> None:
    sys.stdout.write(key + "\n")
    sys.stdout.flush()
    if not quiet:
        say("This is its write key. It is kept nowhere: store it now.")


def _row(source: Source) -> tuple[str, ...]:
    state = "in use" if source.revoked_at is None else f"revoked {minute_text(source.revoked_at)}"
    key_since = minute_text(source.rotated_at or source.created_at) if source.revoked_at is None else "–"
    return source.name, minute_text(source.created_at), key_since, state


def _json(source: Source) -> dict[str, object]:
    instants = {"created": source.created_at, "rotated": source.rotated_at, "revoked": source.revoked_at}
    return {
        "source": source.name,
        "in_use": source.revoked_at is None,
        **{f"{name}_at": None if at is None else iso_text(at) for name, at in instants.items()},
    }
