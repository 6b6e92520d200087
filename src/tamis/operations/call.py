"""What one call is about: the definitions it names, the segments and schema of its data folder, and all their mistakes.

Mistakes are collected until the data is loaded too, so that an author hears of all of them at once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tamis.compile.bind import bind
from tamis.connectors.files import FolderSchema, LoadedFolder, load_folder, read_schema
from tamis.connectors.files.folder import check_inside
from tamis.definitions import Definitions, Score, Segment, read_definitions, read_instant
from tamis.definitions.grammar import UNKNOWN_OBJECT
from tamis.definitions.walk import needs
from tamis.engine import DuckDBEngine
from tamis.errors import DataError, DefinitionError, Issue, UsageError
from tamis.progress import Progress

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Call:
    """The scores of one call, in the order given, and everything they may name, not yet compared with the data."""

    folder: Path
    schema: FolderSchema
    definitions: Definitions
    scores: tuple[Score, ...]
    issues: tuple[Issue, ...]

    @property
    def segments(self) -> Mapping[str, Segment]:
        """The segments by key."""
        return {segment.key: segment for segment in self.definitions.segments}

    @property
    def object(self) -> str:
        """The object type that all scores of the call are of."""
        return self.scores[0].object

    def issues_among(self, objects: Collection[str]) -> list[Issue]:
        """The issues, where these are all the objects there are; see `Definitions.issues_among`."""
        certain = self.definitions.issues_among(objects)
        return [issue for issue in self.issues if issue in certain or issue not in self.definitions.issues]


def read_call(folder: Path, files: Sequence[Path]) -> Call:
    """Reads definitions, segments and schema; mistakes are kept in `issues`. Raises UsageError without a folder."""
    schema, schema_issues = read_folder_schema(folder)
    segment_files = files_of_segments(folder, files)
    definitions = read_definitions([*files, *segment_files], check_unreached=False)
    named = {str(file) for file in files}
    scores = tuple(score for score in definitions.scores if definitions.source_of(score).file in named)
    misplaced = _misplaced(definitions, named)
    return Call(folder, schema, definitions, scores, (*schema_issues, *definitions.issues, *misplaced))


def load_call(call: Call, engine: DuckDBEngine, instant: int, progress: Progress) -> LoadedFolder:
    """Loads what the definitions need and holds their names and types against it.

    What is loaded may be scored as of that instant (microseconds since the epoch, UTC) and no other.

    Raises DefinitionError with every mistake of definitions and schema, DataError for a file that cannot be read,
    UsageError if the scores are of several objects. A folder without a table of the scored object is a mistake too.
    """
    if not call.scores:
        raise DefinitionError(call.issues)
    _refuse_several_objects(call)
    segments = call.definitions.segments
    asked = needs(call.scores, segments)
    is_certain = asked.objects.keys() <= call.schema.tables.keys()
    try:
        loaded = load_folder(
            call.folder,
            engine,
            # What is asked of an object that there is not is looked for in all that there is.
            needs=asked if is_certain else None,
            segments=segments,
            schema=call.schema,
            as_of=instant,
            progress=progress,
        )
    except DataError as error:
        if not call.issues:
            raise
        raise DefinitionError([*call.issues, *issues_of(error)]) from error
    issues = call.issues_among(loaded.catalog.objects)
    if missing := missing_tables(call.scores, call.folder, call.schema, loaded):
        # Held against an empty table, every name would be unknown too.
        raise DefinitionError([*issues, *missing])
    issues = [*issues, *bind(call.scores, call.segments, call.definitions.sources, loaded.catalog)]
    if any(issue.severity == "error" for issue in issues):
        raise DefinitionError(issues)
    return loaded


def read_as_of(text: str | None, now: datetime, time_zone: str) -> int:
    """The as-of instant in microseconds since the epoch, UTC. Raises UsageError for an unreadable text."""
    if text is None:
        return (now - EPOCH) // timedelta(microseconds=1)
    try:
        instant = read_instant(text, time_zone)
        # An offset can lead out of the calendar.
        return (EPOCH + timedelta(microseconds=instant) - EPOCH) // timedelta(microseconds=1)
    except (ValueError, OverflowError):
        hint = "write a date such as 2026-03-01 or a time such as 2026-03-01T09:30+01:00"
        raise UsageError(f'--as-of "{text}" is no instant; {hint}.') from None


def issues_of(error: DataError) -> tuple[Issue, ...]:
    """A file that cannot be read, told beside the mistakes of definitions."""
    return error.issues or (Issue(error.file, 0, 0, "unreadable-file", error.message, error.hint),)


def missing_tables(
    scores: Sequence[Score], folder: Path, schema: FolderSchema, loaded: LoadedFolder
) -> tuple[Issue, ...]:
    """The objects the scores are of that the folder should have a table of and has none (data.md, Bad input)."""
    known = {score.object: schema.tables[score.object] for score in scores if score.object in schema.tables}
    return tuple(
        Issue(
            str(folder),
            0,
            0,
            "missing-table",
            f'The folder has no table "{table}", and there is no {object_type} to score without it.',
            f"add {table}.csv, {table}.parquet or {table}.jsonl",
        )
        for object_type, table in known.items()
        if object_type not in loaded.objects
    )


def read_folder_schema(folder: Path) -> tuple[FolderSchema, tuple[Issue, ...]]:
    """The folder's schema and its mistakes; a schema with mistakes is read as an empty one."""
    if not folder.is_dir():
        raise UsageError(f'There is no data folder "{folder}".')
    try:
        return read_schema(folder), ()
    except DefinitionError as error:
        return FolderSchema(), error.issues


def files_of_segments(folder: Path, named: Sequence[Path]) -> list[Path]:
    """The data folder's segment files, in the order of their names, but for those that the call names itself."""
    segments = folder / "segments"
    if not segments.exists():
        return []
    try:
        found = sorted(path for path in segments.iterdir() if path.suffix == ".yaml")
    except OSError as error:
        # Passed over, what is meant as a condition could be taken for a list.
        raise DataError(
            "segments/", f"This folder cannot be read: {(error.strerror or 'no reason given').lower()}."
        ) from error
    for path in found:
        check_inside(folder, path, f"segments/{path.name}")
    known = {file.resolve() for file in named}
    return [file for file in found if file.resolve() not in known]


def _refuse_several_objects(call: Call) -> None:
    objects = {score.object: score.key for score in call.scores if score.object != UNKNOWN_OBJECT}
    if len(objects) > 1 and not call.issues:
        told = ", ".join(f"{key} scores {object_type} records" for object_type, key in objects.items())
        raise UsageError(f"The definitions of one call are of one object, but {told}.")
    if len(objects) > 1:
        raise DefinitionError(call.issues)


def _misplaced(definitions: Definitions, named: set[str]) -> Iterator[Issue]:
    for segment in definitions.segments:
        source = definitions.source_of(segment)
        if source.file in named:
            message = f'Segment "{segment.key}" gives no points; --definition takes scores.'
            yield source.issue((), "not-a-score", message, "put it into the data folder's segments/")
    for score in definitions.scores:
        source = definitions.source_of(score)
        if source.file not in named:
            message = f'Score "{score.key}" lies among the segments.'
            yield source.issue((), "not-a-segment", message, "move it to scores/")
