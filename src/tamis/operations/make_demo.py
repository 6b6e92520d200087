"""Makes the demo company: whole or not at all, and only once."""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tamis.errors import UsageError

if TYPE_CHECKING:
    from tamis.progress import Progress


@dataclass(frozen=True)
class DemoCompany:
    """A demo company on disk: its folder, the instant to score it as of, its rows by table (none if found)."""

    folder: Path
    as_of: datetime
    rows: Mapping[str, int]

    @property
    def is_new(self) -> bool:
        """Whether this call made it."""
        return bool(self.rows)


def make_demo(
    folder: Path,
    *,
    contacts: int,
    events: int | None,
    seed: int,
    now: Callable[[], datetime],
    progress: Progress,
) -> DemoCompany:
    """Makes a company whose last day is today in `folder`, or finds the same one already there.

    Raises UsageError if the folder holds anything else.
    """
    from tamis.demo import generate
    from tamis.demo.generate import EVENTS_PER_CONTACT

    events = contacts * EVENTS_PER_CONTACT if events is None else events
    there = _company_in(folder, {"contacts": contacts, "events": events, "seed": seed})
    if there is not None:
        return there
    as_of = now().replace(microsecond=0)
    with _whole(folder) as part:
        made = generate(part, contacts=contacts, events=events, seed=seed, as_of=as_of, progress=progress)
    return DemoCompany(folder, made.as_of, made.rows)


def _company_in(folder: Path, size: Mapping[str, int]) -> DemoCompany | None:
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return None
    truth = folder / "truth" / "truth.json"
    if not truth.is_file():
        raise UsageError(f'"{folder}" is there and is no demo company; name a new folder.')
    told = json.loads(truth.read_text(encoding="utf-8"))
    if {key: told.get(key) for key in size} != dict(size):
        raise UsageError(f'"{folder}" holds a demo company of another size or seed; delete it or name a new folder.')
    return DemoCompany(folder, datetime.fromisoformat(told["as_of"]), {})


@contextmanager
def _whole(folder: Path) -> Iterator[Path]:
    """A folder beside `folder` that takes its place when the block ends well, and vanishes otherwise."""
    folder = folder.resolve()
    folder.parent.mkdir(parents=True, exist_ok=True)
    part = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}.part")
    try:
        yield part
        if folder.exists():
            folder.rmdir()
        part.replace(folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)
