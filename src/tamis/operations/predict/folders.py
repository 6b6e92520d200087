"""A data folder for learning: everything in it, the goal held against it, and the scores that may be features."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tamis.connectors.files import LoadedFolder, load_folder
from tamis.connectors.files.folder import check_inside
from tamis.definitions import Definitions, read_definitions
from tamis.definitions.goal import WrittenGoal
from tamis.engine import DuckDBEngine
from tamis.errors import DataError, DefinitionError, Issue
from tamis.operations.call import issues_of, read_folder_schema
from tamis.operations.predict.learning_data import LearningData, issues_of_goal, usable_scores
from tamis.progress import Progress


@dataclass(frozen=True)
class LearningFolder(LearningData):
    """A folder in the engine."""

    loaded: LoadedFolder


@contextmanager
def learning_folder(folder: Path, written: WrittenGoal, progress: Progress) -> Iterator[LearningFolder]:
    """Loads all of a folder.

    Raises UsageError without a folder, DefinitionError with every mistake of goal, schema and segments, DataError for a
    file that cannot be read.
    """
    schema, schema_issues = read_folder_schema(folder)
    definitions = read_definitions(_definition_files(folder), check_unreached=False)
    issues = [*written.issues, *schema_issues, *_issues_of_segments(definitions)]
    with DuckDBEngine.open() as engine:
        try:
            loaded = load_folder(
                folder, engine, needs=None, segments=definitions.segments, schema=schema, progress=progress
            )
        except DataError as error:
            if not issues:
                raise
            raise DefinitionError([*issues, *issues_of(error)]) from error
        if written.goal is None or written.source is None:
            raise DefinitionError(issues)
        segments = {segment.key: segment for segment in definitions.segments}
        missing = list(_missing(folder, written.goal.object, loaded))
        issues += missing or issues_of_goal(written, definitions, segments, loaded.catalog, engine)
        if any(issue.severity == "error" for issue in issues):
            raise DefinitionError(sorted(set(issues)))
        scores, messages = usable_scores(written.goal, definitions, segments, loaded.catalog)
        told = (*loaded.messages, *messages)
        yield LearningFolder(engine, loaded.catalog, written.goal, scores, segments, told, loaded)


def _definition_files(folder: Path) -> list[Path]:
    """The folder's own scores and segments, in the order of their names."""
    found: list[Path] = []
    for name in ("scores", "segments"):
        files = sorted(path for path in (folder / name).glob("*.yaml"))
        for path in files:
            check_inside(folder, path, f"{name}/{path.name}")
        found += files
    return found


def _issues_of_segments(definitions: Definitions) -> list[Issue]:
    """A score with mistakes is no feature and no more; a segment with mistakes could be the goal's."""
    return [issue for issue in definitions.issues if Path(issue.file).parent.name == "segments"]


def _missing(folder: Path, object_type: str, loaded: LoadedFolder) -> Iterator[Issue]:
    if object_type not in loaded.objects:
        message = f"The folder has no table of {object_type} records, and there is nothing to learn from without it."
        yield Issue(str(folder), 0, 0, "missing-table", message, "see the tables of a data folder in docs/data.md")
