"""A draft with what it needs: segments that it asks for and that are drafts themselves, such as those of a template."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tamis.definitions import Score, Segment, read_definitions
from tamis.definitions.walk import references
from tamis.errors import DefinitionError, Issue, UsageError
from tamis.operations.compare_versions import list_versions
from tamis.operations.published import Published, draft_file, read_published
from tamis.operations.workspace import Workspace
from tamis.store.application import Application, open_application

Texts = dict[str, str]
"""The texts of files, by their names."""

NAME = "scores/draft.yaml"


@dataclass(frozen=True)
class DraftedScore:
    """A score that is tried out: among all that is published (`after`), in the place of its published version, with the
    drafts that it needs; and what is published (`before`). `others` tells one state of all the rest from another."""

    score: Score
    before: Published
    after: Published
    others: frozenset[tuple[str, int | str]]

    @property
    def published(self) -> Score | None:
        """The version in use of the same score, if there is one for the same records."""
        found = next((each for each in self.before.scores if each.key == self.score.key), None)
        return found if found is not None and found.object == self.score.object else None


def read_drafted_score(workspace: Workspace, text: str) -> DraftedScore:
    """A text as a score to be tried out. Raises DefinitionError with every mistake of it."""
    read = read_definitions([(NAME, text)], check_unreached=False)
    if not read.scores:
        issues = read.issues or (Issue(NAME, 1, 1, "wrong-kind", "The text is of a segment, and not of a score."),)
        raise DefinitionError(issues)
    score = read.scores[0]
    with open_application(workspace.application) as application:
        before = read_published(application)
        needed = needed_drafts(application, score)
        after = read_published(application, ((NAME, text), *needed.items()), {score.key})
    _refuse_mistakes(after, {NAME, *needed})
    others = {(key, number) for key, number in after.versions.items() if key != score.key}
    return DraftedScore(after.score(score.key), before, after, frozenset({*others, *needed.items()}))


def draft_texts(workspace: Workspace, key: str) -> Texts:
    """The draft of a key, with the drafts that it needs, as they are published together. Raises UsageError without."""
    draft = list_versions(workspace, key).draft
    if draft is None:
        raise UsageError(f'There is no draft of "{key}"; all of it is published.')
    with open_application(workspace.application) as application:
        name, text = draft_file(draft)
        read = read_definitions([(name, text)], check_unreached=False)
        definitions: list[Score | Segment] = [*read.scores, *read.segments]
        return {name: text} | (needed_drafts(application, definitions[0]) if definitions else {})


def needed_drafts(application: Application, definition: Score | Segment) -> Texts:
    """The drafts of segments that a definition asks for, through others too, and of which nothing is published."""
    drafts = {each.key: each.draft for each in application.standing() if each.draft and not each.is_active}
    found: Texts = {}
    waiting: list[Score | Segment] = [definition]
    while waiting:
        for reference in references(waiting.pop()):
            draft = drafts.pop(reference.key, None) if reference.kind == "segment" else None
            if draft is not None and draft.key != definition.key:
                name, text = draft_file(draft)
                found[name] = text
                waiting += read_definitions([(name, text)], check_unreached=False).segments
    return found


def _refuse_mistakes(published: Published, files: Iterable[str]) -> None:
    """Only those of the draft: what else is published may have become wrong without it."""
    named = set(files)
    issues = [each for each in published.definitions.issues if each.file in named and each.severity == "error"]
    if issues:
        raise DefinitionError(issues)
