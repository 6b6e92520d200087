"""A workspace from a backup: checked whole before anything takes its place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tamis.errors import UsageError
from tamis.operations.application_home import home_instead_of
from tamis.operations.archive import Archive, open_archive
from tamis.operations.exchanging import replacing_workspace
from tamis.operations.manifest import APPLICATION, INBOX, REJECTS, WAREHOUSE, Manifest
from tamis.operations.placing import becoming
from tamis.operations.rescore import micros_of
from tamis.operations.room_on_disk import refuse_without_room, told_when_full
from tamis.operations.serving import is_served
from tamis.operations.unfinished import others_in, sync_folder
from tamis.operations.verbs import VERBS
from tamis.operations.workspace import SETTINGS, Workspace, find_workspace
from tamis.progress import Progress
from tamis.store.application import open_application
from tamis.store.inbox import InboxFailed, open_inbox
from tamis.store.warehouse import open_warehouse


def restore(file: Path, folder: Path, *, replace: bool = False, progress: Progress) -> Manifest:
    """Makes a new or empty folder the workspace that was backed up.

    A folder that is a workspace is refused, unless it is to be replaced: then it is deleted when the new one is there,
    and what else it holds is left alone. So is one that holds other things. Raises UsageError for that, for a backup
    that is damaged or newer, and for a full disk; nothing is changed then.
    """
    folder = folder.resolve()
    is_taken = _is_taken(folder, replace=replace)
    _refuse_served(folder)
    _refuse_doomed(file, folder)
    home = home_instead_of(folder if is_taken else None)
    # What is on a server is there for good when the folder is.
    with open_archive(file) as archive, ExitStack() as afterwards:
        if not is_taken:
            _refuse_mixing(folder, file)
        with told_when_full(folder), replacing_workspace(folder) if is_taken else becoming(folder) as unfinished:
            refuse_without_room(unfinished, archive.manifest.size)
            _unpack(archive, unfinished, progress)
            home.settle(unfinished)
            _refuse_unusable(unfinished, file)
            _end_what_was_under_way(unfinished, micros_of(archive.manifest.at))
            afterwards.enter_context(home.filled(unfinished))
        return archive.manifest


def _is_taken(folder: Path, *, replace: bool) -> bool:
    if folder.exists() and not folder.is_dir():
        raise UsageError(f'"{folder}" is a file; name a folder.')
    is_taken = (folder / SETTINGS).exists()
    if is_taken and not replace:
        raise UsageError(f'"{folder}" is a workspace already; name another folder with --into, or say --replace.')
    return is_taken


def _refuse_mixing(folder: Path, file: Path) -> None:
    """A workspace among other things would be hard to take out again. The backup itself may lie there."""
    harmless = {file.resolve(), folder / "lost+found"}
    others = [path for path in others_in(folder) if path not in harmless] if folder.exists() else []
    if others:
        told = f'"{folder}" holds other things ({others[0].name}{", …" if others[1:] else ""}) and is no workspace'
        raise UsageError(f"{told}; nothing was restored.\n  hint: name a new or an empty folder: --into DIR")


def _refuse_served(folder: Path) -> None:
    if is_served(Workspace(folder, time_zone="")):
        raise UsageError(f'A server serves "{folder}"; stop it first, and start it again when the backup is restored.')


def _refuse_doomed(file: Path, folder: Path) -> None:
    """What lies among the rejects goes with them."""
    if file.resolve().is_relative_to(folder / REJECTS):
        raise UsageError(f'"{file}" lies in what is to be replaced, and would be deleted with it; move it elsewhere.')


def _unpack(archive: Archive, unfinished: Path, progress: Progress) -> None:
    progress.step("Unpacking and checking", total=archive.manifest.size)
    (unfinished / REJECTS).mkdir()
    archive.unpack(unfinished, progress.advance)
    for folder in (unfinished / REJECTS, unfinished):
        sync_folder(folder)


def _refuse_unusable(unfinished: Path, file: Path) -> None:
    """Opens it as a command would: another Tamis may have made it, with databases that this one cannot read."""
    with _told_of(file, unfinished):
        find_workspace(unfinished, unfinished)
        with open_warehouse(unfinished / WAREHOUSE), open_application(unfinished / APPLICATION):
            pass
        # A backup of a workspace that nobody ever sent to has none.
        if (unfinished / INBOX).is_file():
            with open_inbox(unfinished / INBOX):
                pass


def _end_what_was_under_way(unfinished: Path, at: int) -> None:
    """Ends what commands had asked a server for when the backup was made, for which nobody waits any more; and every
    session: whoever has changed a password since, or was deactivated, would be let in by an old one."""
    with open_application(unfinished / APPLICATION) as application:
        application.people.end_all_sessions()
        jobs = application.jobs
        for job in [*jobs.list(state="waiting"), *jobs.list(state="running")]:
            if job.kind in VERBS:
                jobs.withdraw(job.id, "The workspace was restored.", at, attempts=job.attempts)
        # Done again from a copy, one of them would write to the files of the workspace that it was asked of.
        jobs.forget(at + 1)


@contextmanager
def _told_of(file: Path, unfinished: Path) -> Iterator[None]:
    """Errors inside name the backup, not the folder that will be gone."""
    try:
        yield
    except (UsageError, InboxFailed) as error:
        raise UsageError(str(error).replace(str(unfinished), str(file))) from error
