"""Where the application database and the inbox of a restored workspace go: into their files, or onto a server.

A backup may be read on any machine, so the address in it is not followed: that database is in use, or out of reach. On
a server goes what TAMIS_APPLICATION names, or that of the workspace that is replaced.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tamis.errors import UsageError
from tamis.operations.manifest import APPLICATION, INBOX
from tamis.operations.workspace import ADDRESS, SETTINGS, new_id, read_settings
from tamis.store.application import SharedDatabase, next_id, replacing_application, without_password
from tamis.store.inbox import fill_inbox


@dataclass(frozen=True)
class ApplicationHome:
    """A server's address, or none for the file; and the id of the workspace that is replaced, if any."""

    address: str = field(repr=False)
    replaced: str | None = None

    def settle(self, unfinished: Path) -> None:
        """Writes the home into the settings of a restored workspace. On a server it is a new one, with a new id: if
        the restore is killed before its database is there, the old one is refused and not taken for it."""
        file = unfinished / SETTINGS
        text = before = file.read_text(encoding="utf-8")
        text = re.sub(r"(?m)^application:", "# application:", text)
        if self.address:
            text = re.sub(r"(?m)^id:.*\n?", "", text).rstrip("\n")
            id = next_id(self.replaced) if self.replaced else new_id()
            text += f"\nid: {id}\napplication: {without_password(self.address)}\n"
        if text != before:
            file.write_text(text, encoding="utf-8")

    @contextmanager
    def filled(self, unfinished: Path) -> Iterator[None]:
        """On a server: has all of it there when the block ends, and removes the files. Raises UsageError for a
        database that is not empty and not that of the workspace that is replaced."""
        if not self.address:
            yield
            return
        place = SharedDatabase(self.address, read_settings(unfinished).id)
        # Out of the folder, which gets another name while the files are read.
        with tempfile.TemporaryDirectory(prefix="tamis-") as name:
            for member in (APPLICATION, INBOX):
                if (unfinished / member).is_file():
                    shutil.move(unfinished / member, name)
            with replacing_application(Path(name) / APPLICATION, place, instead_of=self.replaced) as connection:
                fill_inbox(connection, place, Path(name) / INBOX)
                yield


def home_instead_of(folder: Path | None) -> ApplicationHome:
    """The home of what is restored in place of a workspace, or of none."""
    try:
        replaced = read_settings(folder) if folder else None
    except UsageError:
        # It is replaced because it is damaged.
        replaced = None
    address = os.environ.get(ADDRESS) or (replaced.address if replaced else "")
    return ApplicationHome(address, replaced.id if replaced else None)
