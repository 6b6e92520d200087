"""`tamis import`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tamis.cli.columns import iso_text
from tamis.cli.mapping import By, read_mapping, read_types
from tamis.cli.rescore import rescored_json, say_rescored
from tamis.cli.speech import count, count_records, in_line, listed, print_json, rejected, say, say_issues, say_reasons
from tamis.operations.handing_over import perform
from tamis.operations.import_data import Imported
from tamis.operations.verbs import Import
from tamis.operations.workspace import find_workspace
from tamis.progress import progress_on
from tamis.store.warehouse import TakenIn


def run_import(
    path: Path,
    *,
    workspace: Path | None,
    dry_run: bool,
    rejects: Path | None,
    columns: Sequence[str],
    left_out: Sequence[str],
    types: Sequence[str],
    by: By | None,
    max_rejects: int | None,
    as_json: bool,
    quiet: bool,
) -> int:
    """Takes the data in and rescores; 0, 1 if more was rejected than allowed, 2 if what is published no longer fits."""
    found = find_workspace(workspace, Path())
    verb = Import(
        path,
        dry_run=dry_run,
        rejects=rejects,
        columns=read_mapping(columns),
        by_email=by is not None,
        left_out=tuple(dict.fromkeys(left_out)),
        types=read_types(types),
    )
    with progress_on(sys.stderr, quiet=quiet) as progress:
        imported = perform(found, verb, now=lambda: datetime.now(UTC), progress=progress)
    is_allowed = max_rejects is None or imported.rejected <= max_rejects
    for message in imported.messages:
        say(message)
    _say_rejects(imported, is_allowed=is_allowed)
    _say_new_properties(imported)
    if as_json:
        print_json(_json(imported, is_dry_run=dry_run))
    else:
        _tell(imported, path, is_dry_run=dry_run, quiet=quiet)
    if imported.unscored:
        say_issues(imported.unscored, outcome="the data is stored, and no score was computed from it")
        return 2
    return int(not is_allowed)


def _say_rejects(imported: Imported, *, is_allowed: bool) -> None:
    if imported.rejected:
        told = rejected(imported.rejected, imported.rejected_cells, imported.rejects_file)
        say(told, label="warning" if is_allowed else "error")
        say_reasons(imported.reasons)


def _say_new_properties(imported: Imported) -> None:
    """A misspelt header makes a property of its own, and rules that ask for the right one never hear of its values."""
    for object_type, names in imported.taken.new_properties.items():
        for name, hint in names.items():
            said = f"No import before had the property {in_line(name)} of a {object_type}"
            say(f"{said}; {hint}" if hint else f"{said}.", label="warning" if hint else "")


def _tell(imported: Imported, path: Path, *, is_dry_run: bool, quiet: bool) -> None:
    taken = imported.taken
    if taken.is_nothing:
        say(f"{path} holds nothing new.")
    else:
        said = "would be taken in; this was a dry run" if is_dry_run else "taken in"
        say(f"{listed(list(_news(taken)))} {said}.")
    if imported.rescored:
        say_rescored(imported.rescored, quiet=quiet)
    if imported.definitions and not quiet:
        places = dict.fromkeys(str(file.parent / "*.yaml") for file in imported.definitions)
        say(f"{count(len(imported.definitions), 'definition')} beside the data, new or changed; to review and publish:")
        say(f"  tamis publish {' '.join(places)}")


def _news(taken: TakenIn) -> Iterator[str]:
    """What was new, each with its number: `500 new contacts`."""
    for object_type, new in taken.new_records.items():
        if new:
            yield _with_word(count_records(new, object_type), "new")
    for object_type, changed in taken.changed_records.items():
        if changed:
            yield _with_word(count_records(changed, object_type), "changed")
    others = (
        (taken.events, "new event"),
        (taken.changes, "change of properties", "changes of properties"),
        (taken.links, "new association"),
        (taken.members, "new member of segments", "new members of segments"),
        (len(taken.retyped), "property of another type", "properties of another type"),
    )
    yield from (count(number, *nouns) for number, *nouns in others if number)


def _with_word(counted: str, word: str) -> str:
    number, _, noun = counted.partition(" ")
    return f"{number} {word} {noun}"


def _json(imported: Imported, *, is_dry_run: bool) -> Mapping[str, Any]:
    taken = imported.taken
    return {
        "dry_run": is_dry_run,
        "new_records": taken.new_records,
        "changed_records": taken.changed_records,
        "new_events": taken.events,
        "known_events": taken.events_known,
        "new_property_changes": taken.changes,
        "new_associations": taken.links,
        "new_members": taken.members,
        "new_properties": taken.new_properties,
        "retyped_properties": [retyped.as_json for retyped in taken.retyped],
        "rejected": imported.rejected,
        "rejected_rows": imported.rejected_rows,
        "rejected_cells": imported.rejected_cells,
        "rejects_file": str(imported.rejects_file) if imported.rejects_file else None,
        "unpublished": [str(file) for file in imported.definitions],
        "scores": rescored_json(imported.rescored)["scores"] if imported.rescored else [],
        "as_of": iso_text(imported.rescored.as_of) if imported.rescored else None,
    }
