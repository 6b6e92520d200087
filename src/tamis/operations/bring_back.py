"""Brings a version back: reviewed as any other text, and published again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from tamis.errors import UsageError
from tamis.operations.compare_versions import Versions, list_versions
from tamis.operations.handing_over.patience import Patience
from tamis.operations.handing_over.publishing import Reviewed, reviewing_texts_anywhere
from tamis.operations.published import file_of
from tamis.operations.workspace import Workspace
from tamis.progress import Progress
from tamis.store.application import Version, open_application


@contextmanager
def bringing_back(
    workspace: Workspace,
    key: str,
    number: int | None,
    *,
    now: Callable[[], datetime],
    progress: Progress,
    patience: Patience | None = None,
) -> Iterator[Reviewed]:
    """Reviews a version as the next one of its key; without a number, the newest of what is deactivated, which is put
    into use again as it is. Unless it is published inside, nothing is changed.

    Raises UsageError for a version that is not there or is in use, and where a draft would be lost.
    """
    version = _chosen(list_versions(workspace, key), key, number)
    name, text = file_of(version)
    try:
        asked = reviewing_texts_anywhere(workspace, {name: text}, now=now, progress=progress, patience=patience)
        with asked as reviewed:
            yield reviewed
    finally:
        _discard(workspace, key, text)


def _chosen(versions: Versions, key: str, number: int | None) -> Version:
    found = {version.number: version for version in versions.versions}
    if not found:
        raise UsageError(f'"{key}" was never published; publish its draft with: tamis publish FILE')
    newest = found[max(found)]
    version = newest if number is None else found.get(number)
    if version is None:
        raise UsageError(f'There is no version {number} of "{key}"; there is {", ".join(map(str, found))}.')
    if versions.is_active and version.text == newest.text:
        raise UsageError(f'Version {newest.number} of "{key}" is in use already.')
    if versions.draft is not None and versions.draft.text != version.text:
        told = f'There is a draft of "{key}", which would be lost'
        raise UsageError(f"{told}; publish it first, or discard it with: tamis discard {key}")
    return version


def _discard(workspace: Workspace, key: str, text: str) -> None:
    """What the review has saved is no draft of anybody's; published, it is one no more."""
    with open_application(workspace.application) as application, application.together():
        draft = application.draft(key)
        if draft is not None and draft.text == text:
            application.discard_draft(key)
