"""The implementations that the specification tests run against, each as `evaluate(folder, definitions, as_of) -> rows`.

A row is a mapping with the columns of `tamis score`: `id` and tiers are texts, points are `Decimal`, null is `None`.
"""

import csv
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from tests.spec import interpreter

Rows = list[dict[str, object]]
Evaluate = Callable[[Path, list[Path], int], Rows]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def text_of_instant(instant: int) -> str:
    """The instant (microseconds since 1970, UTC) as `--as-of` takes it."""
    return (_EPOCH + timedelta(microseconds=instant)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def by_interpreter(folder: Path, definitions: list[Path], as_of: int) -> Rows:
    return interpreter.score_folder(folder, definitions, as_of).rows


def by_command_line(folder: Path, definitions: list[Path], as_of: int) -> Rows:
    output = folder.parent / "out.csv"
    named = [argument for path in definitions for argument in ("--definition", str(path))]
    command = [sys.executable, "-m", "tamis", "score", "--data", str(folder), *named]
    command += ["--as-of", text_of_instant(as_of), "--output", str(output)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return list(read_scores(output))


def read_scores(path: Path) -> Iterator[dict[str, object]]:
    """The rows of a written CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield {column: _value(column, cell) for column, cell in row.items()}


def _value(column: str, cell: str) -> object:
    if column == "id":
        return cell
    if not cell:
        return None
    return cell if column.endswith("_tier") else Decimal(cell)


IMPLEMENTATIONS: dict[str, Evaluate] = {"interpreter": by_interpreter}
ON_THE_COMMAND_LINE: dict[str, Evaluate] = {"command line": by_command_line}
