"""The demo companies that are measured, and their tables as Tamis loads them, kept in a cache folder.

Both are named by a hash of the code that made them, so that changed code never meets old data.
"""

from __future__ import annotations

import hashlib
import shutil
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import tamis
from bench.costs import cost_of_process
from tamis.demo import FIFTY_RULES

AS_OF = "2026-07-01T00:00:00+00:00"
EVENTS_PER_CONTACT = 50
LAYOUTS = ("by time", "by contact")
_PACKAGE = Path(tamis.__file__).parent


@dataclass(frozen=True)
class Company:
    """A demo company on disk, whose last instant is `AS_OF`."""

    folder: Path
    contacts: int
    events: int

    def definition(self, key: str = FIFTY_RULES) -> Path:
        """The file of one of its scores."""
        return self.folder / "scores" / f"{key}.yaml"

    def definitions(self) -> list[Path]:
        """The files of all its scores, that of 50 rules first."""
        return sorted((self.folder / "scores").glob("*.yaml"), key=lambda file: (file.stem != FIFTY_RULES, file.stem))

    @property
    def title(self) -> str:
        """How large it is: "100 k contacts × 5 M events"."""
        return f"{short(self.contacts)} contacts × {short(self.events)} events"


def company_of(cache: Path, contacts: int, events: int | None = None) -> Company:
    """The company of so many contacts (50 events each unless told), made if it is not in the cache."""
    events = contacts * EVENTS_PER_CONTACT if events is None else events
    folder = cache / f"company-{contacts}-{events}-{_version(_PACKAGE / 'demo')}"
    if not folder.exists():
        _clear(cache.glob(f"company-{contacts}-{events}-*"))
        part = _part(folder)
        cost_of_process([sys.executable, "-m", "bench.making", str(part), str(contacts), str(events)])
        part.replace(folder)
    return Company(folder, contacts, events)


def tables_of(cache: Path, company: Company, layout: str) -> Path:
    """The folder with the company's tables in DuckDB, as Tamis' loader leaves them, events lying as asked."""
    name = f"tables-{company.contacts}-{company.events}"
    loaded = cache / f"{name}-{_version(_PACKAGE, Path(__file__).parent)}"
    if not loaded.exists():
        _clear(cache.glob(f"{name}-*"))
        part = _part(loaded)
        definition = str(company.definition())
        cost_of_process([sys.executable, "-m", "bench.loading", str(company.folder), definition, str(part)])
        part.replace(loaded)
    return loaded / layout.replace(" ", "_")


def short(number: int) -> str:
    """`100 k`, `1 M`, `2.5 M`."""
    for unit, sign in ((10**6, " M"), (10**3, " k")):
        if number >= unit:
            return f"{number / unit:.4g}{sign}"
    return str(number)


@cache
def _version(*folders: Path) -> str:
    read = hashlib.sha256()
    for file in sorted(f for folder in folders for ending in ("py", "yaml") for f in folder.rglob(f"*.{ending}")):
        read.update(file.read_bytes())
    return read.hexdigest()[:12]


def _part(folder: Path) -> Path:
    """Where a folder is made before it takes its place; what a broken run left there goes."""
    part = folder.with_suffix(".part")
    _clear([part] if part.exists() else [])
    return part


def _clear(folders: Iterable[Path]) -> None:
    for folder in folders:
        shutil.rmtree(folder)
