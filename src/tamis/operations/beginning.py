"""The first steps in a workspace: which are done, and a demo company for who has no data at hand."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tamis.errors import UsageError
from tamis.operations.import_data import Imported, import_data
from tamis.operations.make_demo import make_demo
from tamis.operations.rescore import records_of
from tamis.operations.workspace import Workspace
from tamis.progress import Progress
from tamis.store.application import open_application

# Another seed, another company; this one is that of `tamis demo`.
_SEED = 1
_BRINGING = ("demo", "import")


@dataclass(frozen=True)
class Beginning:
    """How far a workspace is. `drafts`: the keys of the scores that are drafted; `published`: how many scores are.
    `is_bringing`: data is on its way in."""

    records: int
    drafts: tuple[str, ...]
    published: int
    people: int
    is_bringing: bool

    @property
    def is_over(self) -> bool:
        """Whether there is a ranked list to see."""
        return bool(self.records and self.published)


def has_published(workspace: Workspace) -> bool:
    """Whether anything is in use."""
    with open_application(workspace.application) as application:
        return bool(application.published())


def read_beginning(workspace: Workspace) -> Beginning:
    """How far it is."""
    with workspace.opened() as warehouse:
        records = sum(records_of(warehouse, object_type) for object_type in warehouse.objects())
    with open_application(workspace.application) as application:
        jobs = [*application.jobs.list(state="waiting"), *application.jobs.list(state="running")]
        return Beginning(
            records,
            drafts=tuple(draft.key for draft in application.drafts() if draft.kind == "score"),
            published=sum(version.kind == "score" for version in application.published()),
            people=len(application.people.list()),
            is_bringing=any(job.kind in _BRINGING for job in jobs),
        )


def bring_demo(workspace: Workspace, *, contacts: int, now: Callable[[], datetime], progress: Progress) -> Imported:
    """Makes a demo company and imports it. Raises UsageError for a workspace that holds records already."""
    with workspace.opened() as warehouse:
        if any(records_of(warehouse, object_type) for object_type in warehouse.objects()):
            raise UsageError("The workspace holds records already; the demo company would be mixed with them.")
    with tempfile.TemporaryDirectory(prefix="tamis-") as folder:
        company = Path(folder) / "demo"
        make_demo(company, contacts=contacts, events=None, seed=_SEED, now=now, progress=progress)
        return import_data(workspace, company, now=now, progress=progress)
