"""Takes a data folder, or one file of it, into a workspace, and then computes everything that is published anew."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tamis.connectors.files import LoadedFolder, RejectReason, load_folder
from tamis.definitions import Score, Segment, read_definitions
from tamis.errors import DefinitionError, Issue, UsageError
from tamis.operations.call import EPOCH, files_of_segments
from tamis.operations.chosen_types import Types, with_types
from tamis.operations.output import replacing
from tamis.operations.published import Published, read_published
from tamis.operations.rescore import Rescored, micros_of, rescore_published
from tamis.operations.rescore_by_time import rescore_by_time
from tamis.operations.rescore_once import rescore_once
from tamis.operations.targets import refuse_unwritable
from tamis.operations.uploads.naming import plain_stem
from tamis.operations.workspace import Workspace
from tamis.operations.workspace_schema import Part, choose_part, workspace_schema
from tamis.progress import Progress
from tamis.store.application import open_application
from tamis.store.warehouse import TakenIn, Warehouse, known_companies, known_emails, take_in, told_otherwise
from tamis.store.warehouse.merges import known_ids


@dataclass(frozen=True)
class Imported:
    """What an import came to.

    `taken`: what was new. `rejected`: rows that were not taken, and cells of others that were left out (of all of it,
    `rejected_cells`); `reasons`: mostly for what. `definitions`: files of scores and segments in the folder that are
    not published as they are. `rescored`: None where nothing is published, and in a dry run. `unscored`: why the
    published scores could not be computed from the data as it is now, if so.
    """

    taken: TakenIn
    rejected: int
    rejects_file: Path | None
    messages: tuple[str, ...]
    definitions: tuple[Path, ...]
    rescored: Rescored | None = None
    unscored: tuple[Issue, ...] = ()
    rejected_cells: int = 0
    reasons: tuple[RejectReason, ...] = ()

    @property
    def rejected_rows(self) -> int:
        """How many whole rows were not taken."""
        return self.rejected - self.rejected_cells


def import_data(
    workspace: Workspace,
    path: Path,
    *,
    now: Callable[[], datetime],
    dry_run: bool = False,
    rejects: Path | None = None,
    columns: Mapping[str, str] | None = None,
    left_out: Collection[str] = (),
    types: Types | None = None,
    by_email: bool = False,
    called: str = "",
    job: int | None = None,
    progress: Progress,
) -> Imported:
    """Takes in what is new, all of it or nothing, and rescores. A dry run tells what it would take in, and no more.

    `columns`: headers of the file, each with the name that it stands for. `left_out`: headers of columns that are not
    read. `types`: of new properties, by name, where it is not to be found out from the values. `by_email`: contacts
    without an id are known by their e-mail addresses. `called`: what the history calls it, if not by its name. `job`:
    the number of the job that it is.

    Raises UsageError, DefinitionError and DataError, each before anything is stored.
    """
    as_of = micros_of(now())
    if rejects is not None:
        refuse_unwritable(rejects)
    part = choose_part(path, workspace, columns or {}, left_out)
    if types and part.tables is None:
        raise UsageError("--type is for one file.\n  hint: for a folder, declare the types in its schema.yaml")
    with open_application(workspace.application) as application:
        published = read_published(application)
    segments = _segments(part, published)
    if not dry_run:
        _move_by_time(workspace, published, as_of, progress)
    with workspace.opened(is_current=False) as warehouse:
        loaded = _load(warehouse, part, segments, progress, types=types or {}, by_email=by_email)
        if loaded.has_event_ids:
            loaded = loaded.without_events(told_otherwise(warehouse, loaded.catalog))
        # Before the data is stored: what was left out must be told even if the machine stops at the next moment.
        named = rejects or (None if dry_run else workspace.rejects / _rejects_name(called or part.name, as_of, job))
        written, reasons = _write_rejects(loaded, named), loaded.rejects.reasons()
        taken = take_in(warehouse, loaded.catalog, as_of, reread=loaded.reread, step=progress.step, dry_run=dry_run)
    messages = (*loaded.messages, *(retyped.sentence for retyped in taken.retyped))
    imported = Imported(
        taken,
        loaded.rejects.count,
        written,
        messages,
        _unpublished(part, published),
        rejected_cells=loaded.rejects.cells,
        reasons=reasons,
    )
    if dry_run or not published.scores:
        return imported
    return _rescored(imported, workspace, published, called or part.name, as_of, progress)


def _move_by_time(workspace: Workspace, published: Published, as_of: int, progress: Progress) -> None:
    """What time has done to the values so far is no matter of the import; a definition that the data does not bear out
    is told after it."""
    if not published.scores:
        return
    keys = {score.key for score in published.scores}
    with workspace.opened() as warehouse:
        if not _was_stopped(warehouse, keys):
            progress.step("Bringing scores up to now")
            # A moment before: what is of the import's own instant knows of the import.
            rescore_once(rescore_by_time, warehouse, published, as_of=as_of - 1)


def _load(
    warehouse: Warehouse, part: Part, segments: Sequence[Segment], progress: Progress, *, types: Types, by_email: bool
) -> LoadedFolder:
    schema = workspace_schema(part.schema, warehouse)
    for table in part.tables or ():
        schema = with_types(schema, table, types)
    return load_folder(
        part.folder,
        warehouse.engine,
        needs=None,
        segments=segments,
        schema=schema,
        tables=part.tables,
        existing=known_ids(warehouse),
        addresses=known_emails(warehouse) if by_email else None,
        companies=known_companies(warehouse),
        progress=progress,
    )


def _segments(part: Part, published: Published) -> list[Segment]:
    """The segments that tell of which object a list of members is: those beside the data, and published ones, also out
    of use."""
    files = files_of_segments(part.folder, [])
    beside = read_definitions(files, check_unreached=False)
    if beside.issues:
        raise DefinitionError(beside.issues)
    resting = [each for each in published.deactivated_definitions if isinstance(each, Segment)]
    return list({each.key: each for each in (*beside.segments, *resting, *published.segments.values())}.values())


def _write_rejects(loaded: LoadedFolder, file: Path | None) -> Path | None:
    """The file of what was not taken, if there was any and a place for it: a dry run has one where it was named."""
    if not loaded.rejects.count or file is None:
        return None
    file.parent.mkdir(exist_ok=True)
    with replacing(file) as unfinished:
        loaded.rejects.write(unfinished)
    return file


def _rejects_name(imported: str, as_of: int, job: int | None) -> str:
    """That of the file of what was not taken: of which file, when (UTC), and as which job; no other import has it."""
    at = (EPOCH + timedelta(microseconds=as_of)).astimezone(UTC)
    which = f"{at:%Y-%m-%dT%H-%M-%S.%f}" if job is None else f"{at:%Y-%m-%d}-job-{job}"
    return f"{plain_stem(imported)}-rejected-{which}.csv"


def _unpublished(part: Part, published: Published) -> tuple[Path, ...]:
    """The definitions that came with a whole folder and are not published as they are."""
    if part.tables is not None:
        return ()
    files = [file for name in ("segments", "scores") for file in sorted((part.folder / name).glob("*.yaml"))]
    found = read_definitions(files)
    defined: list[Score | Segment] = [*found.scores, *found.segments]
    new = {found.source_of(each).file for each in defined if each not in published.all}
    return tuple(file for file in files if str(file) in new)


def _rescored(
    imported: Imported, workspace: Workspace, published: Published, name: str, as_of: int, progress: Progress
) -> Imported:
    keys = {score.key for score in published.scores}
    # Opened anew: the loader's own tables would stand before those of the warehouse.
    with workspace.opened() as warehouse:
        # Time moves values too: what nothing new caused is no matter of the import.
        is_cause = not imported.taken.is_nothing or _was_stopped(warehouse, keys)
        cause, detail = ("import", name) if is_cause else ("rescore", "")
        try:
            rescored = rescore_published(
                warehouse, published, keys, as_of=as_of, cause=cause, detail=detail, progress=progress
            )
        except DefinitionError as error:
            return replace(imported, unscored=error.issues)
    return replace(imported, rescored=rescored)


def _was_stopped(warehouse: Warehouse, keys: Collection[str]) -> bool:
    """Whether an earlier import took data in and did not come to the values of these scores."""
    [(oldest,)] = warehouse.rows('SELECT min("at") FROM score_values WHERE score IN (SELECT unnest(?))', [list(keys)])
    return oldest is not None and oldest < (warehouse.changed_at or 0)
