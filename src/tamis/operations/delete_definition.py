"""Deletes a score or a segment: what hangs on it is told first. Its versions and its history stay."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from tamis.errors import UsageError, closest
from tamis.operations.rescore import micros_of
from tamis.operations.uses import Use, asked_for, in_use, uses_of_definition, written_definitions
from tamis.operations.workspace import Workspace
from tamis.store.application import Application, Standing, open_application
from tamis.store.warehouse import Warehouse
from tamis.store.warehouse.values.deletion import delete_members, delete_values


@dataclass(frozen=True)
class Deletion:
    """What goes with a definition, and what asks for it.

    `version`: the newest, which stays for the history; None where nothing was published. `valued`: how many records
    have a value of the score. `members`: how many records the list of the segment holds. `uses` that are published
    forbid it.
    """

    kind: str
    key: str
    version: int | None
    has_draft: bool
    valued: int
    members: int
    uses: tuple[Use, ...]

    @property
    def is_forbidden(self) -> bool:
        """Whether something that is published asks for it."""
        return bool(in_use(self.uses))


def review_deletion(workspace: Workspace, key: str) -> Deletion:
    """What deleting would take away. Raises UsageError for a key that is neither defined nor that of a list."""
    with open_application(workspace.application) as application, workspace.opened() as warehouse:
        return _review(application, warehouse, key)


def delete_definition(workspace: Workspace, key: str, *, now: Callable[[], datetime], is_again: bool = False) -> None:
    """Deletes the definition with its values or members. Where it is stopped half way, deleting again does the rest.

    Raises UsageError as `review_deletion`, and where something that is published asks for it. `is_again`: an attempt
    that was broken off may have done it.
    """
    at = micros_of(now())
    with (
        open_application(workspace.application) as application,
        workspace.opened() as warehouse,
        # The definition is gone last, and nothing can come to ask for it in between.
        application.together(),
    ):
        if is_again and not _is_there(application, warehouse, key):
            return
        deletion = _review(application, warehouse, key)
        if deletion.is_forbidden:
            raise UsageError(f'"{key}" is in use and stays. {asked_for(in_use(deletion.uses))}')
        if deletion.kind == "segment":
            delete_members(warehouse, key)
        else:
            delete_values(warehouse, key, at)
        if deletion.version is not None or deletion.has_draft:
            application.delete(key)


def _review(application: Application, warehouse: Warehouse, key: str) -> Deletion:
    standing = {each.key: each for each in application.standing()}
    if not _is_there(application, warehouse, key):
        _refuse_unknown(key, standing.keys() | _lists(warehouse))
    kind = standing[key].kind if key in standing else "segment"
    found = standing.get(key, Standing(key, None, None, is_active=False, deactivated_at=None))
    of_segment = kind == "segment"
    return Deletion(
        kind=kind,
        key=key,
        version=found.version.number if found.version else None,
        has_draft=found.draft is not None,
        valued=0 if of_segment else int(warehouse.one(_VALUED, [key])),
        members=int(warehouse.one("SELECT count(*) FROM members WHERE segment = ?", [key])) if of_segment else 0,
        uses=uses_of_definition(written_definitions(application), kind, key),
    )


def _is_there(application: Application, warehouse: Warehouse, key: str) -> bool:
    return key in _lists(warehouse) or any(each.key == key for each in application.standing())


def _lists(warehouse: Warehouse) -> set[str]:
    """The keys of lists that came with the data, defined or not."""
    return {segment for (segment,) in warehouse.rows("SELECT segment FROM static_segments")}


_VALUED = "SELECT count(*) FROM score_values WHERE score = ? AND (points IS NOT NULL OR tier IS NOT NULL)"


def _refuse_unknown(key: str, known: set[str]) -> None:
    hint = closest(key, known) or (f"there is {', '.join(sorted(known))}" if known else "")
    raise UsageError(f'There is no score or segment "{key}".' + (f"\n  hint: {hint}" if hint else ""))
