"""The names of files as the person typed them, in place of the absolute ones that a server knows them by."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from tamis.errors import Issue


@dataclass(frozen=True)
class Wording:
    """Folders and files: as the server names them, and as the command does."""

    names: tuple[tuple[Path, Path], ...]

    @classmethod
    def of(cls, typed: Mapping[str, Path], served: Path, folder: Path) -> Wording:
        """That of a command: its arguments that are paths; and the workspace, by the server's and by its own name."""
        pairs = {path.absolute(): path for path in typed.values()}
        pairs.setdefault(served, folder)
        # The longest first: what lies in another is to be known by its own name.
        ordered = sorted(pairs.items(), key=lambda pair: len(str(pair[0])), reverse=True)
        return cls(tuple((theirs, ours) for theirs, ours in ordered if theirs != ours))

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
            text = re.sub(re.escape(str(theirs)) + r"(?![\w-])", str(ours).replace("\\", r"\\"), text)
        return text

    def issue(self, issue: Issue) -> Issue:
        """The issue with such names in it."""
        return replace(issue, file=self.text(issue.file), message=self.text(issue.message), hint=self.text(issue.hint))
