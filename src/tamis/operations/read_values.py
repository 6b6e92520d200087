"""The current values of one published score, as files with the columns of `tamis score`."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from tamis.operations.output import formula_warning, placed, write_rows
from tamis.operations.published import read_published
from tamis.operations.targets import refuse_output
from tamis.operations.workspace import Workspace
from tamis.store.application import open_application
from tamis.store.warehouse import open_warehouse
from tamis.store.warehouse.values import values_query


@dataclass(frozen=True)
class ReadValues:
    """How many records of which object were written; when their values were computed (microseconds since the epoch,
    UTC; None without records) and of which version they are."""

    object: str
    records: int
    computed_at: int | None
    version: int
    messages: tuple[str, ...]


def read_values(workspace: Workspace, key: str, *, output: Path | IO[bytes]) -> ReadValues:
    """Writes the values of a published score to a file, by its ending, or as CSV to a stream.

    Raises UsageError for a score that is not published or has no values.
    """
    file = output if isinstance(output, Path) else None
    if file is not None:
        refuse_output(file)
    with open_application(workspace.application) as application:
        published = read_published(application)
    score = published.score(key)
    ending = file.suffix if file else ".csv"
    with open_warehouse(workspace.warehouse) as warehouse, placed(file) as part:
        [(at, version)] = warehouse.rows('SELECT min("at"), max(version) FROM score_values WHERE score = ?', [key])
        query, columns = values_query(score, warehouse.catalog())
        warning = formula_warning(warehouse.engine, query) if ending == ".csv" else ()
        records = write_rows(warehouse.engine, query, columns, part, ending=ending)
        if not isinstance(output, Path):
            with part.open("rb") as written:
                shutil.copyfileobj(written, output)
            output.flush()
    behind = _BEHIND.format(key) if at is not None and at < published.changed_at(score) else ""
    return ReadValues(
        score.object, records, at, version or published.versions[key], (*warning, *filter(None, [behind]))
    )


# A publication was stopped before its values were kept.
_BEHIND = "These values are older than what is published; compute them with: tamis rescore {}"
