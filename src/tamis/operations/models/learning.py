"""A workspace for learning: everything that its warehouse keeps, the goal held against it, and the scores that may be
features."""

from __future__ import annotations

from dataclasses import dataclass

from tamis.definitions.goal import WrittenGoal, read_goal
from tamis.errors import DefinitionError, Issue
from tamis.operations.predict.learning_data import LearningData, issues_of_goal, usable_scores
from tamis.operations.published import Published, read_published
from tamis.operations.workspace import Workspace
from tamis.store.application import open_application
from tamis.store.warehouse import Warehouse


@dataclass(frozen=True)
class LearningWorkspace(LearningData):
    """The warehouse of a workspace, open: `engine` is its session, in which its tables go by their bare names."""

    warehouse: Warehouse


def published_now(workspace: Workspace) -> Published:
    """What is published at the moment."""
    with open_application(workspace.application) as application:
        return read_published(application)


def learning_from(warehouse: Warehouse, published: Published, file: str, text: str) -> LearningWorkspace:
    """Holds a goal's text against the data and what is published; `file` is what its mistakes are told of.

    Raises DefinitionError with every mistake.
    """
    written = read_goal((file, text))
    catalog, segments = warehouse.catalog(), published.segments
    issues = list(written.issues)
    if written.goal is None:
        raise DefinitionError(issues)
    issues += list(_missing(written, warehouse)) or issues_of_goal(
        written, published.definitions, segments, catalog, warehouse.engine
    )
    if any(issue.severity == "error" for issue in issues):
        raise DefinitionError(sorted(set(issues)))
    scores, messages = usable_scores(written.goal, published.definitions, segments, catalog)
    return LearningWorkspace(warehouse.engine, catalog, written.goal, scores, segments, messages, warehouse)


def _missing(written: WrittenGoal, warehouse: Warehouse) -> list[Issue]:
    assert written.goal is not None
    assert written.source is not None
    object_type = written.goal.object
    number = warehouse.objects()[object_type]
    if int(warehouse.one(f"SELECT count(*) FROM warehouse.records_{number}")):
        return []
    message = f"The workspace has no {object_type} records yet, and there is nothing to learn from without them."
    hint = "import some first, or name another object"
    return [written.source.issue(("object",), "no-records", message, hint)]
