"""The official Python clients send to a served workspace that is killed again and again: afterwards it is as if the
same had been imported from files.

`TAMIS_KILLS=50` kills more often.
"""

from __future__ import annotations

import random
import threading
from datetime import UTC, datetime, timedelta

import duckdb

from tamis.operations.workspace import init_workspace
from tests.server.clients import given_up, ids, start_client, start_telling
from tests.server.serving import ServeProcess, eventually
from tests.server.stories.company import Company
from tests.server.stories.story import make_story, write_files
from tests.server.test_kills import KILLS, LATEST, SEED, SOONEST

CLIENTS = [("2.2", "plain"), ("2.2", "gzip"), ("2.3", "plain"), ("2.3", "gzip")]
COUNT = 150 * KILLS


def imported(stories, folder) -> Company:
    """Another workspace, into which files say the same."""
    write_files(stories, folder / "files")
    company = Company(init_workspace(folder / "imported", time_zone="UTC"), folder)
    company.begin()
    company.do("import", str(folder / "files"), "--max-rejects", "0")
    for story in stories:
        for kept, other in story.merged:
            company.do("merge", kept, other)
    # The merges do that too; the scores must not depend on it.
    company.do("rescore")
    return company


def test_after_any_number_of_kills_the_scores_are_those_of_an_import(tmp_path):
    chance, now = random.Random(SEED), datetime.now(UTC)
    stories = [make_story("-".join(client), COUNT, now=now, seed=SEED) for client in CLIENTS]
    with ServeProcess(tmp_path / "served") as server:
        company = Company(server.workspace, tmp_path)
        company.begin()
        clients = [start_telling(server, *client, story) for client, story in zip(CLIENTS, stories, strict=True)]
        strangers = [
            start_client(server, version, "gzip", 12, f"bad-{version}", key="nobody's") for version in ("2.2", "2.3")
        ]
        for _ in range(KILLS):
            # Waits for what never comes: the instant of the kill must not depend on what the server does.
            threading.Event().wait(chance.uniform(SOONEST, LATEST))
            server.kill()
            server.start()
        assert [given_up(client) for client in clients] == [{}] * len(clients)
        assert [given_up(client) for client in strangers] == [
            dict.fromkeys(ids(f"bad-{version}", 12), "unknown_key") for version in ("2.2", "2.3")
        ]
        expected = imported(stories, tmp_path)
        eventually(lambda: server.metrics()["tamis_inbox_depth"] == 0)
        eventually(lambda: company.values() == expected.values())
        before = ("--as-of", (now - timedelta(days=20)).isoformat())
        assert company.values(*before) == expected.values(*before), SEED
        server.stop()
    with duckdb.connect(str(server.workspace.warehouse), read_only=True) as warehouse:
        stored = warehouse.execute("SELECT count(*), count(DISTINCT key) FROM events").fetchone()
    events = sum(len(story.events()) for story in stories) + 3
    assert stored == (events, events), SEED
