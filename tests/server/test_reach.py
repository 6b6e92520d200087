"""By which names the server is reached, and how it is guarded behind a proxy that speaks HTTPS."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tamis.errors import UsageError
from tamis.operations.workspace import init_workspace
from tamis.server.reach import reach_of

_CHECKS = """
import sys
from pathlib import Path
from tamis.server.django_settings import set_up_django
from tamis.server.reach import reach_of
folder = Path(sys.argv[1])
database = {"ENGINE": "django.db.backends.sqlite3", "NAME": folder / "application.sqlite3"}
set_up_django(folder, database, reach_of("127.0.0.1", "127.0.0.1", sys.argv[2]))
import django
django.setup()
from django.core.checks import run_checks
print(*[check.id for check in run_checks(include_deployment_checks=True)])
"""


def test_a_server_of_this_machine_answers_to_its_own_names_only() -> None:
    hosts = reach_of("127.0.0.1", "127.0.0.1").hosts
    assert {"localhost", "127.0.0.1"} <= set(hosts)
    assert "*" not in hosts


def test_one_that_listens_everywhere_answers_to_any_name_unless_it_is_told_which() -> None:
    assert reach_of("0.0.0.0", "0.0.0.0").hosts == ("*",)
    hosts = reach_of("0.0.0.0", "0.0.0.0", "https://tamis.example.com/").hosts
    assert "tamis.example.com" in hosts
    assert "*" not in hosts


@pytest.mark.parametrize("url", ["tamis.example.com", "ftp://x.example", "https://", "https://x.example/path?a=1"])
def test_what_is_no_address_is_told(url: str) -> None:
    with pytest.raises(UsageError, match="is no address of the server; write one such as https"):
        reach_of("127.0.0.1", "127.0.0.1", url)


def test_behind_https_django_finds_nothing_to_guard_better(tmp_path: Path) -> None:
    folder = init_workspace(tmp_path / "work", time_zone="UTC").folder
    command = [sys.executable, "-c", _CHECKS, str(folder), "https://tamis.example.com"]
    # What the tests of pages need is nothing for a server.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO")}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert (done.stdout.strip(), done.returncode) == ("", 0), done.stdout + done.stderr
