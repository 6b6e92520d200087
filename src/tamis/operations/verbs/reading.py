"""Verbs that read the warehouse."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from tamis.operations.verbs.verb import Place

if TYPE_CHECKING:
    from tamis.operations.backup import BackedUp
    from tamis.operations.explain_folder import Explained
    from tamis.operations.list_segments import ListedSegments
    from tamis.operations.read_history import RecordHistory
    from tamis.operations.read_values import ReadValues


@dataclass(frozen=True)
class Values:
    """`tamis values`: into a file, or as CSV to standard output."""

    kind: ClassVar[str] = "values"
    of: ClassVar[str] = "tamis.operations.read_values"
    key: str
    output: Path | None = None

    def do(self, place: Place) -> ReadValues:
        """Writes the values that are kept."""
        from tamis.operations.read_values import read_values

        return read_values(place.workspace, self.key, output=self.output or place.out)


@dataclass(frozen=True)
class ValuesAsOf:
    """`tamis values --as-of --version`: the same, computed for the occasion."""

    kind: ClassVar[str] = "values as of"
    of: ClassVar[str] = "tamis.operations.values_as_of"
    key: str
    as_of: str | None = None
    version: int | None = None
    output: Path | None = None

    def do(self, place: Place) -> ReadValues:
        """Writes the values that it computes."""
        from tamis.operations.values_as_of import values_as_of

        return values_as_of(
            place.workspace,
            self.key,
            now=place.now,
            as_of=self.as_of,
            version=self.version,
            output=self.output or place.out,
            progress=place.progress,
        )


@dataclass(frozen=True)
class History:
    """`tamis history`."""

    kind: ClassVar[str] = "history"
    of: ClassVar[str] = "tamis.operations.read_history"
    id: str
    score: str | None = None

    def do(self, place: Place) -> tuple[RecordHistory, ...]:
        """Reads it."""
        from tamis.operations.read_history import read_history

        return read_history(place.workspace, self.id, score=self.score)


@dataclass(frozen=True)
class Explain:
    """`tamis explain`, of a workspace."""

    kind: ClassVar[str] = "explain"
    of: ClassVar[str] = "tamis.operations.explain_workspace"
    id: str
    score: str | None = None
    as_of: str | None = None

    def do(self, place: Place) -> Explained:
        """Explains."""
        from tamis.operations.explain_workspace import explain_workspace

        return explain_workspace(
            place.workspace, self.id, self.score, now=place.now, as_of=self.as_of, progress=place.progress
        )


@dataclass(frozen=True)
class Segments:
    """`tamis segments`."""

    kind: ClassVar[str] = "segments"
    of: ClassVar[str] = "tamis.operations.list_segments"

    def do(self, place: Place) -> ListedSegments:
        """Lists them."""
        from tamis.operations.list_segments import list_segments

        return list_segments(place.workspace, now=place.now, progress=place.progress)


@dataclass(frozen=True)
class Backup:
    """`tamis backup`."""

    kind: ClassVar[str] = "backup"
    of: ClassVar[str] = "tamis.operations.backup"
    file: Path

    def do(self, place: Place) -> BackedUp:
        """Backs up."""
        from tamis.operations.backup import backup

        return backup(place.workspace, self.file, now=place.now, progress=place.progress)
