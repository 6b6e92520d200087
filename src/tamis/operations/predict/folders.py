"""A data folder for learning: everything in it, the goal held against it, and the scores that may be features."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tamis.compile.bind import Asked, bind, bind_condition
from tamis.connectors.files import LoadedFolder, load_folder
from tamis.connectors.files.folder import check_inside
from tamis.definitions import Definitions, Score, Segment, read_definitions
from tamis.definitions.goal import Goal, WrittenGoal
from tamis.engine import DuckDBEngine
from tamis.errors import DataError, DefinitionError, Issue, closest
from tamis.operations.call import issues_of, read_folder_schema
from tamis.progress import Progress

if TYPE_CHECKING:
    from tamis.predict.examples import Asking


@dataclass(frozen=True)
class LearningFolder:
    """A folder in the engine. `scores` are those of its `scores/` that can be features of the goal's object; `messages`
    say what else there is to tell."""

    engine: DuckDBEngine
    loaded: LoadedFolder
    goal: Goal
    scores: tuple[Score, ...]
    segments: Mapping[str, Segment]
    messages: tuple[str, ...]

    def asking(self) -> Asking:
        """What conditions on the goal's records are asked of."""
        from tamis.predict.examples import asking_of

        catalog = self.loaded.catalog
        return asking_of(self.engine, catalog, self.goal.object, scores=self.scores, segments=self.segments)

    def last_instant(self) -> int | None:
        """The last thing that the data tells of: an event, a change, a creation; None if it tells no instant."""
        catalog = self.loaded.catalog
        shapes = catalog.objects.values()
        queries = ["SELECT max(occurred_at) FROM events", *(f"SELECT max(created_at) FROM {s.table}" for s in shapes)]
        # An interval that never began is that before the first change.
        queries += [f"SELECT max(changed_at) FROM {shape.changes}" for shape in shapes if shape.changes]
        found = [row[0] for query in queries if (row := self.engine.sql(query).fetchone()) is not None]
        return max((int(each) for each in found if each is not None), default=None)


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
        issues += [*_missing(folder, written, loaded), *_bound(written, definitions, segments, loaded)]
        if any(issue.severity == "error" for issue in issues):
            raise DefinitionError(sorted(set(issues)))
        scores, messages = _usable_scores(written.goal, definitions, segments, loaded)
        yield LearningFolder(engine, loaded, written.goal, scores, segments, (*loaded.messages, *messages))


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


def _missing(folder: Path, written: WrittenGoal, loaded: LoadedFolder) -> Iterator[Issue]:
    goal, source = written.goal, written.source
    assert goal is not None
    assert source is not None
    if goal.object not in loaded.objects:
        message = f"The folder has no table of {goal.object} records, and there is nothing to learn from without it."
        yield Issue(str(folder), 0, 0, "missing-table", message, "see the tables of a data folder in docs/data.md")
        return
    known = {*loaded.catalog.objects[goal.object].properties}
    if any(shape == "company" for shape in loaded.objects):
        known |= set(loaded.catalog.objects["company"].properties)
    known |= {name for properties in loaded.catalog.events.values() for name in properties}
    for index, name in enumerate(goal.leave_out):
        if name not in known:
            message = f'Goal "{goal.name}" leaves out {name}; there is no such property.'
            yield source.issue(("leave_out", index), "unknown-property", message, closest(name, known))


def _bound(
    written: WrittenGoal, definitions: Definitions, segments: Mapping[str, Segment], loaded: LoadedFolder
) -> Iterator[Issue]:
    """The names and types of the goal that the data does not bear out."""
    goal, source = written.goal, written.source
    assert goal is not None
    assert source is not None
    if goal.object not in loaded.objects:
        return
    types = {name: each.type for name, each in loaded.catalog.objects[goal.object].properties.items()}
    asked = {"outcome": goal.outcome_for(types), "open": goal.open_}
    for name, condition in asked.items():
        if condition is not None:
            place = Asked(condition, goal.object, f'Goal "{goal.name}"', (name,), source)
            yield from bind_condition(place, definitions.scores, segments, definitions.sources, loaded.catalog)
    yield from _segment_issues(written, segments, loaded)


def _segment_issues(written: WrittenGoal, segments: Mapping[str, Segment], loaded: LoadedFolder) -> Iterator[Issue]:
    goal, source = written.goal, written.source
    assert goal is not None
    assert source is not None
    if goal.segment is None:
        return
    static = loaded.catalog.static_segments
    object_type = segments[goal.segment].object if goal.segment in segments else static.get(goal.segment)
    if object_type is None:
        message = f'Goal "{goal.name}" is for the segment {goal.segment}; there is no such segment.'
        yield source.issue(("segment",), "unknown-segment", message, closest(goal.segment, {*segments, *static}))
    elif object_type != goal.object:
        message = f'Goal "{goal.name}" is for the segment {goal.segment}, which is of {object_type} records.'
        yield source.issue(("segment",), "wrong-object", message, f"use a segment of {goal.object} records")


def _usable_scores(
    goal: Goal, definitions: Definitions, segments: Mapping[str, Segment], loaded: LoadedFolder
) -> tuple[tuple[Score, ...], tuple[str, ...]]:
    """The scores of the goal's object that the data bears out, and a message on each of the others."""
    wrong = {issue.file for issue in definitions.issues if issue.severity == "error"}
    usable: list[Score] = []
    messages: list[str] = []
    for score in (each for each in definitions.scores if each.object == goal.object):
        issues = bind([score], segments, definitions.sources, loaded.catalog)
        if definitions.source_of(score).file in wrong or any(issue.severity == "error" for issue in issues):
            messages.append(f'Score "{score.key}" has mistakes and is no feature; tamis check tells them.')
        else:
            usable.append(score)
    return tuple(usable), tuple(messages)
