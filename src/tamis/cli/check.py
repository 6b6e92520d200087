"""`tamis check`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from tamis.cli.speech import count, say, say_issues
from tamis.operations.check_definitions import check_definitions
from tamis.operations.workspace import MACHINE_RULES
from tamis.progress import progress_on


def check(files: Sequence[Path], *, data: Path | None, quiet: bool) -> int:
    """Tells every issue of the files; 0, or 2 if one of them is an error."""
    with progress_on(sys.stderr, quiet=quiet) as progress:
        checked = check_definitions(files, data=data, progress=progress)
    for message in checked.messages:
        say(message)
    say_issues(checked.issues, outcome="these definitions cannot be used")
    if checked.has_errors:
        return 2
    sys.stdout.write(f"{count(len(files), 'file')} checked: no errors.\n")
    if data is None and not quiet and any(file.name != MACHINE_RULES for file in files):
        say("Names of properties, events and segments were not held against data: --data DIR does, or tamis publish.")
    return 0
