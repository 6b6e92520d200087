"""The names of files as the person typed them, in place of the absolute ones that a server knows them by."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from tamis.errors import Issue


@dataclass(frozen=True)
class Wording:
    """Folders and files, the longest first: as the server names them, and as the command does. `here` is `.`."""

    names: tuple[tuple[Path, Path], ...] = ()
    here: Path | None = None

    @classmethod
    def of(cls, typed: Iterable[Path], served: Path, folder: Path) -> Wording:
        """That of a command with these paths, and of the workspace by the server's name and by the command's."""
        paths = [path for path in typed if not path.is_absolute()]
        pairs = {each.absolute(): each for path in paths for each in (path, *path.parents[:-1])}
        pairs.setdefault(served, folder)
        ordered = sorted(pairs.items(), key=lambda pair: len(str(pair[0])), reverse=True)
        return cls(tuple((theirs, ours) for theirs, ours in ordered if theirs != ours), Path.cwd() if paths else None)

    def path(self, path: Path) -> Path:
        """The path as the command names it."""
        for theirs, ours in self.names:
            if path.is_relative_to(theirs):
                return ours / path.relative_to(theirs)
        return path

    def text(self, text: str) -> str:
        """The text with such names in it."""
        for theirs, ours in self.names:
            below = "" if ours == Path() else f"{ours}/"
            text = text.replace(f"{theirs}/", below)
            text = _replaced(text, theirs, str(ours))
        return _replaced(text, self.here, ".") if self.here else text

    def issue(self, issue: Issue) -> Issue:
        """The issue with such names in it."""
        return replace(issue, file=self.text(issue.file), message=self.text(issue.message), hint=self.text(issue.hint))


def _replaced(text: str, path: Path, name: str) -> str:
    """The text with another name for the path itself, not for what lies below or beside it."""
    return re.sub(re.escape(str(path)) + r"(?![\w/-])", lambda _: name, text)
