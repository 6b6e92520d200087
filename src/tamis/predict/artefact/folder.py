"""A model in a folder: written whole or not at all, and read as if a stranger had put it there."""

from __future__ import annotations

import os
import shutil
import stat
import uuid
from pathlib import Path

from tamis.errors import DataError, UsageError
from tamis.predict.artefact.artefact import Artefact
from tamis.predict.artefact.manifest import MANIFEST, MOST_MANIFEST
from tamis.predict.artefact.packing import NAMES, checked_manifest, pack, unpack

MOST_BYTES = 1 << 28
"""All files of a model together; one of 200 features has about 2 MB."""


def write_artefact(folder: Path, artefact: Artefact, *, replace: bool = False) -> None:
    """Writes the files beside the folder, and then gives it its name. A model that is there already stays as it is
    (UsageError) unless it shall be replaced; a folder of anything else is never touched."""
    folder = folder.absolute()
    files = pack(artefact)
    check_place(folder, replace=replace)
    part = folder.with_name(f".{folder.name[:100]}-{uuid.uuid4().hex}.part")
    try:
        part.mkdir(parents=True)
        for name, data in files.items():
            _write(part / name, data)
        _put(part, folder)
    except OSError as error:
        raise DataError(str(folder), f"the model cannot be written here: {error.strerror}.") from None
    finally:
        shutil.rmtree(part, ignore_errors=True)


def read_artefact(folder: Path) -> Artefact:
    """The model of a folder. DataError says which file is missing, foreign, newer, changed or wrong, and how."""

    def place(name: str) -> str:
        return str(folder / name)

    manifest = checked_manifest(_read(folder / MANIFEST, MOST_MANIFEST), place)
    if sum(file.bytes for file in manifest.files.values()) > MOST_BYTES:
        raise DataError(place(MANIFEST), "its files are larger than those of any model.")
    files = {name: _read(folder / name, MOST_BYTES) for name in manifest.files}
    return unpack(manifest, files, place)


def check_place(folder: Path, *, replace: bool) -> None:
    """UsageError unless a model may be written here: nothing is here, or a model that shall be replaced."""
    if not os.path.lexists(folder):
        return
    try:
        names = {entry.name for entry in folder.iterdir()} if folder.is_dir() else {""}
    except OSError as error:
        raise UsageError(f"{folder} cannot be looked into: {error.strerror}.") from None
    if not names:
        return
    if MANIFEST not in names or not names <= NAMES:
        raise UsageError(f"{folder} holds something that is no model; a model needs a folder of its own.")
    if not replace:
        raise UsageError(f"{folder} holds a model already.")


def _put(part: Path, folder: Path) -> None:
    """Gives the written folder its name; what had it before goes afterwards."""
    old = part.with_suffix(".old")
    has_old = folder.is_dir()
    if has_old:
        folder.rename(old)
    try:
        part.rename(folder)
    except OSError:
        if has_old:
            old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _write(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _read(path: Path, most: int) -> bytes:
    """A plain file, and no link: neither a device that never ends nor a file of somewhere else."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        if path.is_symlink():
            raise DataError(str(path), "this is a link, which a model does not have.")
        with os.fdopen(os.open(path, flags), "rb") as file:
            told = os.fstat(file.fileno())
            if not stat.S_ISREG(told.st_mode) or told.st_size > most:
                raise DataError(str(path), "this is no file of a model, or larger than any.")
            return file.read(most + 1)
    except FileNotFoundError:
        raise DataError(str(path), "the file is missing.") from None
    except OSError as error:
        raise DataError(str(path), f"it cannot be read: {error.strerror}.") from None
