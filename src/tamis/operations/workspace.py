"""A workspace: a folder that keeps its records, its published definitions and every value they gave."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from tamis.definitions.nodes import compose
from tamis.errors import UsageError, closest
from tamis.operations.output import replacing

if TYPE_CHECKING:
    from tamis.store.application import SharedDatabase
    from tamis.store.warehouse import Warehouse

SETTINGS = "workspace.yaml"
MACHINE_RULES = "machine.yaml"
FORMAT = 1
_KEYS = ("format", "time_zone", "id", "application")
# Overrides the key `application` of the settings; a password belongs here.
ADDRESS = "TAMIS_APPLICATION"


@dataclass(frozen=True)
class Workspace:
    """Where a workspace is, and its time zone: where its dates begin."""

    folder: Path
    time_zone: str
    id: str = ""
    """By which a database on a server is known as this workspace's; empty in a workspace of an older Tamis."""
    address: str = field(default="", repr=False)
    """Of the application database and the inbox, where they are on a server; may hold a password."""
    # The server process has it open all the time, and nobody else can open it then.
    held: Warehouse | None = field(default=None, repr=False, compare=False)

    @contextmanager
    def opened(self, *, is_current: bool = True) -> Iterator[Warehouse]:
        """The warehouse (`open_warehouse`): that which this process holds, or else the file, opened for the block."""
        if self.held is not None:
            with self.held.session(is_current=is_current) as warehouse:
                yield warehouse
        else:
            with self.open(is_current=is_current) as warehouse:
                yield warehouse

    def open(self, *, is_current: bool = True) -> Warehouse:
        """Opens the file of the warehouse. Raises as `open_warehouse`, and UsageError where the settings name another
        time zone than the one that its days began in so far: each of them would be another one, or none."""
        # Imported here: the databases take half a second to load, and finding a workspace does not need them.
        from tamis.store.warehouse import open_warehouse

        warehouse = open_warehouse(self.warehouse, is_current=is_current)
        if (zone := warehouse.time_zone) == self.time_zone:
            return warehouse
        warehouse.close()
        raise UsageError(
            f"{self.folder / SETTINGS} says time_zone: {self.time_zone}; the days of this workspace begin in {zone}."
            f"\n  hint: write {zone} again; to begin days elsewhere, take the data into a new workspace, made with"
            f" tamis init --time-zone {self.time_zone}"
        )

    @property
    def warehouse(self) -> Path:
        """Records, events, values and their history."""
        return self.folder / "warehouse.duckdb"

    @property
    def application(self) -> Path | SharedDatabase:
        """Definitions (drafts and published versions) and jobs: a file, or a database on a server."""
        if not self.address:
            return self.application_file
        from tamis.store.application import SharedDatabase

        return SharedDatabase(self.address, self.id)

    @property
    def application_file(self) -> Path:
        """Where the application database is, if not on a server."""
        return self.folder / "application.sqlite3"

    @property
    def inbox(self) -> Path | SharedDatabase:
        """What sources sent and the warehouse has not taken in yet, and the sources: a file, or in the database of
        `application`."""
        place = self.application
        return self.inbox_file if isinstance(place, Path) else place

    @property
    def inbox_file(self) -> Path:
        """Where the inbox is, if not on a server."""
        return self.folder / "inbox.sqlite3"

    @property
    def machine_rules(self) -> Path:
        """By which rules incoming events are machines'; without the file, by the defaults."""
        return self.folder / MACHINE_RULES

    @property
    def rejects(self) -> Path:
        """What imports could not take: a file each."""
        return self.folder / "rejects"


def init_workspace(folder: Path, *, time_zone: str) -> Workspace:
    """Makes an empty workspace of a folder, which may be there and hold other things.

    The settings are written last: a folder without them is no workspace. Raises UsageError if it is one already.
    """
    from tamis.machine_made.defaults import default_text
    from tamis.store.application import open_application
    from tamis.store.warehouse import create_warehouse

    address = os.environ.get(ADDRESS, "")
    workspace = Workspace(folder, _known_zone(time_zone), new_id(), _checked(address, ADDRESS))
    _refuse_taken(workspace)
    folder.mkdir(parents=True, exist_ok=True)
    # First, because it is the likeliest to be refused.
    with open_application(_to_be_made(workspace.application)):
        pass
    create_warehouse(workspace.warehouse, time_zone=time_zone)
    workspace.rejects.mkdir(exist_ok=True)
    if not workspace.machine_rules.exists():
        workspace.machine_rules.write_text(default_text(), encoding="utf-8")
    with replacing(folder / SETTINGS) as part:
        part.write_text(_settings(workspace), encoding="utf-8")
    return workspace


