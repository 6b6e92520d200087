"""The official client for Node sends to a served workspace that is killed meanwhile; it is as if the same had been
imported from files."""

from __future__ import annotations

import os
import random
from datetime import UTC, datetime

import pytest

from tests.server.clients import NODE, NODE_MODULES, given_up, start_node
from tests.server.killing import SEED, await_some_instant
from tests.server.serving import eventually
from tests.server.stories.company import stored_events, take_files
from tests.server.stories.story import PEOPLE, make_story

IS_THERE = NODE.exists() and NODE_MODULES.is_dir()
pytestmark = pytest.mark.skipif(
    not IS_THERE and not os.environ.get("CI"),
    reason="the official client for Node is not installed; rm .venv/.node && make .venv/.node tries it again",
)


# It sends all it has at once, so each kill needs a story of its own.
STORIES = int(os.environ.get("TAMIS_KILLS", "1"))


def test_after_any_number_of_kills_every_message_is_there_once_and_the_scores_are_those_of_an_import(
    served, company, imported, tmp_path
):
    chance, now = random.Random(SEED), datetime.now(UTC)
    bad = make_story("bad", 3 * PEOPLE, now=now, seed=SEED)
    stories = [make_story(f"node{i}", 300, now=now, seed=SEED) for i in range(STORIES)]
    with served as server:
        stranger = start_node(server, bad, key="nobody's")
        assert set(given_up(stranger).values()) == {"[401] Unauthorized"}
        for story in stories:
            client = start_node(server, story)
            await_some_instant(chance, 0, 0.3)
            server.kill()
            server.start()
            assert given_up(client) == {}, SEED
        take_files(imported, stories, tmp_path / "files")
        eventually(lambda: server.metrics()["tamis_inbox_depth"] == 0)
        eventually(lambda: company.values() == imported.values())
        server.stop()
    events = sum(len(story.events()) for story in stories) + 3
    assert stored_events(server.workspace) == (events, events), SEED
