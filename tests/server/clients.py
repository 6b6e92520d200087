"""Both versions of the official client, as processes of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.server.process import ServerProcess
from tests.server.stories.story import Story

# Installed there by make, from their own locks.
FOLDERS = {version: Path(sys.prefix) / f"segment-{version}" for version in ("2.2", "2.3")}


def start_client(
    server: ServerProcess, version: str, encoding: str, count: int, prefix: str, key: str = ""
) -> subprocess.Popen[str]:
    """Returns when it has begun to send."""
    asked = [key or server.key, encoding, str(count), prefix]
    return _started(server, version, Path(__file__).with_name("official_client.py"), asked)


def start_telling(server: ServerProcess, version: str, encoding: str, story: Story) -> subprocess.Popen[str]:
    """Returns when it has begun to send a story."""
    file = server.file.parent / f"{story.name}.json"
    story.write(file)
    script = Path(__file__).parent / "stories" / "tell.py"
    return _started(server, version, script, [server.key, encoding, str(file)])


def _started(server: ServerProcess, version: str, script: Path, asked: list[str]) -> subprocess.Popen[str]:
    folder = FOLDERS[version]
    assert folder.is_dir(), f"{folder} is not there; make .venv/.tools installs it"
    client = subprocess.Popen(
        # The last slash is left away by the client itself.
        [sys.executable, "-W", "ignore", str(script), f"http://127.0.0.1:{server.port}/", *asked],
        env=os.environ | {"PYTHONPATH": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
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