def find_workspace(named: Path | None, start: Path, *, with_warehouse: bool = True) -> Workspace:
    """The workspace that was named, or else the one that `start` lies in. Raises UsageError if there is none.

    Who does not need the warehouse finds a workspace on a server by its settings alone.
    """
    if named is not None:
        if not (named / SETTINGS).is_file():
            raise UsageError(f'"{named}" is no workspace; make one with: tamis init {named}')
        return _whole(read_settings(named), with_warehouse=with_warehouse)
    above = start.resolve()
    for folder in (above, *above.parents):
        if (folder / SETTINGS).is_file():
            return _whole(read_settings(folder), with_warehouse=with_warehouse)
    raise UsageError("There is no workspace here; make one with: tamis init DIR, or name one with --workspace DIR.")


def _whole(workspace: Workspace, *, with_warehouse: bool) -> Workspace:
    """Raises UsageError where a database of the workspace is gone: a new one in its place would hide the loss."""
    files = [] if workspace.address else [workspace.application_file]
    for file in [workspace.warehouse, *files] if with_warehouse or files else []:
        if not file.is_file() or not file.stat().st_size:
            raise UsageError(f'"{file}" is missing or empty: the workspace is not whole; restore it from a backup.')
    return workspace


def _refuse_taken(workspace: Workspace) -> None:
    folder = workspace.folder
    if folder.exists() and not folder.is_dir():
        raise UsageError(f'"{folder}" is a file; name a folder.')
    if (folder / SETTINGS).exists():
        raise UsageError(f'"{folder}" is a workspace already.')
    for file in (workspace.warehouse, workspace.application_file, workspace.inbox_file):
        if file.exists():
            rest = "the rest of a workspace without its settings"
            raise UsageError(f'"{file}" is there, {rest}; move it away or name another folder.')


def _known_zone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (ValueError, KeyError, OSError):
        raise UsageError(f'There is no time zone "{name}"; write one such as Europe/Paris.') from None


def read_settings(folder: Path) -> Workspace:
    """Raises UsageError for settings that are not ours, or of a newer version of Tamis."""
    file = folder / SETTINGS
    try:
        composed = compose(file.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        raise UsageError(f"{file} is not UTF-8; save it as UTF-8.") from None
    raw = composed.root.value if composed.root else None
    if composed.misread or not isinstance(raw, dict):
        raise UsageError(f"{file} cannot be read as settings; it wants the lines format: {FORMAT} and time_zone: ZONE.")
    for key in raw:
        if key not in _KEYS:
            hint = closest(key, _KEYS) or f"its keys are {', '.join(_KEYS)}"
            raise UsageError(f'{file} has the key "{key}", which is no setting; {hint}.')
    if raw.get("format") != FORMAT:
        raise UsageError(f"{file} is of a format that this Tamis does not read; it reads format: {FORMAT}.")
    address = os.environ.get(ADDRESS) or str(raw.get("application") or "")
    said_by = ADDRESS if os.environ.get(ADDRESS) else str(file)
    id = str(raw.get("id") or "")
    if address and not id:
        line = f'add the line "id: {new_id()}"'
        raise UsageError(f"{file} has no id, by which a database on a server is known as this workspace's; {line}.")
    return Workspace(folder, _known_zone(str(raw.get("time_zone"))), id, _checked(address, said_by))


def new_id() -> str:
    """An id for a workspace. It begins with a letter: YAML reads some others as numbers."""
    return "w" + secrets.token_hex(8)


def _to_be_made(place: Path | SharedDatabase) -> Path | SharedDatabase:
    return place if isinstance(place, Path) else replace(place, is_new=True)


def _checked(address: str, said_by: str) -> str:
    """Raises UsageError for what is no address at all; it is not quoted, since it may hold a password."""
    if address and not address.startswith(("postgresql://", "postgres://")):
        where = f"{said_by} names no PostgreSQL database for definitions, jobs and the inbox"
        raise UsageError(f"{where}; write postgresql://USER:PASSWORD@HOST:PORT/DATABASE.")
    return address


def _settings(workspace: Workspace) -> str:
    text = _SETTINGS.format(format=FORMAT, time_zone=workspace.time_zone, id=workspace.id)
    if not workspace.address:
        return text
    from tamis.store.application import without_password

    return text.replace(
        "# application: postgresql://USER@HOST/DATABASE", f"application: {without_password(workspace.address)}"
    )


_SETTINGS = """\
# A workspace of Tamis. Its files belong together: copy, move or delete the folder as a whole, while nothing uses it.
format: {format}
# Where a day begins, for dates without a time; it stays what it was when the workspace was made.
time_zone: {time_zone}
# Which workspace this is.
id: {id}
# Where definitions, jobs and the inbox are kept, if not in application.sqlite3 and inbox.sqlite3. TAMIS_APPLICATION
# overrides it, and is the place for a password.
# application: postgresql://USER@HOST/DATABASE
"""
