"""Everything that is defined in a workspace, and where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tamis.operations.published import read_standing
from tamis.operations.workspace import Workspace
from tamis.store.application import Standing, open_application


@dataclass(frozen=True)
class ListedDefinition:
    """One score or segment. Instants are microseconds since the epoch, UTC.

    `state`: `published`, `deactivated`, or `draft` where nothing is published. `version`: the newest, None without any.
    `valued`: of a score, how many records have a value; None of a segment.
    """

    key: str
    kind: str
    label: str
    object: str
    state: str
    version: int | None
    published_at: int | None
    deactivated_at: int | None
    drafted_at: int | None
    valued: int | None


def list_definitions(workspace: Workspace) -> tuple[ListedDefinition, ...]:
    """All of them, by key; not what is deleted."""
    with open_application(workspace.application) as application:
        standing = application.standing()
    with workspace.opened() as warehouse:
        valued = dict(warehouse.rows(_VALUED))
    return tuple(_listed(each, valued) for each in standing)


_VALUED = "SELECT score, count(*) FROM score_values WHERE points IS NOT NULL OR tier IS NOT NULL GROUP BY score"


def _listed(standing: Standing, valued: Mapping[str, int]) -> ListedDefinition:
    version, draft, definition = standing.version, standing.draft, read_standing(standing)
    return ListedDefinition(
        key=standing.key,
        kind=standing.kind,
        label=definition.label or standing.key,
        object=definition.object,
        state="published" if standing.is_active else "deactivated" if version else "draft",
        version=version.number if version else None,
        published_at=version.published_at if version else None,
        deactivated_at=standing.deactivated_at,
        drafted_at=draft.saved_at if draft else None,
        valued=valued.get(standing.key, 0) if standing.kind == "score" else None,
    )
