"""A new draft: of nothing but one rule, or of a template."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from tamis.definitions import Score, Segment, read_definitions
from tamis.definitions.editing import whole
from tamis.definitions.editing.beginnings import Known, new_condition, new_score
from tamis.errors import DefinitionError, UsageError
from tamis.operations.access import COMMAND_LINE, Actor
from tamis.operations.editing.drafting import FOLDERS
from tamis.operations.people.audit import note
from tamis.operations.rescore import micros_of
from tamis.operations.workspace import Workspace
from tamis.store.application import Deed, open_application


def start_score(
    workspace: Workspace,
    key: str,
    label: str,
    object_type: str,
    category: str,
    known: Known,
    *,
    now: Callable[[], datetime],
    by: Actor = COMMAND_LINE,
) -> None:
    """Saves a score of one group with one rule as a draft. Raises UsageError for a key that is taken, DefinitionError
    for one that no score may have."""
    _start(workspace, "score", key, whole(new_score(key, label, object_type, category, known)), by, now)


def start_segment(
    workspace: Workspace,
    key: str,
    label: str,
    object_type: str,
    known: Known,
    *,
    now: Callable[[], datetime],
    by: Actor = COMMAND_LINE,
) -> None:
    """Saves a segment of one condition as a draft. Raises as `start_score`."""
    values = {"key": key, **({"label": label} if label else {}), "object": object_type}
    _start(workspace, "segment", key, whole({**values, "when": new_condition("property", known)}), by, now)


def _start(workspace: Workspace, kind: str, key: str, text: str, by: Actor, now: Callable[[], datetime]) -> None:
    read = read_definitions([(f"{FOLDERS[kind]}/{key}.yaml", text)], check_unreached=False)
    if read.issues:
        raise DefinitionError(read.issues)
    found: list[Score | Segment] = [*read.scores, *read.segments]
    with open_application(workspace.application) as application, application.together():
        if key in {each.key for each in application.standing()}:
            raise UsageError(f'There is a score or segment "{key}" already; choose another key.')
        application.edits.forget(key)
        at = micros_of(now())
        application.save_draft(found[0], text, at)
        note(application, by, Deed("start_draft", key), at)
