"""A served workspace on a disk that is full: told, and nothing that was acknowledged is lost."""

from __future__ import annotations

import resource

from tests.server.serving import ServeProcess, eventually
from tests.server.stories.company import Company, stored_events

FORM = {"type": "track", "event": "Form Submitted", "userId": "ann", "properties": {"tries": 2}}


def limit_files(served: ServeProcess, most: int) -> None:
    """Lets no file of the server grow beyond so many bytes, as if the disk had no more room."""
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.prlimit(served.worker, resource.RLIMIT_FSIZE, (most, hard))


def forms(start: int, end: int) -> list[dict[str, object]]:
    return [FORM | {"messageId": str(number)} for number in range(start, end)]


def reasons(served: ServeProcess) -> list[object]:
    told = served.ask("/healthz").said["reasons"]
    assert isinstance(told, list)
    return [reason["part"] for reason in told]


def test_a_full_disk_is_told_and_what_is_sent_again_is_taken_in_once(served: ServeProcess, company: Company):
    with served:
        assert served.send(*forms(0, 100)).status == 200
        limit_files(served, 1)
        refused = served.send(*forms(100, 200))
        assert (refused.status, refused.said["code"]) == (503, "not_stored")
        assert "inbox" in reasons(served)
        limit_files(served, resource.RLIM_INFINITY)
        assert served.send(*forms(0, 200)).status == 200
        eventually(lambda: any(line.startswith("ann,50,") for line in company.values()["interest"]))
        eventually(served.is_ready)
        served.stop()
    assert stored_events(served.workspace) == (203, 203)


def test_a_workspace_that_cannot_grow_takes_in_later_what_was_acknowledged(served: ServeProcess, company: Company):
    with served:
        before = served.workspace.warehouse.stat().st_size
        limit_files(served, 60_000)
        # The first are few enough to be kept; taking them in needs more.
        answers = [served.send(*forms(start, start + 100)).status for start in range(0, 1000, 100)]
        assert set(answers) <= {200, 503}
        assert answers[0] == 200
        eventually(lambda: "keeper" in reasons(served))
        assert "The disk reports an error." in served.ask("/healthz").body.decode()
        assert served.workspace.warehouse.stat().st_size == before
        limit_files(served, resource.RLIM_INFINITY)
        eventually(lambda: served.metrics()["tamis_inbox_depth"] == 0)
        stored = answers.count(200) * 100
        eventually(lambda: any(line.startswith(f"ann,{stored // 4},") for line in company.values()["interest"]))
        served.stop()
    assert stored_events(served.workspace) == (stored + 3, stored + 3)
