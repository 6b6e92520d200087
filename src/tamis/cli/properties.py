"""`tamis properties` and `tamis properties delete`."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from tamis.cli.columns import aligned
from tamis.cli.confirm import confirmed
from tamis.cli.delete import use_lines, uses_json
from tamis.cli.speech import count_records, print_json, printable, say
from tamis.operations.handing_over import perform
from tamis.operations.properties import ListedProperty
from tamis.operations.uses import in_use
from tamis.operations.verbs import DeleteProperty, Properties, ReviewProperty
from tamis.operations.workspace import find_workspace
from tamis.progress import LineProgress, NullProgress, Progress


def list_all(object_type: str | None, *, workspace: Path | None, as_json: bool, quiet: bool) -> int:
    """Lists the properties of every object, or of one."""
    found = find_workspace(workspace, Path())
    progress: Progress = NullProgress() if quiet else LineProgress(sys.stderr)
    listed = perform(found, Properties(object_type), now=_now, progress=progress)
    if as_json:
        print_json([_json(each) for each in listed])
        return 0
    parts = [
        "\n".join(_lines([each for each in listed if each.object == name]))
        for name in dict.fromkeys(each.object for each in listed)
        if object_type is not None or any(each.records for each in listed if each.object == name)
    ]
    if parts:
        sys.stdout.write(printable("\n\n".join(parts) + "\n"))
    else:
        say("There are no records yet; import some with: tamis import FOLDER")
    return 0


def delete(object_type: str, name: str, *, workspace: Path | None, yes: bool, as_json: bool, quiet: bool) -> int:
    """Deletes a property if that is confirmed; 0, 1 if it is not, 2 if something asks for it."""
    found = find_workspace(workspace, Path())
    progress: Progress = NullProgress() if quiet else LineProgress(sys.stderr)
    listed = perform(found, ReviewProperty(object_type, name), now=_now, progress=progress)
    is_forbidden = bool(in_use(listed.uses))
    if not as_json and not (quiet and yes):
        sys.stdout.write(printable("\n".join(_deletion_lines(listed)) + "\n"))
        sys.stdout.flush()
    is_meant = not is_forbidden and (yes or (not as_json and confirmed("Delete it?")))
    if is_meant:
        perform(found, DeleteProperty(object_type, name), now=_now, progress=progress)
    if as_json:
        print_json({"deleted": is_meant, **_json(listed)})
    if is_forbidden:
        say("It is in use and stays; change or deactivate what asks for it first.", label="error")
        return 2
    if not is_meant:
        say("Nothing was deleted. To delete it, say yes, or add --yes.")
    elif not quiet:
        say(f'"{name}" of {object_type} records is deleted; data that has it would bring it again.')
    return 0 if is_meant else 1


def _now() -> datetime:
    return datetime.now(UTC)


def _lines(listed: list[ListedProperty]) -> list[str]:
    first = listed[0]
    rows = [("property", "type", "filled", "asked for by"), *(_row(each) for each in listed)]
    return [f"{first.object.capitalize()}: {count_records(first.records, first.object)}", *aligned(rows, "<<><")]


def _row(each: ListedProperty) -> tuple[str, ...]:
    asking = [use.key if use.state == "published" else f"{use.key} ({use.state})" for use in each.uses]
    return each.name, each.type, f"{each.filled:,}", ", ".join(asking) or "–"


def _deletion_lines(each: ListedProperty) -> list[str]:
    history = ", with what it was before" if each.has_history else ""
    goes = f"  The values of {count_records(each.filled, each.object)} go{history}."
    return [f"Property {each.name} of {each.object} records: {each.type}", goes, *use_lines(each.uses)]


def _json(each: ListedProperty) -> dict[str, object]:
    return {
        "object": each.object,
        "property": each.name,
        "type": each.type,
        "filled": each.filled,
        "records": each.records,
        "history": each.has_history,
        "built_in": each.is_built_in,
        "used_by": uses_json(each.uses),
    }
