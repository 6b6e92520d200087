"""A model as one piece of bytes, such as a database keeps: a zip of the files that a folder has."""

from __future__ import annotations

import io
import zipfile
import zlib

from tamis.errors import DataError
from tamis.predict.artefact.artefact import Artefact
from tamis.predict.artefact.folder import MOST_BYTES
from tamis.predict.artefact.manifest import MANIFEST
from tamis.predict.artefact.packing import NAMES, checked_manifest, pack, unpack

_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_PLACE = "model"


def artefact_bytes(artefact: Artefact) -> bytes:
    """The same bytes for the same model."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, data in pack(artefact).items():
            archive.writestr(zipfile.ZipInfo(name, _LONG_AGO), data, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def artefact_from_bytes(data: bytes) -> Artefact:
    """DataError says what is missing, foreign, newer, changed or wrong."""
    files = _files(data)
    if MANIFEST not in files:
        raise DataError(_place(MANIFEST), "the file is missing.")
    return unpack(checked_manifest(files[MANIFEST], _place), files, _place)


def _place(name: str) -> str:
    return f"{_PLACE}/{name}"


def _files(data: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _check(entries)
            return {entry.filename: _read(archive, entry) for entry in entries}
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, NotImplementedError):
        raise DataError(_PLACE, "this is no archive of a model.") from None


def _check(entries: list[zipfile.ZipInfo]) -> None:
    """Before anything is unpacked: known names, each once, and no more bytes than a model has."""
    names = [entry.filename for entry in entries]
    if len(set(names)) != len(names) or not set(names) <= NAMES:
        raise DataError(_PLACE, "the archive holds files that no model has.")
    if sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise DataError(_PLACE, "the archive is larger than any model.")


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    with archive.open(entry) as file:
        # What the archive says of a size need not be so.
        data = file.read(entry.file_size + 1)
    if len(data) != entry.file_size:
        raise DataError(_place(entry.filename), "it is larger or smaller than it says.")
    return data
