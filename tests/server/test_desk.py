"""Who waits for a job holds no thread of a process that is to end."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from tamis.operations.access import TAMIS
from tamis.operations.verbs import Rescore
from tamis.operations.workspace import Workspace
from tamis.server.desk import Desk, Lent
from tamis.server.reach import Reach
from tamis.store.application import open_application


def test_a_job_is_left_to_the_next_process_where_this_one_is_to_end(tmp_path: Path) -> None:
    place, lent = Workspace(tmp_path, "UTC"), cast("Lent", None)
    looks = iter([False, True])
    desk = Desk(
        place, lambda: None, lambda: None, lambda: datetime.now(UTC), lent, Reach(), is_ending=lambda: next(looks)
    )
    assert desk.do(Rescore("lead"), TAMIS, within=60) is None
    assert next(looks, None) is None
    with open_application(place.application) as application:
        assert [job.state for job in application.jobs.list()] == ["waiting"]
