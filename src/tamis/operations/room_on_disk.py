"""Whether a disk has room, and the sentence where it has none."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tamis.errors import UsageError

# EFBIG: FAT holds no file beyond 4 GB, and a process may be bound to less.
_FULL = {errno.ENOSPC: "is full", errno.EDQUOT: "is full", errno.EFBIG: "takes no file that large"}


def refuse_without_room(folder: Path, size: int) -> None:
    """Raises UsageError if the disk of a folder has no room for so many bytes."""
    free = shutil.disk_usage(folder).free
    if free < size:
        raise UsageError(f'The disk of "{folder}" has {size_text(free)} left, and this needs {size_text(size)}.')


@contextmanager
def told_when_full(folder: Path) -> Iterator[None]:
    """A disk that fills up inside is raised as UsageError; other faults of the system as they are."""
    try:
        yield
    except OSError as error:
        if error.errno not in _FULL:
            raise
        raise UsageError(f'The disk of "{folder}" {_FULL[error.errno]}; nothing was written.') from error


def size_text(size: int) -> str:
    """A number of bytes for people.

    >>> size_text(999), size_text(1_250_000), size_text(20_000_000_000)
    ('999 bytes', '1.2 MB', '20.0 GB')
    """
    for unit, name in ((10**9, "GB"), (10**6, "MB"), (10**3, "kB")):
        if size >= unit:
            return f"{size / unit:,.1f} {name}"
    return f"{size} bytes"
