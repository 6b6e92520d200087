"""Data to learn from, wherever they lie: the goal held against them, and the scores that may be features."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tamis.compile.bind import Asked, bind, bind_condition
from tamis.compile.catalog import Catalog
from tamis.definitions import Definitions, Score, Segment
from tamis.definitions.goal import Goal, WrittenGoal
from tamis.definitions.goal.naming import ENDINGS
from tamis.engine import DuckDBEngine
from tamis.errors import Issue, UsageError, closest
from tamis.operations.predict.unseen import unseen_values

if TYPE_CHECKING:
    from collections.abc import Collection

    from tamis.predict.examples import Asking


@dataclass(frozen=True)
class LearningData:
    """Data in an engine, whose tables go by their bare names. `scores` are those that can be features of the goal's
    object; `messages` say what else there is to tell."""

    engine: DuckDBEngine
    catalog: Catalog
    goal: Goal
    scores: tuple[Score, ...]
    segments: Mapping[str, Segment]
    messages: tuple[str, ...]

    def asking(self) -> Asking:
        """What conditions on the goal's records are asked of."""
        from tamis.predict.examples import asking_of

        return asking_of(self.engine, self.catalog, self.goal.object, scores=self.scores, segments=self.segments)

    def last_instant(self) -> int | None:
        """The last thing that the data tells of: an event, a change, a creation; None if it tells no instant."""
        shapes = self.catalog.objects.values()
        queries = ["SELECT max(occurred_at) FROM events", *(f"SELECT max(created_at) FROM {s.table}" for s in shapes)]
        # An interval that never began is that before the first change.
        queries += [f"SELECT max(changed_at) FROM {shape.changes}" for shape in shapes if shape.changes]
        found = [row[0] for query in queries if (row := self.engine.sql(query).fetchone()) is not None]
        return max((int(each) for each in found if each is not None), default=None)

    def refuse_unknown(self, kept: Collection[str]) -> None:
        """Raises UsageError for a property that is to be used in any case, and is not there."""
        objects = self.catalog.objects
        known = set(objects[self.goal.object].properties)
        if "company" in objects:
            known |= {f"company.{name}" for name in objects["company"].properties}
        for name in kept:
            if name not in known:
                hint = closest(name, known)
                raise UsageError(f"--keep {name}: there is no such property{f'; {hint}' if hint else ''}.")


def issues_of_goal(
    written: WrittenGoal,
    definitions: Definitions,
    segments: Mapping[str, Segment],
    catalog: Catalog,
    engine: DuckDBEngine,
) -> list[Issue]:
    """What of a goal that was read the data does not bear out: names, types, values; its object is there."""
    found = [*_taken(written, definitions, catalog), *_left_out(written, catalog)]
    found += [*_bound(written, definitions, segments, catalog), *_segment_issues(written, segments, catalog)]
    return found or list(unseen_values(written, catalog, engine))


def usable_scores(
    goal: Goal, definitions: Definitions, segments: Mapping[str, Segment], catalog: Catalog
) -> tuple[tuple[Score, ...], tuple[str, ...]]:
    """The scores of the goal's object that the data bears out, and a message on each of the others."""
    wrong = {issue.file for issue in definitions.issues if issue.severity == "error"}
    usable: list[Score] = []
    messages: list[str] = []
    for score in (each for each in definitions.scores if each.object == goal.object):
        issues = bind([score], segments, definitions.sources, catalog)
        if definitions.source_of(score).file in wrong or any(issue.severity == "error" for issue in issues):
            messages.append(f'Score "{score.key}" has mistakes and is no feature; tamis check tells them.')
        else:
            usable.append(score)
    return tuple(usable), tuple(messages)


def _taken(written: WrittenGoal, definitions: Definitions, catalog: Catalog) -> Iterator[Issue]:
    """A column that the likelihood would share with something else of the same records."""
    goal, source = written.goal, written.source
    assert goal is not None
    assert source is not None
    likelihood, priority = goal.columns
    columns = (likelihood, *(f"{likelihood}{ending}" for ending in ENDINGS if ending != "_priority"), priority)
    scores = {score.key for score in definitions.scores if score.object == goal.object}
    for whose, names in (("property", catalog.objects[goal.object].properties), ("score", scores)):
        taken = next((column for column in columns if column in names), None)
        if taken is not None:
            message = f'Goal "{goal.name}" would write the column {taken}, and there is a {whose} of that name.'
            yield source.issue(("key",), "taken-key", message, "give the goal another key")


def _left_out(written: WrittenGoal, catalog: Catalog) -> Iterator[Issue]:
    goal, source = written.goal, written.source
    assert goal is not None
    assert source is not None
    known = {*catalog.objects[goal.object].properties}
    if "company" in catalog.objects:
        known |= set(catalog.objects["company"].properties)
    known |= {name for properties in catalog.events.values() for name in properties}
    for index, name in enumerate(goal.leave_out):
        if name not in known:
            message = f'Goal "{goal.name}" leaves out {name}; there is no such property.'
            yield source.issue(("leave_out", index), "unknown-property", message, closest(name, known))


def _bound(
    written: WrittenGoal, definitions: Definitions, segments: Mapping[str, Segment], catalog: Catalog
) -> Iterator[Issue]:
    """The names and types of the goal that the data does not bear out."""
    goal, source = written.goal, written.source
    assert goal is not None
    assert source is not None
    types = {name: each.type for name, each in catalog.objects[goal.object].properties.items()}
    asked = {"outcome": goal.outcome_for(types), "open": goal.open_}
    for name, condition in asked.items():
        if condition is not None:
            place = Asked(condition, goal.object, f'Goal "{goal.name}"', (name,), source)
            yield from bind_condition(place, definitions.scores, segments, definitions.sources, catalog)


def _segment_issues(written: WrittenGoal, segments: Mapping[str, Segment], catalog: Catalog) -> Iterator[Issue]:
    goal, source = written.goal, written.source
    assert goal is not None
    assert source is not None
    if goal.segment is None:
        return
    static = catalog.static_segments
    object_type = segments[goal.segment].object if goal.segment in segments else static.get(goal.segment)
    if object_type is None:
        message = f'Goal "{goal.name}" is for the segment {goal.segment}; there is no such segment.'
        known = {*segments, *static}
        hint = closest(goal.segment, known) or (f"segments are {', '.join(sorted(known)[:8])}" if known else "")
        yield source.issue(("segment",), "unknown-segment", message, hint or "leave it out: there are no segments")
    elif object_type != goal.object:
        message = f'Goal "{goal.name}" is for the segment {goal.segment}, which is of {object_type} records.'
        yield source.issue(("segment",), "wrong-object", message, f"use a segment of {goal.object} records")
