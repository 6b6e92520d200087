"""What publishing definitions would change: in words, and record by record."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field

from tamis.compile.bind import bind
from tamis.compile.explanation import ExplainedScore
from tamis.definitions import Score, Segment
from tamis.definitions.check import warnings
from tamis.definitions.differences import Difference, differences
from tamis.errors import Issue
from tamis.operations.explain_records import Asked, explain_on_a_copy, record_numbers
from tamis.operations.explaining_ahead import MANY_RECORDS, explaining_ahead
from tamis.operations.move_reasons import Reason, move_reasons
from tamis.operations.published import Published, kind_of, read_version
from tamis.operations.rescore import by_object, compute_scores, records_of
from tamis.operations.tiers import tier_colors, tiers_of
from tamis.progress import Progress
from tamis.store.application import Application
from tamis.store.warehouse import Warehouse
from tamis.store.warehouse.values import Moves, moves


@dataclass(frozen=True)
class ReviewedDefinition:
    """One definition to be published: the newest version (0: none yet), the one it becomes, and what differs.

    `is_changed`: whether there is anything to publish, be it only to put a version into use again.
    """

    kind: str
    key: str
    label: str
    version: int
    next_version: int
    is_changed: bool
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class ReviewedScore:
    """What would happen to the values of one score.

    `computed_at`: when those there are were computed, in microseconds since the epoch, UTC; None without any.
    `reasons`: of each of the largest moves, by the id of its record.
    `tiers`: all that the score gives, best first; `colors`: that of each.
    """

    key: str
    label: str
    object: str
    computed_at: int | None
    moves: Moves
    reasons: Mapping[str, tuple[Reason, ...]]
    tiers: tuple[str, ...] = ()
    colors: Mapping[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Review:
    """What publishing would change, as of one instant (microseconds since the epoch, UTC)."""

    definitions: tuple[ReviewedDefinition, ...]
    scores: tuple[ReviewedScore, ...]
    warnings: tuple[Issue, ...]
    as_of: int

    @property
    def is_nothing(self) -> bool:
        """Whether all of it is published already."""
        return not self.scores and not any(each.is_changed for each in self.definitions)


@dataclass(frozen=True)
class Drafting:
    """What is reviewed: the definitions `drafted`, all that is published `before`, and `after`, with the drafts in
    their places; held against a warehouse, as of an instant (microseconds since the epoch, UTC)."""

    drafted: Sequence[Score | Segment]
    before: Published
    after: Published
    warehouse: Warehouse
    as_of: int


def review_definition(application: Application, definition: Score | Segment, text: str) -> ReviewedDefinition:
    """What differs between a definition and its newest version."""
    newest = next(reversed(application.versions(definition.key)), None)
    version = newest.number if newest else 0
    is_new = newest is None or text != newest.text
    told = differences(read_version(newest), definition) if newest is not None and is_new else ()
    return ReviewedDefinition(
        kind=kind_of(definition),
        key=definition.key,
        label=definition.label or definition.key,
        version=version,
        next_version=version + is_new,
        is_changed=is_new or not application.is_active(definition.key),
        differences=tuple(told),
    )


def review_drafts(drafting: Drafting, reviewed: Sequence[ReviewedDefinition], progress: Progress) -> Review:
    """Computes the scores that the drafts touch and compares them with the values kept.

    Of the last object that is computed, the values stay in the table `computed`.
    """
    changed = {each.key for each in reviewed if each.is_changed}
    kept = _kept(drafting.warehouse)
    touched = {score.key for score in drafting.after.touched_by(d for d in drafting.drafted if d.key in changed)}
    for score in drafting.after.touched_by(drafting.drafted):
        if kept.get(score.key, 0) < drafting.after.changed_at(score):
            touched.add(score.key)
    scores: list[ReviewedScore] = []
    for of_object in by_object(score for score in drafting.after.scores if score.key in touched).values():
        with _explaining(drafting, of_object, kept):
            before = [was for score in of_object if (was := _as_it_was(drafting, score, changed, kept))]
            compute_scores(drafting.warehouse, drafting.after, of_object, drafting.as_of, progress, beside=before)
        progress.step("Comparing with the values there are")
        known = {was.key for was in before}
        scores += [_reviewed_score(drafting, score, kept, known) for score in of_object]
    return Review(tuple(reviewed), tuple(scores), tuple(_warnings(drafting)), drafting.as_of)


def _as_it_was(drafting: Drafting, score: Score, changed: Collection[str], kept: Mapping[str, int]) -> Score | None:
    """The score as it is published, under a key of its own, to be computed beside the draft: held against that, only
    the definition makes a difference. None where that is not to be had in the same pass: without kept values that are
    by it, or where something else that it asks for changes, too."""
    was = next((each for each in drafting.before.scores if each.key == score.key), None)
    if was is None or was.object != score.object or kept.get(score.key, 0) < drafting.before.changed_at(was):
        return None
    if any(key in changed for _, key in drafting.before.asked_for_by(was) | drafting.after.asked_for_by(score)):
        return None
    return was.model_copy(update={"key": _before(score.key)}) if _is_borne_out(drafting, was) else None


def _is_borne_out(drafting: Drafting, published: Score) -> bool:
    """Whether the data bears out what is published; a draft may be there because it no longer does."""
    before = drafting.before
    scores = [score for score in before.scores if score.object == published.object]
    issues = bind(scores, before.segments, before.definitions.sources, drafting.warehouse.catalog())
    return not any(issue.severity == "error" for issue in issues)


def _before(key: str) -> str:
    # No key has a space in it.
    return f"{key} before"


def _explaining(drafting: Drafting, scores: Sequence[Score], kept: Mapping[str, int]) -> AbstractContextManager[None]:
    """What will explain the moves is prepared within, where there is time for it."""
    if records_of(drafting.warehouse, scores[0].object) < MANY_RECORDS:
        return nullcontext()
    is_kept = any(score.key in kept for score in scores)
    published = [drafting.before, drafting.after] if is_kept else [drafting.after]
    return explaining_ahead(published, scores, drafting.warehouse.catalog())


def _kept(warehouse: Warehouse) -> Mapping[str, int]:
    """By score, when its values were computed."""
    return dict(warehouse.rows('SELECT score, min("at") FROM warehouse.score_values GROUP BY score'))


def _reviewed_score(drafting: Drafting, score: Score, kept: Mapping[str, int], known: Collection[str]) -> ReviewedScore:
    """`known`: the keys of what was computed as it was."""
    computed_at, before = kept.get(score.key), _before(score.key)
    found = moves(drafting.warehouse, score.key, before if before in known else None)
    ids = [move.id for move in found.largest]
    then = computed_at if found.by_time is None else drafting.as_of
    old = _explained(drafting, drafting.before, score, ids, then) if then is not None else {}
    new = _explained(drafting, drafting.after, score, ids, drafting.as_of)
    reasons = {id: move_reasons(old.get(id), new[id]) for id in ids}
    label = score.label or score.key
    return ReviewedScore(
        score.key, label, score.object, computed_at, found, reasons, tiers_of(score), tier_colors(score)
    )


def _explained(
    drafting: Drafting, published: Published, score: Score, ids: Sequence[str], instant: int
) -> dict[str, ExplainedScore]:
    """The explanations of records by what was published, or is to be, as of an instant; by id."""
    # Deactivated since, it is not among what is published.
    known = {each.key: each for each in published.scores if each.object == score.object}
    if score.key not in known or not ids:
        return {}
    catalog = drafting.warehouse.catalog()
    engine = drafting.warehouse.engine
    scores = published.of_object(score.object, {score.key})
    asked = Asked(scores, published.segments, catalog, engine, instant)
    numbers = record_numbers(catalog, engine, score.object, ids)
    return {tree.id: tree for tree in explain_on_a_copy(known[score.key], asked, drafting.warehouse, numbers)}


def _warnings(drafting: Drafting) -> Iterator[Issue]:
    for each in drafting.drafted:
        yield from warnings(each, drafting.after.definitions.source_of(each))
