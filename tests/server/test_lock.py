"""Who serves a workspace, as others see it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tamis.errors import UsageError
from tamis.operations.serving import is_served, serving_lock
from tamis.operations.workspace import Workspace, init_workspace

HOLD = """
import sys
from pathlib import Path
from tamis.operations.serving import serving_lock
from tamis.operations.workspace import find_workspace

with serving_lock(find_workspace(Path(sys.argv[1]), Path())):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def workspace(tmp_path) -> Workspace:
    return init_workspace(tmp_path / "w", time_zone="UTC")


def test_a_workspace_is_served_while_a_process_holds_it(workspace):
    assert not is_served(workspace)
    with serving_lock(workspace):
        assert is_served(workspace)
        # Asking does not take it away.
        assert is_served(workspace)
        with pytest.raises(UsageError, match="is served already"), serving_lock(workspace):
            pass
    assert not is_served(workspace)


def test_a_killed_process_serves_no_more(workspace):
    command = [sys.executable, "-c", HOLD, str(workspace.folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        assert is_served(workspace)
        holder.kill()
    assert not is_served(workspace)
    with serving_lock(workspace):
        pass
