"""Processes that die before a statement of the warehouse, one process for each statement that a test names."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tamis.engine import DuckDBEngine


def die_before(number: int) -> None:
    """Has this process killed when it comes to its statement of that number, counted from now on."""
    sql, left = DuckDBEngine.sql, number

    def counted(self: DuckDBEngine, text: str, params: Sequence[object] = ()) -> Any:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return sql(self, text, params)

    DuckDBEngine.sql = counted  # type: ignore[method-assign]


def die_at_each(act: Callable[[Path, int], object], start: Path, *, first: int, step: int) -> None:
    """For each number, from the first on in steps: copies `start`, a file or folder, to that name, and has a child do
    `act` of the copy and the number, until a child comes to its end. Prints the names of the copies.

    This process must have loaded everything and opened nothing: it forks.
    """
    number, has_ended = first, False
    while not has_ended:
        copy = start.with_name(f"{number}{start.suffix}")
        (shutil.copytree if start.is_dir() else shutil.copy)(start, copy)
        if child := os.fork():
            code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            # A child that fails has told why; it was not killed, and the next one would fail too.
            if code not in (0, -signal.SIGKILL):
                sys.exit(code)
            has_ended = code == 0
            print(copy.name, flush=True)  # noqa: T201 - the test reads it.
        else:
            act(copy, number)
            os._exit(0)
        number += step


def killed_and_ended(*program: str) -> tuple[list[str], str]:
    """The copies that such a program (the words behind `python`) left behind: those of the killed, and the last one."""
    root = Path(__file__).parents[1]
    done = subprocess.run([sys.executable, *program], stdout=subprocess.PIPE, text=True, check=True, cwd=root)
    *killed, ended = done.stdout.split()
    return killed, ended
