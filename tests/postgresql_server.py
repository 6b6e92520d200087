"""A PostgreSQL server of the tests' own, started when the first test asks for one."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg
import pytest

_PASSWORD = "p/w@rd"
_ESCAPED = "p%2Fw%40rd"
_numbers = count(1)


@dataclass(frozen=True)
class PostgresqlServer:
    """A server that listens on a socket in a folder, and on nothing else; user and password are `tamis`, `p/w@rd`."""

    programs: Path
    folder: Path
    user: str | None = field(repr=False)

    def url(self, database: str, *, user: str = "tamis", password: str = _ESCAPED) -> str:
        return f"postgresql://{user}:{password}@/{database}?host={self.folder}"

    def new_database(self, options: str = "") -> str:
        """An empty database; gives its address."""
        name = f"test_{os.getpid()}_{next(_numbers)}"
        self.do(f'CREATE DATABASE "{name}" {options}')
        return self.url(name)

    def do(self, statement: str, url: str = "") -> list[tuple]:
        with psycopg.connect(url or self.url("postgres"), autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def restart(self) -> None:
        """Breaks every connection."""
        self._run("pg_ctl", "restart", "--mode=fast", "--wait", f"--log={self.folder / 'log'}", *self._data)

    def start(self) -> None:
        password = self.folder / "password"
        password.write_text(_PASSWORD, encoding="utf-8")
        password.chmod(0o644)
        made = ["--no-sync", "--username=tamis", f"--pwfile={password}", "--auth=scram-sha-256"]
        self._run("initdb", *self._data, "--encoding=UTF8", "--locale=C", *made)
        # What is killed is always a client; the data of the server end with the tests.
        settings = f"-c listen_addresses= -c unix_socket_directories={self.folder} -c fsync=off -c shared_buffers=16MB"
        self._run("pg_ctl", "start", "--wait", f"--log={self.folder / 'log'}", f"--options={settings}", *self._data)

    def stop(self) -> None:
        self._run("pg_ctl", "stop", "--mode=immediate", "--wait", *self._data)

    @property
    def _data(self) -> list[str]:
        return [f"--pgdata={self.folder / 'data'}"]

    def _run(self, program: str, *arguments: str) -> None:
        # Not captured by pipes: the server would hold them open for as long as it runs.
        with (self.folder / "said").open("ab") as said:
            command = [str(self.programs / program), *arguments]
            ended = subprocess.run(
                command,
                cwd=self.folder,
                user=self.user,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                check=False,
            )
        assert ended.returncode == 0, (self.folder / "said").read_text(encoding="utf-8")


@contextmanager
def running_server() -> Iterator[PostgresqlServer]:
    """Skips where PostgreSQL is not installed; on a build machine it has to be."""
    programs = _programs()
    if programs is None:
        reason = "PostgreSQL is not installed (Debian, Ubuntu: apt-get install postgresql)"
        assert "CI" not in os.environ, reason
        pytest.skip(reason)
    # Not in pytest's own folder, which only its user may enter; and a socket has a short path.
    with tempfile.TemporaryDirectory(prefix="tamis-pg-") as name:
        user = _other_user()
        if user is not None:
            shutil.chown(name, user)
        server = PostgresqlServer(programs, Path(name), user)
        server.start()
        try:
            yield server
        finally:
            server.stop()


def _programs() -> Path | None:
    """Where initdb is: Debian keeps it off the path."""
    found = shutil.which("initdb")
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return Path(found).resolve().parent if found else folders[-1].parent if folders else None


def _other_user() -> str | None:
    """PostgreSQL does not run as root."""
    if os.geteuid() != 0:
        return None
    users = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in users else "nobody"
