"""Publishes definitions in two halves, with the person's answer in between, whoever holds the warehouse."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from tamis.operations.access import COMMAND_LINE
from tamis.operations.handing_over.noting import noted
from tamis.operations.handing_over.patience import Patience
from tamis.operations.handing_over.performing import here_or_there, perform
from tamis.operations.publish import Publication, Publishing, Texts, read_texts, reviewing_texts
from tamis.operations.review import Review
from tamis.operations.verbs import Publish
from tamis.operations.verbs import Review as ReviewTexts
from tamis.operations.workspace import Workspace
from tamis.progress import Progress


class Reviewed(Protocol):
    """A review, and the way to go on from it."""

    @property
    def review(self) -> Review:
        """What publishing would change."""

    def publish(self, note: str = "", *, progress: Progress) -> Publication:
        """Publishes what was reviewed."""


@contextmanager
def reviewing_anywhere(
    workspace: Workspace,
    files: Sequence[Path],
    *,
    now: Callable[[], datetime],
    progress: Progress,
    patience: Patience | None = None,
) -> Iterator[Reviewed]:
    """As `reviewing`. Without a server, the warehouse stays open, and what was reviewed is what is published; a server
    goes on with its work meanwhile, and computes the values again, as of then."""
    progress.step("Reading definitions")
    texts = read_texts(files)
    with reviewing_texts_anywhere(workspace, texts, now=now, progress=progress, patience=patience) as reviewed:
        yield reviewed


@contextmanager
def reviewing_texts_anywhere(
    workspace: Workspace,
    texts: Texts,
    *,
    now: Callable[[], datetime],
    progress: Progress,
    patience: Patience | None = None,
) -> Iterator[Reviewed]:
    """The same of texts by the names of their files."""
    patience = patience or Patience()
    with ExitStack() as stack:

        def here(_: bool) -> Reviewed:
            publishing = stack.enter_context(reviewing_texts(workspace, texts, now=now, progress=progress))
            return _Here(publishing, texts, workspace, now)

        def there(_: bool) -> Reviewed:
            drafted = perform(workspace, ReviewTexts(texts), now=now, progress=progress, patience=patience)
            return _Elsewhere(drafted.review, drafted.texts, texts, workspace, now, patience)

        yield here_or_there(here, there, workspace=workspace, progress=progress, patience=patience)


@dataclass(frozen=True)
class _Here:
    """Reviewed in this process, which has the warehouse open."""

    publishing: Publishing
    texts: Texts
    workspace: Workspace
    now: Callable[[], datetime]

    @property
    def review(self) -> Review:
        return self.publishing.review

    def publish(self, note: str = "", *, progress: Progress) -> Publication:
        with noted(self.workspace, Publish(self.texts, self.publishing.texts, note), COMMAND_LINE, self.now):
            return self.publishing.publish(note, progress=progress)


@dataclass(frozen=True)
class _Elsewhere:
    """Reviewed by the server, which will publish it too. `drafted`: by key, the texts that are new."""

    review: Review
    drafted: Texts
    texts: Texts
    workspace: Workspace
    now: Callable[[], datetime]
    patience: Patience

    def publish(self, note: str = "", *, progress: Progress) -> Publication:
        verb = Publish(self.texts, self.drafted, note)
        return perform(self.workspace, verb, now=self.now, progress=progress, patience=self.patience)
