"""The official clients, as processes of their own: both versions of the one for Python, and the one for Node."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.server.process import ServerProcess
from tests.server.stories.story import Story, Told

# Installed there by make, from their own locks.
FOLDERS = {version: Path(sys.prefix) / f"segment-{version}" for version in ("2.2", "2.3")}
# Installed there by make, where that could be done.
NODE, NODE_MODULES = Path(sys.prefix) / "bin" / "node", Path(sys.prefix) / "analytics-node" / "node_modules"

# One of each kind, with what is awkward about it.
_KINDS: list[tuple[str, dict[str, Any]]] = [
    ("identify", {"user_id": 7, "traits": {"email": None, "plan": "pro"}}),
    ("track", {"user_id": "7", "event": "Form Submitted", "properties": {"form_name": "Demo"}}),
    ("page", {"user_id": "7", "category": "Shop", "name": "Pricing", "properties": {"url": "https://example.com/"}}),
    ("screen", {"anonymous_id": "a", "name": "Home"}),
    ("group", {"user_id": "7", "group_id": 42, "traits": {"name": "Acme"}}),
    ("alias", {"previous_id": "a", "user_id": "7"}),
]


def start_client(
    server: ServerProcess, version: str, encoding: str, count: int, prefix: str, key: str = ""
) -> subprocess.Popen[str]:
    """Returns when it has begun to send so many messages, of all kinds, as of now."""
    kinds = zip(ids(prefix, count), itertools.cycle(_KINDS), strict=False)
    story = Story(prefix, [Told(kind, said | {"message_id": id}) for id, (kind, said) in kinds])
    return start_telling(server, version, encoding, story, key)


def start_telling(
    server: ServerProcess, version: str, encoding: str, story: Story, key: str = ""
) -> subprocess.Popen[str]:
    """Returns when it has begun to send a story."""
    folder, script = FOLDERS[version], Path(__file__).with_name("tell.py")
    assert folder.is_dir(), f"{folder} is not there; make .venv/.tools installs it"
    # The last slash is left away by the client itself.
    asked = [f"http://127.0.0.1:{server.port}/", key or server.key, encoding, str(_written(server, story))]
    return _sending([sys.executable, "-W", "ignore", str(script), *asked], PYTHONPATH=str(folder))


def start_node(server: ServerProcess, story: Story, key: str = "") -> subprocess.Popen[str]:
    """The client for Node; returns when it has begun to send a story."""
    script = Path(__file__).parent / "node" / "tell.cjs"
    asked = [f"http://127.0.0.1:{server.port}", key or server.key, str(_written(server, story))]
    return _sending([str(NODE), str(script), *asked], NODE_PATH=str(NODE_MODULES))


def _written(server: ServerProcess, story: Story) -> Path:
    file = server.file.parent / f"{story.name}.json"
    story.write(file)
    return file


def _sending(command: list[str], **environment: str) -> subprocess.Popen[str]:
    client = subprocess.Popen(
        command, env=os.environ | environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert client.stdout is not None
    assert client.stdout.readline() == "sending\n"
    return client


def given_up(client: subprocess.Popen[str]) -> dict[str, str]:
    """Waits until all is sent; the ids of what the client gave up, with the code that it was told."""
    output, _ = client.communicate(timeout=300)
    assert client.returncode == 0
    told: dict[str, str] = json.loads(output)
    return told


def ids(prefix: str, count: int) -> list[str]:
    """What a client sends."""
    return [f"{prefix}-{number}" for number in range(count)]
