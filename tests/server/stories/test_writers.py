"""Many who write about one contact at the same time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from tests.server.serving import ServeProcess, eventually
from tests.server.stories.company import Company, history_of, stored_events

WRITERS, REQUESTS, MESSAGES = 50, 4, 5
# By the rules of the company: a quarter of a point for each form.
FORM = {"type": "track", "event": "Form Submitted", "userId": "ann", "properties": {"tries": 2}}
ALL = WRITERS * REQUESTS * MESSAGES


def test_fifty_parallel_writers_on_one_contact_add_up_exactly(served: ServeProcess, company: Company):
    def write(writer: int) -> set[int]:
        answers = set()
        for request in range(REQUESTS):
            # What one writer sends last, another one sends too.
            first = (writer * REQUESTS + request) * MESSAGES
            sent = [FORM | {"messageId": str((first + each) % ALL)} for each in range(MESSAGES + 1)]
            answers.add(served.send(*sent).status)
        return answers

    with served, ThreadPoolExecutor(WRITERS) as writers:
        assert set().union(*writers.map(write, range(WRITERS))) == {200}
        eventually(lambda: served.metrics()["tamis_inbox_depth"] == 0)
        eventually(lambda: any(line.startswith(f"ann,{ALL // 4},") for line in company.values()["interest"]))
        served.stop()
    assert stored_events(served.workspace) == (ALL + 3, ALL + 3)
    changes = history_of("ann", served.workspace)
    # Each change begins where the last one ended.
    assert [before for before, _ in changes[1:]] == [after for _, after in changes[:-1]]
    assert changes[-1][1] == ALL // 4 * 1_000_000
