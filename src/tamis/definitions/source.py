"""Where a definition was written: the place of each of its parts, and what to call them in a sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tamis.definitions.grammar import Path
from tamis.definitions.nodes import Node
from tamis.definitions.origins import original
from tamis.errors import Issue


@dataclass(frozen=True, eq=False)
class Source:
    """The file of one definition, and the tree that it was read from."""

    file: str
    root: Node
    kept: Any
    """The values that became the definition; list items that were wrong are not among them."""
    is_whole: bool = True
    """Nothing had to be taken out."""
    noun: str = ""
    """What it is, where its keys do not tell a score from a segment."""

    def issue(
        self,
        path: Iterable[str | int],
        code: str,
        message: str,
        hint: str = "",
        severity: str = "error",
        *,
        on_key: bool = False,
    ) -> Issue:
        """An issue at the node of that path in the definition (or its nearest parent)."""
        return self.issue_as_written(self.as_written(path), code, message, hint, severity, on_key=on_key)

    def issue_as_written(
        self, path: Path, code: str, message: str, hint: str = "", severity: str = "error", *, on_key: bool = False
    ) -> Issue:
        """The same for a path in the file as it was written."""
        line, column = self.root.place(path, on_key=on_key)
        return Issue(self.file, line, column, code, message, hint, path_text(path), severity)

    def name_of(self, path: Iterable[str | int]) -> str:
        """What the author calls the part at a path: `Rule "Large company"`, `Rule 2 of group sales`."""
        return self.name_as_written(self.as_written(path))

    def name_as_written(self, path: Path) -> str:
        """The same for a path in the file as it was written."""
        if len(path) >= 2 and path[:1] == original(self.kept, ("groups",)) and isinstance(path[1], int):
            group = _called(self._at(path[:2]), "key") or str(path[1] + 1)
            if len(path) >= 4 and path[2] == "rules" and isinstance(path[3], int):
                label = _called(self._at(path[:4]), "label")
                return f'Rule "{label}"' if label else f"Rule {path[3] + 1} of group {group}"
            return f"Group {group}"
        kind = self.noun or ("Score" if is_score(self.root.value) or is_score(self.kept) else "Segment")
        return f"{kind} {_called(self.root.value, 'key')}".rstrip()

    def as_written(self, path: Iterable[str | int]) -> Path:
        """A path in the definition as the path in the file."""
        return original(self.kept, tuple(path))

    def written(self, path: Iterable[str | int]) -> Any:
        """The value at a path in the definition, as it was written; numbers know their text."""
        return self._at(self.as_written(path))

    def _at(self, path: Path) -> Any:
        value = self.root.value
        for part in path:
            inside = isinstance(value, dict) and part in value or isinstance(value, list) and isinstance(part, int)
            value = value[part] if inside else None
        return value


def is_score(raw: Any) -> bool:
    """Whether the values are meant as a score: only scores have groups, bounds, a population or thresholds."""
    return isinstance(raw, dict) and bool({"groups", "thresholds", "population", "limit", "floor"} & set(raw))


def path_text(path: Path) -> str:
    """
    >>> path_text(("groups", 1, "rules", 0, "where"))
    'groups[1].rules[0].where'
    """
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).removeprefix(".")


def _called(value: Any, key: str) -> str:
    name = value.get(key) if isinstance(value, dict) else None
    return name if isinstance(name, str) else ""
