"""Brings an earlier version back to the desk: its text becomes the draft, to be reviewed and published as any other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from tamis.errors import UsageError
from tamis.operations.access import COMMAND_LINE, Actor
from tamis.operations.compare_versions import Versions, list_versions
from tamis.operations.people.audit import note
from tamis.operations.published import read_version
from tamis.operations.rescore import micros_of
from tamis.operations.workspace import Workspace
from tamis.store.application import Deed, Version, open_application


def draft_version(
    workspace: Workspace,
    key: str,
    number: int | None,
    *,
    now: Callable[[], datetime],
    is_replacing: bool = False,
    by: Actor = COMMAND_LINE,
) -> Version:
    """Saves a version's text as the draft of its key, and gives that version; without a number, the newest.

    Raises UsageError for a version that is not there or is in use as it is, and unless `is_replacing`, where another
    draft would be lost.
    """
    versions = list_versions(workspace, key)
    version = _chosen(versions, number)
    if versions.draft is not None and versions.draft.text != version.text and not is_replacing:
        raise UsageError(f'There is a draft of "{key}", which would be lost; publish it first, or discard it.')
    at = micros_of(now())
    before = {key: "a draft"} if versions.draft is not None else {}
    with open_application(workspace.application) as application, application.together():
        application.save_draft(read_version(version), version.text, at)
        deed = Deed("draft_version", key, before, {key: f"a draft of version {version.number}"})
        note(application, by, deed, at)
    return version


def _chosen(versions: Versions, number: int | None) -> Version:
    found = {version.number: version for version in versions.versions}
    if not found:
        raise UsageError(f'"{versions.key}" was never published.')
    newest = found[max(found)]
    version = newest if number is None else found.get(number)
    if version is None:
        raise UsageError(f'There is no version {number} of "{versions.key}"; there is {", ".join(map(str, found))}.')
    if versions.is_active and version.text == newest.text:
        raise UsageError(f'Version {version.number} of "{versions.key}" is what is in use.')
    return version
