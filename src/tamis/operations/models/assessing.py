"""Whether a goal can be learnt yet, told before anything is trained."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from tamis.operations.models.learning import learning_from, published_now
from tamis.operations.rescore import micros_of
from tamis.operations.workspace import Workspace
from tamis.predict.evaluation.readiness import Readiness, readiness
from tamis.predict.evaluation.splits import Rows
from tamis.predict.examples import as_they_stand, find_candidates
from tamis.progress import Progress


@dataclass(frozen=True)
class Assessed:
    """A goal that the data bear out, how much there is to learn it from, and sentences on what is not exact."""

    key: str
    label: str
    object: str
    readiness: Readiness
    notes: tuple[str, ...] = ()


def assess_goal(
    workspace: Workspace, text: str, file: str, *, now: Callable[[], datetime], progress: Progress
) -> Assessed:
    """Counts what a training would learn from. Raises DefinitionError with every mistake of the goal, UsageError for a
    goal that the data cannot tell of."""
    started = micros_of(now())
    progress.step("Reading the goal")
    with workspace.opened() as warehouse:
        learning = learning_from(warehouse, published_now(workspace), file, text)
        last = learning.last_instant()
        as_of = started if last is None else min(last, started)
        progress.step("Counting who reached the goal")
        asking = learning.asking()
        found = find_candidates(asking, learning.goal, as_of)
        now_open = int(as_they_stand(asking, learning.goal, as_of).is_open.sum())
    ready = readiness(Rows(found.record, found.at, found.outcome), open_now=now_open)
    goal = learning.goal
    return Assessed(goal.key, goal.name, goal.object, ready, (*learning.messages, *found.notes))
