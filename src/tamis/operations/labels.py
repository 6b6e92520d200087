"""What people call scores and segments."""

from __future__ import annotations

from collections.abc import Mapping

from tamis.operations.published import read_standing
from tamis.operations.workspace import Workspace
from tamis.store.application import open_application


def definition_labels(workspace: Workspace) -> Mapping[str, str]:
    """The label of each score and segment that has one, by key; for `language.with_labels`."""
    with open_application(workspace.application) as application:
        found = [read_standing(each) for each in application.standing()]
    return {each.key: each.label for each in found if each.label}
