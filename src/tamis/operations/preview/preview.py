"""The preview of a draft: the story; the figures are in the other files of this room."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import numpy as np

from tamis.compile.bind import bind
from tamis.compile.catalog import Catalog
from tamis.definitions import Score
from tamis.definitions.turns import most_turns
from tamis.definitions.walk import needs
from tamis.errors import DefinitionError, UsageError
from tamis.operations.drafted import DraftedScore, read_drafted_score
from tamis.operations.preview.distribution import distribution
from tamis.operations.preview.estimate import Estimate, estimate
from tamis.operations.preview.figures import Preview, TierSize
from tamis.operations.preview.points import Computed, computed_on
from tamis.operations.preview.reach import group_reaches
from tamis.operations.preview.sample import Reached, Sample, reached_by
from tamis.operations.preview.samples import sampled
from tamis.operations.published import Published
from tamis.operations.rescore import micros_of
from tamis.operations.tiers import tier_colors, tiers_of
from tamis.operations.workspace import Workspace
from tamis.store.warehouse import Warehouse


def preview_draft(workspace: Workspace, text: str, *, now: Callable[[], datetime], may_be_old: bool = False) -> Preview:
    """What a score would give, from its text; nothing is saved. Beside it, what its published version gives.

    All is as of the instant of the sample, which is kept for some minutes where the process holds the warehouse;
    `may_be_old`: or longer, for who has `prepare_sample` make another beside that. Raises DefinitionError with every
    mistake, also held against the data; UsageError where there is nothing to score.
    """
    drafted = read_drafted_score(workspace, text)
    with workspace.opened() as warehouse:
        catalog = warehouse.catalog()
        refuse_unbound(drafted, catalog)
        reached = reached_for(drafted)
        asked = (drafted.score.object, reached, micros_of(now()))
        with sampled(workspace, warehouse, catalog, *asked, may_be_old=may_be_old) as sample:
            if not sample.total:
                raise UsageError("There are no records to score yet; import some first.")
            after = computed_on(warehouse, sample, drafted.score, drafted.after, drafted)
            return _told(drafted, sample, _before(warehouse, sample, drafted, after), after)


def refuse_unbound(drafted: DraftedScore, catalog: Catalog) -> None:
    """Raises DefinitionError with every name and type that the data does not bear out."""
    scores = drafted.after.of_object(drafted.score.object, {drafted.score.key})
    sources = drafted.after.definitions.sources
    issues = bind(scores, drafted.after.segments, sources, catalog)
    if any(issue.severity == "error" for issue in issues):
        raise DefinitionError(issues)


def reached_for(drafted: DraftedScore) -> Reached:
    """What the draft and its published version look at of associated records."""

    def of(published: Published, score: Score) -> Reached:
        scores, segments = published.of_object(score.object, {score.key}), published.segments
        return reached_by([needs(scores, list(segments.values()))], most_turns(scores, segments))

    after = of(drafted.after, drafted.score)
    return after.with_also(of(drafted.before, drafted.published)) if drafted.published else after


def _before(warehouse: Warehouse, sample: Sample, drafted: DraftedScore, after: Computed) -> Computed | None:
    """What the published version gives; None without one."""
    old = drafted.published
    if old is None or old == drafted.score:
        return after if old is not None else None
    return computed_on(warehouse, sample, old, drafted.before, drafted)


def _told(drafted: DraftedScore, sample: Sample, before: Computed | None, after: Computed) -> Preview:
    def about(which: np.ndarray) -> Estimate:
        return estimate(int(np.count_nonzero(which)), of=len(sample.numbers), total=sample.total)

    changed = after.inside if before is None else _changed(before, after)
    return Preview(
        object=sample.object_type,
        as_of=sample.as_of,
        sampled=len(sample.numbers),
        records=sample.total,
        version=drafted.before.versions[drafted.score.key] if before is not None else None,
        valued=about(after.inside),
        valued_before=about(before.inside) if before is not None else None,
        changed=about(changed),
        distribution=distribution(before, after, sample.total / len(sample.numbers)),
        tiers=_tiers(drafted, before, after, about),
        groups=group_reaches(drafted.score, after, about),
    )


def _changed(before: Computed, after: Computed) -> np.ndarray:
    is_other = (before.inside != after.inside) | (before.points != after.points) | (before.tiers != after.tiers)
    return np.asarray(is_other, dtype=np.bool_)


def _tiers(
    drafted: DraftedScore, before: Computed | None, after: Computed, about: Callable[[np.ndarray], Estimate]
) -> tuple[TierSize, ...]:
    old = tiers_of(drafted.published) if drafted.published is not None and before is not None else ()
    new = tiers_of(drafted.score)
    colors = tier_colors(drafted.score)
    return tuple(
        TierSize(
            tier=tier,
            color=colors.get(tier),
            before=about(before.tiers == tier) if before is not None and tier in old else None,
            after=about(after.tiers == tier),
        )
        for tier in dict.fromkeys((*new, *old))
    )
