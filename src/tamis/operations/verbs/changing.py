"""Verbs that change the warehouse."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from tamis.definitions import PropertyType
from tamis.operations.verbs.verb import Place
from tamis.operations.workspace import Workspace

if TYPE_CHECKING:
    from tamis.operations.import_data import Imported
    from tamis.operations.merge import Merging
    from tamis.operations.publish import Drafted, Publication
    from tamis.operations.rescore import Rescored


@dataclass(frozen=True)
class Import:
    """`tamis import`. `left_out`: headers. `types`: by the names that columns stand for. `called`: what the file was
    called where it came from, if its own name is another."""

    kind: ClassVar[str] = "import"
    of: ClassVar[str] = "tamis.operations.import_data"
    path: Path
    dry_run: bool = False
    rejects: Path | None = None
    columns: Mapping[str, str] | None = None
    by_email: bool = False
    called: str = ""
    left_out: tuple[str, ...] = ()
    types: Mapping[str, PropertyType] | None = None

    def do(self, place: Place) -> Imported:
        """Imports."""
        from tamis.operations.import_data import import_data

        with _held(place.workspace) as workspace:
            return import_data(
                workspace,
                self.path,
                now=place.now,
                dry_run=self.dry_run,
                rejects=self.rejects,
                columns=self.columns,
                left_out=self.left_out,
                types=self.types,
                by_email=self.by_email,
                called=self.called,
                job=place.job,
                progress=place.progress,
            )


@dataclass(frozen=True)
class Review:
    """The first half of `tamis publish`: the texts of definitions, by the names of their files."""

    kind: ClassVar[str] = "review"
    of: ClassVar[str] = "tamis.operations.publish"
    texts: Mapping[str, str]

    def do(self, place: Place) -> Drafted:
        """Saves drafts, and tells what publishing them would change."""
        from tamis.operations.publish import Drafted, reviewing_texts

        with reviewing_texts(place.workspace, self.texts, now=place.now, progress=place.progress) as publishing:
            return Drafted(publishing.review, publishing.texts)


@dataclass(frozen=True)
class ReviewDraft:
    """The same for the draft of a key as it is then, with the drafts that it needs."""

    kind: ClassVar[str] = "review draft"
    of: ClassVar[str] = "tamis.operations.publish"
    key: str

    def do(self, place: Place) -> Drafted:
        """Tells what publishing it would change."""
        from tamis.operations.drafted import draft_texts

        return Review(draft_texts(place.workspace, self.key)).do(place)


@dataclass(frozen=True)
class Publish:
    """The second half: the same texts, and by key those that the review said are new."""

    kind: ClassVar[str] = "publish"
    of: ClassVar[str] = "tamis.operations.publish"
    texts: Mapping[str, str]
    drafted: Mapping[str, str]
    note: str = ""

    def do(self, place: Place) -> Publication:
        """Publishes them."""
        from tamis.operations.publish import reviewing_texts

        asked = reviewing_texts(
            place.workspace, self.texts, now=place.now, progress=place.progress, agreed=self.drafted
        )
        with asked as publishing:
            return publishing.publish(self.note, by=place.by, progress=place.progress)


@dataclass(frozen=True)
class Rescore:
    """`tamis rescore`."""

    kind: ClassVar[str] = "rescore"
    of: ClassVar[str] = "tamis.operations.rescore"
    key: str | None = None

    def do(self, place: Place) -> Rescored:
        """Rescores."""
        from tamis.operations.rescore import rescore

        return rescore(place.workspace, self.key, now=place.now, progress=place.progress)


@dataclass(frozen=True)
class Merge:
    """`tamis merge`."""

    kind: ClassVar[str] = "merge"
    of: ClassVar[str] = "tamis.operations.merge"
    kept: str
    other: str

    def do(self, place: Place) -> Merging:
        """Merges."""
        from tamis.operations.merge import merge

        return merge(
            place.workspace,
            self.kept,
            self.other,
            now=place.now,
            progress=place.progress,
            is_again=place.is_again,
        )


@dataclass(frozen=True)
class Unmerge:
    """`tamis unmerge`. `asked_at`: when it was typed (microseconds since the epoch, UTC), the same at every attempt."""

    kind: ClassVar[str] = "unmerge"
    of: ClassVar[str] = "tamis.operations.merge"
    other: str
    asked_at: int

    def do(self, place: Place) -> Merging:
        """Unmerges."""
        from tamis.operations.merge import unmerge

        return unmerge(place.workspace, self.other, asked_at=self.asked_at, now=place.now, progress=place.progress)


@contextmanager
def _held(workspace: Workspace) -> Iterator[Workspace]:
    """The workspace with its warehouse open: what opens it twice is not to find it in use the second time."""
    if workspace.held is not None:
        yield workspace
        return
    with workspace.opened(is_current=False) as warehouse:
        yield replace(workspace, held=warehouse)
