"""The scores of a workspace: where each stands, how its records lie in its tiers, and what asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tamis.definitions import Score
from tamis.operations.published import read_standing
from tamis.operations.remembered import MANY_RECORDS, remembered_at_work
from tamis.operations.tiers import tier_colors
from tamis.operations.uses import Use, Written, uses_of_definition, written_definitions
from tamis.operations.workspace import Workspace
from tamis.store.application import Standing, open_application

Counts = Mapping[tuple[str, str | None], int]


@dataclass(frozen=True)
class TierCount:
    """How many records are in a tier now; `color`: in which it is shown (`tier_colors`)."""

    tier: str
    color: str | None
    count: int


@dataclass(frozen=True)
class ListedScore:
    """One score. Instants are microseconds since the epoch, UTC.

    `state`: `published`, `deactivated`, or `draft` where nothing is published. `version`: the newest. `valued`: how
    many records have a value. `tiers`: best first.
    """

    key: str
    label: str
    description: str
    object: str
    categories: tuple[str, ...]
    rules: int
    state: str
    version: int | None
    published_at: int | None
    drafted_at: int | None
    valued: int
    tiers: tuple[TierCount, ...]
    uses: tuple[Use, ...]


def list_scores(workspace: Workspace) -> tuple[ListedScore, ...]:
    """All of them that are not deleted: those in use first, by label."""
    with open_application(workspace.application) as application:
        standing = [each for each in application.standing() if each.kind == "score"]
        written = written_definitions(application)
    counts = _counts(workspace)
    listed = [_listed(each, written, counts) for each in standing]
    return tuple(sorted(listed, key=lambda each: (_ORDER[each.state], each.label.casefold(), each.key)))


def _counts(workspace: Workspace) -> Counts:
    """Of very many values, as they were some seconds ago, or when somebody last changed something."""

    def find() -> Counts:
        return {(score, tier): count for score, tier, count in warehouse.rows(_TIERS)}

    with workspace.opened() as warehouse:
        are_many = int(warehouse.one("SELECT count(*) FROM warehouse.score_values")) >= MANY_RECORDS
        return remembered_at_work(workspace, ("list_scores",), find, of_many=are_many)


_ORDER = {"published": 0, "draft": 1, "deactivated": 2}
_TIERS = (
    "SELECT score, tier, count(*) FROM warehouse.score_values"
    " WHERE points IS NOT NULL OR tier IS NOT NULL GROUP BY score, tier"
)


def _listed(standing: Standing, written: list[Written], counts: Counts) -> ListedScore:
    version, draft, definition = standing.version, standing.draft, read_standing(standing)
    if not isinstance(definition, Score):
        raise TypeError(standing.key)
    return ListedScore(
        key=standing.key,
        label=definition.label or standing.key,
        description=definition.description or "",
        object=definition.object,
        categories=definition.categories,
        rules=sum(len(group.rules) for group in definition.groups),
        state="published" if standing.is_active else "deactivated" if version else "draft",
        version=version.number if version else None,
        published_at=version.published_at if version else None,
        drafted_at=draft.saved_at if draft else None,
        valued=sum(count for (key, _), count in counts.items() if key == standing.key),
        tiers=tiers_with_colors(definition, {t: n for (key, t), n in counts.items() if key == standing.key}),
        uses=uses_of_definition(written, "score", standing.key),
    )


def tiers_with_colors(score: Score, counts: Mapping[str | None, int]) -> tuple[TierCount, ...]:
    """The tiers of a score, best first, each with its colour."""
    return tuple(TierCount(tier, color, counts.get(tier, 0)) for tier, color in tier_colors(score).items())
