"""The official client for Node sends to a served workspace that is killed meanwhile; it is as if the same had been
imported from files."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.server.clients import given_up
from tests.server.serving import ServeProcess, eventually
from tests.server.stories.company import stored_events, take_files
from tests.server.stories.story import PEOPLE, Story, make_story
from tests.server.test_kills import SEED

# Installed there by make, where that could be done.
NODE, MODULES = Path(sys.prefix) / "bin" / "node", Path(sys.prefix) / "analytics-node" / "node_modules"
IS_THERE = NODE.exists() and MODULES.is_dir()
pytestmark = pytest.mark.skipif(
    not IS_THERE and not os.environ.get("CI"),
    reason="the official client for Node is not installed; rm .venv/.node && make .venv/.node tries it again",
)


def start_node(server: ServeProcess, story: Story, key: str = "") -> subprocess.Popen[str]:
    """Returns when it has begun to send a story."""
    file = server.workspace.folder.parent / f"{story.name}.json"
    story.write(file)
    script = Path(__file__).parents[1] / "node" / "tell.cjs"
    client = subprocess.Popen(
        [NODE, script, f"http://127.0.0.1:{server.port}", key or server.key, file],
        env=os.environ | {"NODE_PATH": str(MODULES)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert client.stdout is not None
    assert client.stdout.readline() == "sending\n"
    return client


def test_after_a_restart_every_message_is_there_once_and_the_scores_are_those_of_an_import(
    served, company, imported, tmp_path
):
    now = datetime.now(UTC)
    story, bad = make_story("node", 300, now=now, seed=SEED), make_story("bad", 3 * PEOPLE, now=now, seed=SEED)
    with served as server:
        stranger = start_node(server, bad, key="nobody's")
        assert set(given_up(stranger).values()) == {"[401] Unauthorized"}
        client = start_node(server, story)
        # Waits for what never comes: the instant of the kill must not depend on what the server does.
        threading.Event().wait(random.Random(SEED).uniform(0, 0.3))
        server.kill()
        server.start()
        assert given_up(client) == {}
        take_files(imported, [story], tmp_path / "files")
        eventually(lambda: server.metrics()["tamis_inbox_depth"] == 0)
        eventually(lambda: company.values() == imported.values())
        server.stop()
    events = len(story.events()) + 3
    assert stored_events(server.workspace) == (events, events), SEED
