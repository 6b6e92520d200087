"""The names that an editor offers, for each of many edits one after the other."""

from __future__ import annotations

from tamis.operations.known_names import KnownNames, known_names
from tamis.operations.remembered import remembered
from tamis.operations.workspace import Workspace
from tamis.store.application import open_application


def names_for_editing(workspace: Workspace) -> KnownNames:
    """What `known_names` gives; where this process holds the warehouse, labels and tiers of drafts may be some minutes
    old. What is new is there at once."""
    with open_application(workspace.application) as application:
        # Not when a draft was saved: each edit saves one, and would have all names gathered anew.
        standing = tuple(
            (each.key, each.version.number if each.version else 0, each.draft is None, each.is_active)
            for each in application.standing()
        )
    with workspace.opened() as warehouse:
        return remembered(workspace, warehouse, ("editing", standing), lambda: known_names(workspace))
