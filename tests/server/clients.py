"""Both versions of the official client, as processes of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.server.process import ServerProcess

# Installed there by make, from their own locks.
FOLDERS = {version: Path(sys.prefix) / f"segment-{version}" for version in ("2.2", "2.3")}


def start_client(
    server: ServerProcess, version: str, encoding: str, count: int, prefix: str, key: str = ""
) -> subprocess.Popen[str]:
    """Returns when it has begun to send."""
    folder = FOLDERS[version]
    assert folder.is_dir(), f"{folder} is not there; make .venv/.tools installs it"
    script = Path(__file__).with_name("official_client.py")
    # Its last slash is left away by the client itself.
    asked = [f"http://127.0.0.1:{server.port}/", key or server.key, encoding, str(count), prefix]
    client = subprocess.Popen(
        [sys.executable, "-W", "ignore", str(script), *asked],
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
