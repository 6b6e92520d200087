"""The manifest of a backup: what is in it, and how each part is known to be whole."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from tamis.errors import UsageError
from tamis.operations.workspace import MACHINE_RULES, SETTINGS

FORMAT = 1
NAME = "manifest.json"
WAREHOUSE = "warehouse.duckdb"
APPLICATION = "application.sqlite3"
INBOX = "inbox.sqlite3"
REJECTS = "rejects"

_NEEDED = (SETTINGS, WAREHOUSE, APPLICATION)
_ALLOWED = (*_NEEDED, INBOX, MACHINE_RULES)
# One plain name below `rejects`: nothing that climbs out, is hidden, or that another system takes for a path.
_REJECTS = re.compile(rf"{REJECTS}/(?!\.)[^/\\:\x00-\x1f]{{1,200}}")


class Member(BaseModel):
    """One file of the workspace."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    name: str
    """As in the workspace: `warehouse.duckdb`, `rejects/2026-06-01.csv`."""
    size: int = Field(ge=0)
    """Bytes."""
    sha256: str = Field(pattern="^[0-9a-f]{64}$")


class Manifest(BaseModel):
    """The files of a backup, and which Tamis made it when."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    format: int
    tamis: str
    at: AwareDatetime
    """When the backup was begun."""
    members: tuple[Member, ...]

    @property
    def size(self) -> int:
        """Bytes of all members."""
        return sum(member.size for member in self.members)


class _Beginning(BaseModel):
    """What the manifests of all formats have."""

    format: int
    tamis: str


def read_manifest(text: bytes, file: str) -> Manifest:
    """The manifest of the backup `file`. Raises UsageError for one that is damaged, newer, or names what no backup
    holds."""
    try:
        beginning = _Beginning.model_validate_json(text)
        if beginning.format > FORMAT:
            raise UsageError(
                f'"{file}" was made by a newer Tamis ({beginning.tamis}); install that one, or a later one.'
            )
        manifest = Manifest.model_validate_json(text)
    except ValidationError:
        raise UsageError(f'"{file}" is no backup of Tamis, or is damaged: its manifest cannot be read.') from None
    names = [member.name for member in manifest.members]
    _refuse_names(names, file)
    return manifest


def is_member(name: str) -> bool:
    """Whether a backup may hold a file of that name.

    >>> is_member("rejects/2026-06-01.csv"), is_member("rejects/../workspace.yaml"), is_member("/etc/passwd")
    (True, False, False)
    """
    return name in _ALLOWED or _REJECTS.fullmatch(name) is not None


def _refuse_names(names: Sequence[str], file: str) -> None:
    if strange := next((name for name in names if not is_member(name)), None):
        raise UsageError(f'"{file}" holds "{strange}", which is no part of a workspace; nothing was restored.')
    if len(set(names)) != len(names):
        raise UsageError(f'"{file}" is damaged: its manifest names a file twice.')
    if missing := [name for name in _NEEDED if name not in names]:
        raise UsageError(f'"{file}" is not whole: it has no {missing[0]}.')
