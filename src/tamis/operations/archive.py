"""A backup as one file: a ZIP archive whose members are stored as they are, the manifest last.

Not compressed: a warehouse is compressed already (deflating one of 5 M events took fifty times as long as its hash, and
saved a fifth); and what is stored cannot unpack to more than the archive itself.
"""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, BinaryIO

from tamis import __version__
from tamis.errors import UsageError
from tamis.operations.manifest import FORMAT, NAME, Manifest, Member, read_manifest

_CHUNK = 1 << 20
# A ZIP archive knows no earlier time, and the manifest has the real one.
_TIME = (1980, 1, 1, 0, 0, 0)
_LARGEST_MANIFEST = 32 << 20
_ENCRYPTED = 0x1


def write_archive(
    file: Path, sources: Mapping[str, BinaryIO], *, at: datetime, advance: Callable[[int], None]
) -> Manifest:
    """Writes the streams, from where they stand, as members of these names. `advance` is told the bytes written.

    Memory does not grow with size.
    """
    with zipfile.ZipFile(file, "x", zipfile.ZIP_STORED) as archive:
        members = [_add(archive, name, source, advance) for name, source in sources.items()]
        manifest = Manifest(format=FORMAT, tamis=__version__, at=at, members=tuple(members))
        archive.writestr(_entry(NAME), manifest.model_dump_json(indent=2))
    return manifest


class Archive:
    """A backup that was opened, whose manifest agrees with what the archive says it holds."""

    def __init__(self, archive: zipfile.ZipFile, name: str, size: int) -> None:
        self._archive, self._name = archive, name
        self._entries = {entry.filename: entry for entry in archive.infolist()}
        self._refuse_tampered(size)
        self.manifest = self._read_manifest()

    def unpack(self, folder: Path, advance: Callable[[int], None]) -> None:
        """Writes every member below an empty folder, onto the disk. Raises UsageError for a member that is not the one
        that was backed up."""
        for member in self.manifest.members:
            target = folder / member.name
            target.parent.mkdir(exist_ok=True)
            # Exclusively: names that differ only in case are one file on some disks.
            with told_when_damaged(self._name), self._archive.open(member.name) as source, target.open("xb") as to:
                digest, size = _copy(source, to, advance)
                to.flush()
                os.fsync(to.fileno())
            if (digest, size) != (member.sha256, member.size):
                raise UsageError(f'"{self._name}" is damaged: its {member.name} is not what was backed up.')

    def _refuse_tampered(self, size: int) -> None:
        entries = self._archive.infolist()
        if len(self._entries) != len(entries):
            raise UsageError(f'"{self._name}" is damaged: it holds a file twice.')
        for entry in entries:
            is_stored = entry.compress_type == zipfile.ZIP_STORED and entry.compress_size == entry.file_size
            if not is_stored or entry.flag_bits & _ENCRYPTED:
                raise UsageError(f'"{self._name}" is not as Tamis wrote it: its files are compressed or encrypted.')
            if not 0 <= entry.header_offset < size:
                raise UsageError(f'"{self._name}" is damaged: it says that it holds more than there is in it.')
        # Members that lie over one another would unpack to more than the archive is.
        if sum(entry.file_size for entry in entries) > size:
            raise UsageError(f'"{self._name}" is damaged: it says that it holds more than there is in it.')

    def _read_manifest(self) -> Manifest:
        entry = self._entries.get(NAME)
        if entry is None or entry.file_size > _LARGEST_MANIFEST:
            raise UsageError(f'"{self._name}" is no backup of Tamis: it has no manifest.')
        manifest = read_manifest(self._archive.read(entry), self._name)
        said = {member.name: member.size for member in manifest.members}
        held = {name: each.file_size for name, each in self._entries.items() if name != NAME}
        if said != held:
            name = min(name for name in said.keys() | held if said.get(name) != held.get(name))
            raise UsageError(f'"{self._name}" is damaged: manifest and archive differ in {name}.')
        return manifest


@contextmanager
def open_archive(file: Path) -> Iterator[Archive]:
    """A backup, to read. Raises UsageError for a file that is not there, is none, is damaged, or of a newer Tamis."""
    if not file.is_file():
        raise UsageError(f'There is no file "{file}".')
    with told_when_damaged(str(file)):
        archive = zipfile.ZipFile(file)
    with archive:
        with told_when_damaged(str(file)):
            opened = Archive(archive, str(file), file.stat().st_size)
        yield opened


@contextmanager
def told_when_damaged(name: str) -> Iterator[None]:
    """Whatever a damaged ZIP archive makes `zipfile` raise, as UsageError."""
    try:
        yield
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError, KeyError) as error:
        raise UsageError(f'"{name}" is no backup of Tamis, or is damaged.') from error


def _add(archive: zipfile.ZipFile, name: str, source: BinaryIO, advance: Callable[[int], None]) -> Member:
    entry = _entry(name)
    # Its size is known only afterwards, and may be beyond 4 GB.
    with archive.open(entry, "w", force_zip64=True) as target:
        digest, size = _copy(source, target, advance)
    return Member(name=name, size=size, sha256=digest)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _TIME)
    entry.external_attr = 0o600 << 16
    return entry


def _copy(source: IO[bytes], target: IO[bytes], advance: Callable[[int], None]) -> tuple[str, int]:
    """Copies to the end; gives the SHA-256 and the number of bytes."""
    digest, size = hashlib.sha256(), 0
    while chunk := source.read(_CHUNK):
        target.write(chunk)
        digest.update(chunk)
        size += len(chunk)
        advance(len(chunk))
    return digest.hexdigest(), size
