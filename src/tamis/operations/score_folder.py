"""Scores the records of a data folder (data.md, "One-shot commands"). Nothing is stored but the files asked for."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO

from tamis.connectors.files import LoadedFolder, RejectReason, Rejects
from tamis.engine import DuckDBEngine
from tamis.operations.call import EPOCH, Call, files_of_segments, load_call, read_as_of, read_call
from tamis.operations.kept_queries import ScoreQuery
from tamis.operations.output import formula_warning, placed, replacing, write_rows
from tamis.operations.score_queries import queries_of
from tamis.operations.targets import Targets, choose_targets, refuse_inputs
from tamis.progress import Progress


@dataclass(frozen=True)
class Scored:
    """What a scoring run came to: how many records of which object, as of when, and how many rows and cells of the data
    were rejected (`rejected_cells`: how many of these are cells, whose rows were taken), mostly for these `reasons`."""

    object: str
    records: int
    as_of: datetime
    is_as_of_now: bool
    output: Path | None
    rejected: int
    rejected_cells: int
    rejects_file: Path | None
    messages: tuple[str, ...]
    reasons: tuple[RejectReason, ...] = ()


def score_folder(
    folder: Path,
    definitions: Sequence[Path],
    *,
    now: Callable[[], datetime],
    as_of: str | None = None,
    output: Path | IO[bytes],
    rejects: Path | None = None,
    progress: Progress,
) -> Scored:
    """Writes one row for every record of the scored object, to a file or, as CSV, to a stream.

    Without `as_of` the clock is read once, before anything else. Files appear whole or not at all. Raises UsageError,
    DefinitionError and DataError, each before anything is written.
    """
    started = now()
    targets = choose_targets(output if isinstance(output, Path) else None, rejects)
    call = read_call(folder, definitions)
    read = [*definitions, *files_of_segments(folder, definitions), folder / "schema.yaml"]
    refuse_inputs(targets, folder, tables=call.schema.tables.values(), files=read)
    instant = read_as_of(as_of, started, call.schema.time_zone)
    queries = queries_of(call)
    with queries.expecting(), DuckDBEngine.open(outlasts_all=True) as engine:
        loaded = load_call(call, engine, instant, progress)
        progress.step("Scoring")
        query = queries.query(loaded.catalog, instant)
        records, warning = _write(call, query, loaded, engine, targets, output)
        reasons = loaded.rejects.reasons()
    return Scored(
        object=call.object,
        records=records,
        as_of=EPOCH + timedelta(microseconds=instant),
        is_as_of_now=as_of is None,
        output=targets.output,
        rejected=loaded.rejects.count,
        rejected_cells=loaded.rejects.cells,
        rejects_file=targets.rejects if loaded.rejects.count else None,
        messages=(*loaded.messages, *warning),
        reasons=reasons,
    )


def _write(
    call: Call,
    query: ScoreQuery,
    loaded: LoadedFolder,
    engine: DuckDBEngine,
    targets: Targets,
    output: Path | IO[bytes],
) -> tuple[int, tuple[str, ...]]:
    """Runs the scores into the files; gives the number of rows, and a warning if a spreadsheet would misread ids."""
    ending = targets.output.suffix if targets.output else ".csv"
    ids = f"SELECT id FROM {loaded.catalog.objects[call.object].table}"
    warning = formula_warning(engine, ids) if ending == ".csv" else ()
    with placed(targets.output) as part:
        records = write_rows(engine, query.text, query.columns, part, ending=ending)
        # In place before anything is printed: whoever reads standard output may leave early.
        _write_rejects(loaded.rejects, targets)
        if not isinstance(output, Path):
            with part.open("rb") as written:
                shutil.copyfileobj(written, output)
            output.flush()
    return records, warning


def _write_rejects(rejects: Rejects, targets: Targets) -> None:
    if targets.rejects is None:
        return
    # An old file from another run would tell of rows that are fine now.
    if rejects.count or targets.always_rejects or targets.rejects.exists():
        with replacing(targets.rejects) as part:
            rejects.write(part)
