"""Where a score is written: chosen and refused before any work, so that a long run never ends in a usage error."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tamis.connectors.files.folder import OTHER_TABLES, STANDARD_TABLES, Ending
from tamis.errors import UsageError, is_unicode

ENDINGS = (".csv", ".parquet", ".jsonl")
_TABLES = (*STANDARD_TABLES.values(), *OTHER_TABLES)
_TABLE_ENDINGS = tuple(f".{ending}" for ending in Ending)


@dataclass(frozen=True)
class Targets:
    """The files a scoring run writes: `output` (None: standard output) and `rejects` (None: rejects are only counted).

    `always_rejects` says that the person named the rejects file, so it is written even if it holds only its header.
    """

    output: Path | None
    rejects: Path | None
    always_rejects: bool

    @property
    def files(self) -> Iterator[Path]:
        """The files named, as typed."""
        return (path for path in (self.output, self.rejects) if path is not None)


def choose_targets(output: Path | None, rejects: Path | None) -> Targets:
    """The files to write (`data.md`, "Bad input"). Raises UsageError for an ending or place that cannot be written."""
    if output is not None:
        refuse_output(output)
    beside = output.parent / "rejects.csv" if output is not None else None
    targets = Targets(output, rejects or beside, always_rejects=rejects is not None)
    for path in targets.files:
        refuse_unwritable(path)
    if targets.output and targets.rejects and _same_file(targets.output, targets.rejects):
        raise UsageError(
            f'"{targets.output}" cannot hold both the scores and the rejects; name another --rejects file.'
        )
    return targets


def refuse_inputs(targets: Targets, folder: Path, *, tables: Iterable[str], files: Iterable[Path]) -> None:
    """Raises UsageError if a target is one of `files`, or is or would become part of a table of the data folder.

    `tables` are the names of custom objects; the tables of `data.md` are always meant.
    """
    tables, files = (*_TABLES, *tables), tuple(files)
    for target in targets.files:
        for file in files:
            if _same_file(target, file):
                raise UsageError(f'"{target}" is an input of this run ({file}); name another file to write to.')
        for table in tables:
            if _belongs_to(target, folder, table):
                raise UsageError(f'"{target}" is a place that the table "{table}" is read from; name another file.')


def refuse_output(output: Path) -> None:
    """Raises UsageError for a file of values whose ending does not say what to write, or whose place is no good."""
    if output.suffix not in ENDINGS:
        raise UsageError(f'--output "{output}" ends in none of {", ".join(ENDINGS)}; the ending says what to write.')
    refuse_unwritable(output)


def refuse_unwritable(path: Path) -> None:
    """Raises UsageError if no file can be written there."""
    if not is_unicode(str(path)):
        raise UsageError("The name of a file to write is no readable text; name another one.")
    if path.is_dir():
        raise UsageError(f'"{path}" is a folder; name a file to write to.')
    if path.exists() and not path.is_file():
        raise UsageError(f'"{path}" is not a plain file; name a file to write to.')
    parent = path.resolve().parent
    if not parent.is_dir():
        raise UsageError(f'There is no folder "{path.parent}" to write "{path.name}" into.')
    if not os.access(parent, os.W_OK | os.X_OK):
        raise UsageError(f'The folder "{path.parent}" may not be written into.')


def _belongs_to(target: Path, folder: Path, table: str) -> bool:
    if _same_file(target.parent, folder) and target.name in {table + ending for ending in _TABLE_ENDINGS}:
        return True
    directory = folder / table
    if _same_file(target.parent, directory):
        return True
    parts = directory.iterdir() if directory.is_dir() else (folder / (table + ending) for ending in _TABLE_ENDINGS)
    return any(_same_file(target, part) for part in parts)


def _same_file(one: Path, other: Path) -> bool:
    """Whether both are one file, by any name or link; files that do not exist yet are compared by their full path."""
    try:
        return one.samefile(other)
    except FileNotFoundError:
        return one.resolve() == other.resolve()
