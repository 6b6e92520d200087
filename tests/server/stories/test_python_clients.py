"""The official Python clients send to a served workspace that is killed again and again: afterwards it is as if the
same had been imported from files."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from tests.server.clients import given_up, ids, start_client, start_telling
from tests.server.killing import KILLS, SEED, await_some_instant
from tests.server.serving import eventually
from tests.server.stories.company import stored_events, take_files
from tests.server.stories.story import make_story

CLIENTS = [("2.2", "plain"), ("2.2", "gzip"), ("2.3", "plain"), ("2.3", "gzip")]
COUNT = 100 * KILLS


def test_after_any_number_of_kills_the_scores_are_those_of_an_import(served, company, imported, tmp_path):
    chance, now = random.Random(SEED), datetime.now(UTC)
    stories = [make_story("-".join(client), COUNT, now=now, seed=SEED) for client in CLIENTS]
    with served as server:
        clients = [start_telling(server, *client, story) for client, story in zip(CLIENTS, stories, strict=True)]
        strangers = [
            start_client(server, version, "gzip", 12, f"bad-{version}", key="nobody's") for version in ("2.2", "2.3")
        ]
        for _ in range(KILLS):
            await_some_instant(chance)
            server.kill()
            server.start()
        assert [given_up(client) for client in clients] == [{}] * len(clients)
        assert [given_up(client) for client in strangers] == [
            dict.fromkeys(ids(f"bad-{version}", 12), "unknown_key") for version in ("2.2", "2.3")
        ]
        take_files(imported, stories, tmp_path / "files")
        eventually(lambda: server.metrics()["tamis_inbox_depth"] == 0)
        eventually(lambda: company.values() == imported.values())
        before = ("--as-of", (now - timedelta(days=20)).isoformat())
        assert company.values(*before) == imported.values(*before), SEED
        server.stop()
    events = sum(len(story.events()) for story in stories) + 3
    assert stored_events(server.workspace) == (events, events), SEED
