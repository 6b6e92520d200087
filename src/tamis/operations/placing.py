"""Making a folder a workspace: wholly or not at all, even if the process is killed.

The files are moved in one by one, the settings last: without them, the folder is no workspace.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from tamis.errors import UsageError
from tamis.operations.manifest import REJECTS
from tamis.operations.unfinished import FILES, MOVING, UNFINISHED, WHOLE, clear, delete, own, surely, sync_folder
from tamis.operations.workspace import SETTINGS


@contextmanager
def becoming(folder: Path) -> Iterator[Path]:
    """An empty folder whose files make `folder` a workspace if the block ends well, and vanish if it does not.

    Raises UsageError for a folder that holds parts of a workspace, or that another restore is filling.
    """
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with own(folder / UNFINISHED) as unfinished:
            _clear_killed(folder, unfinished)
            whole = unfinished / WHOLE
            whole.mkdir()
            yield whole
            _move(unfinished, folder)
    finally:
        surely(lambda: _remove_empty(missing))


def _remove_empty(folders: Sequence[Path]) -> None:
    for folder in folders:
        with suppress(OSError):
            folder.rmdir()


def _move(unfinished: Path, folder: Path) -> None:
    whole = unfinished / WHOLE
    names = sorted((path.name for path in whole.iterdir()), key=lambda name: name == SETTINGS)
    # From here on, parts of a workspace that lie in the folder without settings are ours to clear away.
    (unfinished / MOVING).touch()
    sync_folder(unfinished)
    try:
        for name in names:
            if name == SETTINGS:
                sync_folder(folder)
            (whole / name).rename(folder / name)
    except BaseException:
        surely(lambda: _clear_moved(folder))
        raise
    sync_folder(folder)


def _clear_killed(folder: Path, unfinished: Path) -> None:
    """What a restore into the same folder has left that was killed. Raises UsageError for what another has left."""
    if (unfinished / MOVING).exists():
        _clear_moved(folder)
    clear(unfinished)
    for name in (*FILES, REJECTS):
        if (folder / name).exists():
            rest = "part of a workspace without its settings"
            raise UsageError(f'"{folder / name}" is there, {rest}; move it away or name another folder.')


def _clear_moved(folder: Path) -> None:
    if not (folder / SETTINGS).exists():
        for name in (*FILES, REJECTS):
            delete(folder / name)
