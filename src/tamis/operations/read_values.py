"""The current values of one published score, as files with the columns of `tamis score`."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from tamis.definitions import Score
from tamis.errors import UsageError
from tamis.operations.output import formula_warning, placed, write_rows
from tamis.operations.published import Published, published_in, read_version
from tamis.operations.targets import refuse_output
from tamis.operations.workspace import Workspace
from tamis.store.application import Standing
from tamis.store.warehouse import Warehouse
from tamis.store.warehouse.values import values_query


@dataclass(frozen=True)
class ReadValues:
    """How many records of which object were written; the instant that their values were computed for (microseconds
    since the epoch, UTC; None without records) and of which version they are.

    `is_frozen`: the score is deactivated, since `deactivated_at` where that is known.
    """

    object: str
    records: int
    computed_at: int | None
    version: int
    messages: tuple[str, ...]
    is_frozen: bool = False
    deactivated_at: int | None = None


def read_values(workspace: Workspace, key: str, *, output: Path | IO[bytes]) -> ReadValues:
    """Writes the values of a published score to a file, by its ending, or as CSV to a stream; of a deactivated one,
    those that it had.

    Raises UsageError for a score that is not published.
    """
    if isinstance(output, Path):
        refuse_output(output)
    published = published_in(workspace)
    frozen = published.deactivated.get(key)
    score = _deactivated_score(frozen) if frozen else published.score(key)
    with workspace.opened() as warehouse:
        [(oldest, at, version)] = warehouse.rows(
            'SELECT min("at"), max("at"), max(version) FROM score_values WHERE score = ?', [key]
        )
        query, columns = values_query(score, warehouse.catalog())
        records, warning = write_values(warehouse, query, columns, output)
        behind = () if frozen else told_if_behind(warehouse, published, score, oldest)
    newest = frozen.version.number if frozen and frozen.version else published.versions.get(key, 0)
    since = frozen.deactivated_at if frozen else None
    return ReadValues(score.object, records, at, version or newest, (*warning, *behind), bool(frozen), since)


def _deactivated_score(standing: Standing) -> Score:
    """The score whose values stay. Raises UsageError for a segment, which has none."""
    read = read_version(standing.version) if standing.version else None
    if not isinstance(read, Score):
        raise UsageError(f'"{standing.key}" is a segment, and only scores have values.')
    return read


def write_values(
    warehouse: Warehouse, query: str, columns: Mapping[str, bool], output: Path | IO[bytes]
) -> tuple[int, tuple[str, ...]]:
    """Writes the rows of a query of values; gives their number, and a warning if a spreadsheet would misread ids."""
    file = output if isinstance(output, Path) else None
    ending = file.suffix if file else ".csv"
    warning = formula_warning(warehouse.engine, query) if ending == ".csv" else ()
    with placed(file) as part:
        records = write_rows(warehouse.engine, query, columns, part, ending=ending)
        if not isinstance(output, Path):
            with part.open("rb") as written:
                shutil.copyfileobj(written, output)
            output.flush()
    return records, warning


def told_if_behind(warehouse: Warehouse, published: Published, score: Score, at: int | None) -> tuple[str, ...]:
    """What to do about values of that instant if they know nothing of what was published or imported since: a command
    was stopped before it came to them."""
    needed = max(published.changed_at(score), warehouse.changed_at or 0)
    is_behind = at is not None and (at < needed or warehouse.one("SELECT EXISTS (FROM warehouse.dirty)"))
    return (_BEHIND.format(score.key),) if is_behind else ()


_BEHIND = "The values are older than what was published or imported since; compute them with: tamis rescore {}"
