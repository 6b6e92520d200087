"""What differs between the newest version of a definition and a text, in the words of whoever asks."""

from __future__ import annotations

from tamis.definitions.differences import Difference, differences
from tamis.definitions.language import with_labels
from tamis.operations.compare_versions import list_versions
from tamis.operations.editing.drafting import definition_in
from tamis.operations.labels import definition_labels
from tamis.operations.published import read_version
from tamis.operations.workspace import Workspace


def text_differences(workspace: Workspace, key: str, text: str) -> list[Difference]:
    """Nothing where there is no version, or no such definition in the text. Raises UsageError for a key that is not
    there. Not a part of the review, which the keeper makes, who speaks no language."""
    found = list_versions(workspace, key)
    new = definition_in(found.kind, key, text)
    if not found.versions or new is None:
        return []
    with with_labels(definition_labels(workspace)):
        return differences(read_version(found.versions[-1]), new)
