"""`tamis segments`."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from tamis.cli.columns import aligned, iso_text
from tamis.cli.speech import print_json, printable, say
from tamis.operations.handing_over import perform
from tamis.operations.list_segments import ListedSegment, ListedSegments
from tamis.operations.verbs import Segments
from tamis.operations.workspace import find_workspace
from tamis.progress import progress_on

_HEAD = ("segment", "members", "of", "kind", "asked for by")


def segments(*, workspace: Path | None, as_json: bool, quiet: bool) -> int:
    """Lists the segments with their sizes."""
    found = find_workspace(workspace, Path())
    with progress_on(sys.stderr, quiet=quiet) as progress:
        listed = perform(found, Segments(), now=lambda: datetime.now(UTC), progress=progress)
    if as_json:
        print_json([_json(listed, segment) for segment in listed.segments])
    elif listed.segments:
        rows = [_HEAD, *(_row(segment) for segment in listed.segments)]
        sys.stdout.write(printable("\n".join(aligned(rows, "<><<<", indent=0)) + "\n"))
    else:
        say("There are no segments yet; they come with segment_members, or from a file by tamis publish.")
    return 0


def _row(segment: ListedSegment) -> tuple[str, ...]:
    kind = "condition" if segment.is_dynamic else "list"
    version = f", version {segment.version}" if segment.version else ", not defined"
    version += ", deactivated" if segment.is_deactivated else ""
    used_by = ", ".join(segment.used_by) or "–"
    return segment.key, f"{segment.members:,}", segment.object, kind + version, used_by


def _json(listed: ListedSegments, segment: ListedSegment) -> dict[str, object]:
    return {
        "segment": segment.key,
        "label": segment.label,
        "object": segment.object,
        "dynamic": segment.is_dynamic,
        "members": segment.members,
        "version": segment.version or None,
        "deactivated": segment.is_deactivated,
        "used_by": list(segment.used_by),
        "as_of": iso_text(listed.as_of),
    }
