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
class Publishing:
    """A review, and the way to go on from it. Valid inside `reviewing`."""

    review: Review
    _application: Application
    _warehouse: Warehouse
    _published: Published
    _texts: Mapping[str, str]

    def publish(self, note: str = "", *, progress: Progress) -> Mapping[str, int]:
        """Publishes what was reviewed and keeps the values; gives the number of records that changed, by score.

        If it is stopped in between, publishing the same again, or rescoring, completes it. Raises UsageError if
        somebody else has saved another draft in the meantime.
        """
        numbers = dict(self._published.versions)
        with self._application.together():
            for key, text in self._texts.items():
                numbers[key] = self._application.publish(key, self.review.as_of, note, reviewed=text).number
        keys = {score.key for score in self.review.scores}
        objects = by_object(score for score in self._published.scores if score.key in keys)
        changed: dict[str, int] = {}
        for scores in objects.values():
            # What the review computed lasts until the next object is computed.
            if len(objects) > 1:
                compute_scores(self._warehouse, self._published, scores, self.review.as_of, progress)
            progress.step("Keeping values and history")
            changed |= {score.key: self._keep(score, numbers) for score in scores}
        return changed

    def _keep(self, score: Score, numbers: Mapping[str, int]) -> int:
        return keep_values(
            self._warehouse,
            score.key,
            version=numbers[score.key],
            as_of=self.review.as_of,
            cause="publish",
            detail=self._others(score, numbers),
        )

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
    as_of = micros_of(now())
    progress.step("Reading definitions")
    texts, drafts = _read_drafts(files)
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
            for each in drafted:
                _save(application, each, own[each.key], as_of, is_changed=each.key in changed)
        drafting = Drafting(drafted, before, published, warehouse, as_of)
        review = review_drafts(drafting, reviewed, progress)
        yield Publishing(review, application, warehouse, published, changed)


def _read_drafts(files: Sequence[Path]) -> tuple[Texts, Definitions]:
    """The texts, and the definitions in them. Raises DefinitionError for files that cannot be read."""
    found = {str(file): read_text(file) for file in files}
    if unread := [text for text in found.values() if isinstance(text, Issue)]:
        raise DefinitionError(unread)
    texts = {name: text for name, text in found.items() if isinstance(text, str)}
    return texts, read_definitions(list(texts.items()), check_unreached=False)


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
