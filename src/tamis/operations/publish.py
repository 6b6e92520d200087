"""Publishes definitions: first a review of what that would change, then, of the very values reviewed, the doing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tamis.definitions import Definitions, Score, Segment, read_definitions
from tamis.definitions.reading import read_text
from tamis.errors import DefinitionError, Issue, UsageError
from tamis.operations.access import COMMAND_LINE, Actor
from tamis.operations.published import Published, read_published
from tamis.operations.rescore import by_object, check_against, compute_scores, micros_of, records_of
from tamis.operations.review import Drafting, Review, review_definition, review_drafts
from tamis.operations.workspace import Workspace
from tamis.progress import Progress
from tamis.store.application import Application, open_application
from tamis.store.warehouse import Warehouse
from tamis.store.warehouse.values import keep_values

Texts = Mapping[str, str]
"""The texts of files, by their names as typed."""


@dataclass(frozen=True)
class Drafted:
    """A review, and the texts that it says are new, by key."""

    review: Review
    texts: Mapping[str, str]


@dataclass(frozen=True)
class Changed:
    """What publishing did to the values of a score: its version, how many `records` have another value or tier, and, as
    `Moves` tells it, how many others have one `by_time` alone."""

    version: int
    records: int
    by_time: int | None = None


@dataclass(frozen=True)
class Publication:
    """What was published: by key the version that is in use now; and what that changed, by score."""

    versions: Mapping[str, int]
    changed: Mapping[str, Changed]


@dataclass(frozen=True)
class Publishing:
    """A review, and the way to go on from it. Valid inside `reviewing`. `texts`: by key, those that are new."""

    review: Review
    texts: Mapping[str, str]
    _application: Application
    _warehouse: Warehouse
    _published: Published

    def publish(self, note: str = "", *, by: Actor = COMMAND_LINE, progress: Progress) -> Publication:
        """Publishes what was reviewed and keeps the values.

        If it is stopped in between, publishing the same again, or rescoring, completes it. Raises UsageError if
        somebody else has saved another draft in the meantime.
        """
        numbers = dict(self._published.versions)
        with self._application.together():
            for key, text in self.texts.items():
                version = self._application.publish(key, self.review.as_of, note, by=by.name, reviewed=text)
                numbers[key] = version.number
        keys = {score.key for score in self.review.scores}
        objects = by_object(score for score in self._published.scores if score.key in keys)
        changed: dict[str, Changed] = {}
        for scores in objects.values():
            # What the review computed lasts until the next object is computed.
            if len(objects) > 1:
                compute_scores(self._warehouse, self._published, scores, self.review.as_of, progress)
            progress.step("Keeping values and history")
            changed |= {score.key: self._keep(score, numbers) for score in scores}
        return Publication({each.key: numbers[each.key] for each in self.review.definitions}, changed)

    def _keep(self, score: Score, numbers: Mapping[str, int]) -> Changed:
        moves = next(each.moves for each in self.review.scores if each.key == score.key)
        kept = keep_values(
            self._warehouse,
            score.key,
            version=numbers[score.key],
            as_of=self.review.as_of,
            cause="publish",
            detail=self._others(score, numbers),
        )
        return Changed(numbers[score.key], kept if moves.by_time is None else moves.changed, moves.by_time)

    def _others(self, score: Score, numbers: Mapping[str, int]) -> str:
        """What else was published that the score asks for, for its history."""
        asked = self._published.asked_for_by(score)
        changed = [each for each in self.review.definitions if each.is_changed]
        return ", ".join(
            f"{each.key} version {numbers[each.key]}" for each in changed if (each.kind, each.key) in asked
        )


@contextmanager
def reviewing(
    workspace: Workspace, files: Sequence[Path], *, now: Callable[[], datetime], progress: Progress
) -> Iterator[Publishing]:
    """Saves the definitions as drafts and computes what publishing them would change.

    Nothing else is written unless `publish` is called inside. Raises DefinitionError with every mistake, held against
    the data and everything published; UsageError before the first import.
    """
    progress.step("Reading definitions")
    with reviewing_texts(workspace, read_texts(files), now=now, progress=progress) as publishing:
        yield publishing


@contextmanager
def reviewing_texts(
    workspace: Workspace,
    texts: Texts,
    *,
    now: Callable[[], datetime],
    progress: Progress,
    agreed: Texts | None = None,
) -> Iterator[Publishing]:
    """The same of texts by the names of their files.

    `agreed`: by key what an earlier review said is new, where publishing follows for certain. Raises UsageError if
    somebody else has saved or published another text of these keys since.
    """
    as_of = micros_of(now())
    drafts = read_definitions(list(texts.items()), check_unreached=False)
    with open_application(workspace.application) as application, workspace.opened() as warehouse:
        _refuse_empty(warehouse)
        before = read_published(application)
        published = read_published(application, tuple(texts.items()), _keys(drafts))
        drafted = [each for each in published.all if published.definitions.source_of(each).file in texts]
        check_against(published, warehouse.catalog(), also=[each for each in drafted if isinstance(each, Segment)])
        own = {each.key: texts[published.definitions.source_of(each).file] for each in drafted}
        reviewed = [review_definition(application, each, own[each.key]) for each in drafted]
        changed = {each.key: own[each.key] for each in reviewed if each.is_changed}
        with application.together():
            _refuse_others(application, agreed or {})
            for each in drafted:
                _save(application, each, own[each.key], as_of, is_changed=each.key in changed)
        drafting = Drafting(drafted, before, published, warehouse, as_of)
        review = review_drafts(drafting, reviewed, progress)
        yield Publishing(review, changed, application, warehouse, published)


def read_texts(files: Sequence[Path]) -> Texts:
    """The texts of files, by their names as typed. Raises DefinitionError for files that cannot be read."""
    found = {str(file): read_text(file) for file in files}
    if unread := [text for text in found.values() if isinstance(text, Issue)]:
        raise DefinitionError(unread)
    return {name: text for name, text in found.items() if isinstance(text, str)}


def _refuse_others(application: Application, agreed: Texts) -> None:
    """Raises UsageError where a text is no longer the draft, nor has become the newest version."""
    for key, text in agreed.items():
        draft, versions = application.draft(key), application.versions(key)
        there = draft or (versions[-1] if versions else None)
        if there is None or there.text != text:
            raise UsageError(f'The draft of "{key}" was changed in the meantime; review it again.')


def _save(application: Application, definition: Score | Segment, text: str, at: int, *, is_changed: bool) -> None:
    """Keeps the text as a draft, unless it is published as it is: then there is no draft of it any more."""
    if is_changed:
        application.save_draft(definition, text, at)
    elif application.draft(definition.key) is not None:
        application.discard_draft(definition.key)


def _refuse_empty(warehouse: Warehouse) -> None:
    if not any(records_of(warehouse, object_type) for object_type in warehouse.objects()):
        raise UsageError("There are no records to score yet; import some first: tamis import FOLDER")


def _keys(definitions: Definitions) -> set[str]:
    return {each.key for each in definitions.segments} | {each.key for each in definitions.scores}
