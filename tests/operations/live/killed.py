"""A keeper that is killed before the statement of the warehouse that a test names: `python -m … FOLDER FIRST STEP`.

For each number, from the first on in steps, the branch of the folder `start` is copied.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from tests.dying import die_at_each, die_before
from tests.operations.live.branch import Branch

# Of the beginning of the keeper's work.
TIME = datetime(2026, 3, 10, 13, tzinfo=UTC)


def _keep(folder: Path, number: int) -> None:
    branch = Branch(folder, time=TIME, is_there=True)
    die_before(number)
    branch.keep()
    branch.close()


if __name__ == "__main__":
    die_at_each(_keep, Path(sys.argv[1]) / "start", first=int(sys.argv[2]), step=int(sys.argv[3]))
