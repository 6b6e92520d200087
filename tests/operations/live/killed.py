"""A keeper that is killed before the statement of the warehouse that a test names: `python -m … FOLDER FIRST STEP`.

For each number, from the first on in steps, the branch of the folder `start` is copied, and its keeper, in a process
that forks for it, dies before its statement of that number. The last one comes to its end. Prints the names of the
copies.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.operations.live.branch import Branch

# Of the beginning of the keeper's work.
TIME = datetime(2026, 3, 10, 13, tzinfo=UTC)


def _keep(folder: Path, last: int) -> None:
    branch = Branch(folder, time=TIME, is_there=True)
    engine, left = branch.keeper._warehouse.engine, last
    sql = engine.sql

    def counted(text: str, params: Sequence[object] = ()) -> Any:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return sql(text, params)

    engine.sql = counted  # type: ignore[method-assign]
    branch.keep()
    branch.close()


def _main(folder: Path, last: int, step: int) -> None:
    ended = False
    while not ended:
        copy = shutil.copytree(folder / "start", folder / str(last))
        if child := os.fork():
            ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
            print(last, flush=True)  # noqa: T201 - the test reads it.
        else:
            _keep(copy, last)
            os._exit(0)
        last += step


if __name__ == "__main__":
    _main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
