"""Which files of a folder are tables (data.md, "A data folder"), and that none of them leads out of it."""

from __future__ import annotations

import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from tamis.errors import DataError

STANDARD_TABLES: Mapping[str, str] = {"contact": "contacts", "company": "companies", "deal": "deals"}
OTHER_TABLES = ("events", "associations", "segment_members", "property_changes")


class Ending(StrEnum):
    """The kinds of file that are read, by the ending of their names."""

    CSV = "csv"
    CSV_GZ = "csv.gz"
    PARQUET = "parquet"
    JSONL = "jsonl"
    JSONL_GZ = "jsonl.gz"


@dataclass(frozen=True)
class TableFile:
    """One file of a table: where it is, and how it is called in messages (its path from the data folder)."""

    path: Path
    name: str


@dataclass(frozen=True)
class TableFiles:
    """The files of one table, in the order in which they are read."""

    table: str
    ending: Ending
    files: tuple[TableFile, ...]


def find_tables(folder: Path, tables: Iterable[str]) -> tuple[dict[str, TableFiles], list[DataError]]:
    """The files of each table that is there, and what is wrong with the others. Raises DataError without a folder."""
    if not folder.is_dir():
        raise DataError(str(folder), "There is no such folder." if not folder.exists() else "This is no folder.")
    found: dict[str, TableFiles] = {}
    errors: list[DataError] = []
    for table in tables:
        try:
            files = _find_table(folder, table)
        except DataError as error:
            errors.append(error)
        else:
            found |= {table: files} if files else {}
    return found, errors


def check_inside(folder: Path, path: Path, name: str) -> None:
    """Raises DataError unless `path` is a plain file that lies, links followed, within the folder."""
    try:
        resolved, mode = path.resolve(strict=True), path.stat().st_mode
    except (OSError, RuntimeError) as error:
        raise DataError(name, "This link leads nowhere, or cannot be followed.") from error
    if not resolved.is_relative_to(folder.resolve()):
        raise DataError(name, "This link leads out of the data folder.", "copy the file into the folder")
    if not stat.S_ISREG(mode):
        raise DataError(name, "This is no plain file.")


def _find_table(folder: Path, table: str) -> TableFiles | None:
    candidates = {ending: f"{table}.{ending}" for ending in Ending}
    present = {ending: name for ending, name in candidates.items() if _is_there(folder / name)}
    names = [*present.values(), *([f"{table}/"] if (folder / table).is_dir() else [])]
    if len(names) > 1:
        raise DataError(names[0], f"{table} is there more than once: {', '.join(names)}.", "keep one of them")
    if not names:
        return None
    if not present:
        return _find_parts(folder, table)
    [(ending, name)] = present.items()
    check_inside(folder, folder / name, name)
    return TableFiles(table, ending, (TableFile(folder / name, name),))


def _find_parts(folder: Path, table: str) -> TableFiles | None:
    _check_folder(folder, table)
    parts = {path.name: _ending_of(path.name) for path in (folder / table).iterdir() if not path.is_dir()}
    endings = sorted({ending for ending in parts.values() if ending})
    if len(endings) > 1:
        raise DataError(f"{table}/", f"Its files have different endings: {', '.join(endings)}.", "keep those of one")
    if not endings:
        return None
    names = sorted(name for name, ending in parts.items() if ending)
    files = tuple(TableFile(folder / table / name, f"{table}/{name}") for name in names)
    for file in files:
        check_inside(folder, file.path, file.name)
    return TableFiles(table, endings[0], files)


def _check_folder(folder: Path, table: str) -> None:
    if not (folder / table).resolve().is_relative_to(folder.resolve()):
        raise DataError(f"{table}/", "This link leads out of the data folder.", "copy the files into the folder")


def _is_there(path: Path) -> bool:
    # A link that leads nowhere is there too: passing over it would hide a mistake.
    return path.is_symlink() or (path.exists() and not path.is_dir())


def _ending_of(name: str) -> Ending | None:
    return next((ending for ending in Ending if name.endswith(f".{ending}")), None)
