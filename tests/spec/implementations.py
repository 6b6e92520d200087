"""The implementations that the specification tests run against, each as `evaluate(folder, definitions, as_of) -> rows`;
those that know engagement resets take `resets` too.

A row is a mapping with the columns of `tamis score`: `id` and tiers are texts, points are `Decimal`, null is `None`.
"""

import csv
import io
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from tamis.cli.shell import run
from tamis.compile.score import compile_scores
from tamis.engine.sql import duckdb_sql
from tamis.operations.call import load_call, read_call
from tamis.progress import NullProgress
from tests.engines import empty_engine
from tests.spec import interpreter
from tests.spec.resets import Resets, with_resets
from tests.spec.sqlite_engine import by_sqlite

Rows = list[dict[str, object]]
Evaluate = Callable[..., Rows]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def text_of_instant(instant: int) -> str:
    """The instant (microseconds since 1970, UTC) as `--as-of` takes it."""
    return (_EPOCH + timedelta(microseconds=instant)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def by_interpreter(folder: Path, definitions: list[Path], as_of: int, resets: Resets | None = None) -> Rows:
    return interpreter.score_folder(folder, definitions, as_of, resets).rows


@dataclass(frozen=True)
class Scored:
    """The rows, and the (file, line, column) of everything that went to the rejects file."""

    rows: Rows
    told: list[tuple[str, int, str]]


def score_on_duckdb(
    folder: Path,
    definitions: list[Path],
    as_of: int,
    resets: Resets | None = None,
    *,
    threads: int | None = None,
) -> Scored:
    """What `tamis score` does, in this process and without the files."""
    call = read_call(folder, definitions)
    with empty_engine(threads=threads) as engine:
        loaded = load_call(call, engine, as_of, NullProgress())
        expression = compile_scores(call.scores, call.segments, with_resets(loaded.catalog, engine, resets))
        cursor = engine.sql(duckdb_sql(expression, as_of))
        columns = [column[0] for column in cursor.description]
        rows = [dict(zip(columns, map(_points, row), strict=True)) for row in cursor.fetchall()]
        loaded.rejects.write(folder.parent / "rejects.csv")
    return Scored(sorted(rows, key=lambda row: row["id"]), list(_told(folder.parent / "rejects.csv")))


def by_duckdb(folder: Path, definitions: list[Path], as_of: int, resets: Resets | None = None) -> Rows:
    return score_on_duckdb(folder, definitions, as_of, resets).rows


def _points(value: object) -> object:
    """Points come out of the expression in millionths."""
    return Decimal(value).scaleb(-6) if isinstance(value, int) else value


def _told(path: Path) -> Iterator[tuple[str, int, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield row["file"], int(row["line"]), row["column"]


def by_command_line(folder: Path, definitions: list[Path], as_of: int) -> Rows:
    output = folder.parent / "out.csv"
    named = [argument for path in definitions for argument in ("--definition", str(path))]
    command = ["score", "--data", str(folder), *named, "--as-of", text_of_instant(as_of), "--output", str(output)]
    with redirect_stderr(io.StringIO()) as said:
        code = run(command)
    assert code == 0, said.getvalue()
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


IMPLEMENTATIONS: dict[str, Evaluate] = {"interpreter": by_interpreter, "duckdb": by_duckdb, "sqlite": by_sqlite}
ON_THE_COMMAND_LINE: dict[str, Evaluate] = {"command line": by_command_line}
