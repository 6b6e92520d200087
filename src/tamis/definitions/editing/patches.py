"""The places of a text that have to be written anew for it to say something else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tamis.definitions.editing import writing
from tamis.definitions.editing.alignment import aligned, is_same
from tamis.definitions.nodes import Node

Patch = tuple[int, int, str]
"""From where to where in the text, and what stands there instead."""


def spliced(text: str, start: int, end: int, found: Iterable[Patch]) -> str:
    """A part of the text with its patches. Raises ValueError where they overlap."""
    parts, at = [], start
    for begin, stop, instead in sorted(found, key=lambda patch: patch[:2]):
        if begin < at:
            raise ValueError("patches overlap")
        parts += [text[at:begin], instead]
        at = stop
    return "".join([*parts, text[at:end]])


def patches(text: str, node: Node, wanted: Any, depth: int, name: str = "") -> list[Patch]:
    """What makes the text say `wanted` where the node stands. Raises ValueError if it has to be replaced as a whole."""
    if is_same(node.value, wanted):
        return []
    if depth and isinstance(node.parts, dict) and isinstance(wanted, dict) and wanted:
        return _Mapping(text, node, depth, name).patches(wanted)
    if depth and isinstance(node.parts, list) and isinstance(wanted, list) and wanted:
        return _List(text, node, depth, name).patches(wanted)
    raise ValueError("it is written anew as a whole")


@dataclass(frozen=True)
class _Part:
    """What both kinds of collections share."""

    text: str
    node: Node
    depth: int
    name: str

    @property
    def _indent(self) -> str:
        return " " * (self.node.column - 1)

    def _inside(self, node: Node, wanted: Any, name: str) -> list[Patch] | None:
        """The patches inside a part; None where it has to be replaced as a whole."""
        is_wide = node.is_flow and not self.node.is_flow and not writing.is_inline(wanted, name.removesuffix("[]"))
        if is_wide and len(writing.flow(wanted)) > writing.WIDEST:
            return None
        try:
            return patches(self.text, node, wanted, self.depth - 1, name)
        except ValueError:
            return None

    def _line_end(self, at: int) -> int:
        """Behind the line that the text before `at` ends on, its line break included."""
        if at and self.text[at - 1] == "\n":
            return at
        end = self.text.find("\n", at)
        return len(self.text) if end < 0 else end + 1

    def _line_start(self, at: int) -> int:
        return self.text.rfind("\n", 0, at) + 1


class _Mapping(_Part):
    """A mapping whose keys are compared with those that are wanted."""

    def patches(self, wanted: dict[str, Any]) -> list[Patch]:
        kept = [key for key in self._parts if key in wanted]
        if not kept:
            raise ValueError("nothing of it is left")
        gone = [key for key in self._parts if key not in wanted]
        new = [key for key in wanted if key not in self._parts]
        found = [patch for key in kept for patch in self._changed(key, wanted[key])]
        if len(gone) == len(new) == 1 and self._is_on_one_line(gone[0]):
            return [*found, self._renamed(gone[0], new[0], wanted[new[0]])]
        return [*found, *self._removed(gone), *self._added(wanted, kept)]

    @property
    def _parts(self) -> dict[str, tuple[int, int, Node]]:
        assert isinstance(self.node.parts, dict)
        return self.node.parts

    def _key_start(self, key: str) -> int:
        line, column, _ = self._parts[key]
        return _offset(self.text, line, column)

    def _colon(self, key: str) -> int:
        return self.text.index(":", self._key_start(key) + (len(key) if self._is_plain(key) else len(key) + 2))

    def _is_plain(self, key: str) -> bool:
        return self.text.startswith(key, self._key_start(key))

    def _value_end(self, key: str) -> int:
        value = self._parts[key][2]
        return max(self._colon(key) + 1, value.end if value.start != value.end else 0)

    def _is_on_one_line(self, key: str) -> bool:
        return "\n" not in self.text[self._key_start(key) : self._value_end(key)]

    def _changed(self, key: str, wanted: Any) -> list[Patch]:
        node = self._parts[key][2]
        inside = self._inside(node, wanted, key)
        if inside is not None:
            return inside
        old = self.text[node.start : node.end]
        is_beside = "\n" not in self.text[self._colon(key) : node.start] and bool(old)
        if self.node.is_flow or writing.is_inline(wanted, key):
            start = node.start if is_beside else self._colon(key) + 1
            end = "\n" if old.endswith("\n") else ""
            return [(start, self._value_end(key), ("" if is_beside else " ") + writing.flow(wanted) + end)]
        lines = "".join(f"\n{self._indent}  {line}" for line in writing.block(wanted, key))
        return [(self._colon(key) + 1, self._value_end(key), lines + ("\n" if old.endswith("\n") else ""))]

    def _renamed(self, old: str, new: str, wanted: Any) -> Patch:
        return self._key_start(old), self._value_end(old), self._entry(new, wanted)

    def _entry(self, key: str, wanted: Any) -> str:
        if self.node.is_flow:
            return f"{writing.scalar(key)}: {writing.flow(wanted)}"
        return f"\n{self._indent}".join(writing.entry(key, wanted))

    def _removed(self, gone: Sequence[str]) -> Iterator[Patch]:
        keys = list(self._parts)
        for key in gone:
            at = keys.index(key)
            left_before = [each for each in keys[:at] if each not in gone]
            if self.node.is_flow and left_before:
                yield self._value_end(keys[at - 1]), self._value_end(key), ""
            elif self.node.is_flow or not left_before:
                # The next key takes its place: behind the dash of an item, or the bracket.
                yield self._key_start(key), self._key_start(keys[at + 1]), ""
            else:
                yield self._line_start(self._key_start(key)), self._line_end(self._value_end(key)), ""

    def _added(self, wanted: dict[str, Any], kept: Sequence[str]) -> Iterator[Patch]:
        before: str | None = None
        pending: list[str] = []
        for key, value in wanted.items():
            if key not in kept:
                pending.append(self._entry(key, value))
                continue
            if pending:
                yield self._inserted(before, kept, pending)
            before, pending = key, []
        if pending:
            yield self._inserted(before, kept, pending)

    def _inserted(self, before: str | None, kept: Sequence[str], entries: Sequence[str]) -> Patch:
        join = ", " if self.node.is_flow else f"\n{self._indent}"
        if before is None:
            at = self._key_start(kept[0])
            return at, at, join.join(entries) + join
        if self.node.is_flow:
            at = self._value_end(before)
            return at, at, "".join(join + entry for entry in entries)
        at = self._line_end(self._value_end(before))
        lines = "".join(f"{self._indent}{entry}\n" for entry in entries)
        return at, at, lines if self.text[at - 1 : at] == "\n" else f"\n{lines}".removesuffix("\n")


class _List(_Part):
    """A list whose items are compared with those that are wanted."""

    def patches(self, wanted: list[Any]) -> list[Patch]:
        items = self._items
        pairs = aligned(self.node.value, wanted)
        if self.node.is_flow:
            return [(self.node.start, self.node.end, self._flow(wanted, pairs))]
        if [old for old, _ in pairs] == list(range(len(items))) and len(wanted) == len(items):
            return [patch for old, new in pairs for patch in self._changed(old or 0, wanted[new])]
        starts = [self._dash_line(at) for at in range(len(items))]
        spaced = any(self.text[self._gap(at) : start].startswith("\n") for at, start in enumerate(starts) if at)
        chunks = [self._chunk(old, wanted[new], spaced=spaced and new > 0) for old, new in pairs]
        end = self._line_end(items[-1].end)
        text = "".join(chunk if chunk.endswith("\n") else f"{chunk}\n" for chunk in chunks)
        if end == len(self.text) and not self.text.endswith("\n"):
            text = text.removesuffix("\n")
        return [(self._gap(0), end, text)]

    @property
    def _items(self) -> list[Node]:
        assert isinstance(self.node.parts, list)
        return self.node.parts

    def _flow(self, wanted: list[Any], pairs: Sequence[tuple[int | None, int]]) -> str:
        return f"[{', '.join(self._piece(old, wanted[new]) for old, new in pairs)}]"

    def _piece(self, old: int | None, wanted: Any) -> str:
        if old is None:
            return writing.flow(wanted)
        node = self._items[old]
        found = self._inside(node, wanted, f"{self.name}[]")
        return writing.flow(wanted) if found is None else spliced(self.text, node.start, node.end, found)

    def _changed(self, at: int, wanted: Any) -> list[Patch]:
        node = self._items[at]
        inside = self._inside(node, wanted, f"{self.name}[]")
        if inside is not None:
            return inside
        end = "\n" if self.text[node.start : node.end].endswith("\n") else ""
        return [(node.start, node.end, self._item(wanted) + end)]

    def _item(self, wanted: Any) -> str:
        """An item, as it stands behind its dash."""
        return f"\n{self._indent}".join(writing.item(wanted, f"{self.name}[]"))[2:]

    def _dash_line(self, at: int) -> int:
        start = self._line_start(self._items[at].start)
        if not self.text[start:].lstrip(" ").startswith("- ") or self.text[start:].lstrip(" ").startswith("- - "):
            raise ValueError("its dash does not begin a line")
        return start

    def _gap(self, at: int) -> int:
        """Where the lines before an item begin: the blank ones and comments between it and what stands before."""
        if at:
            return self._line_end(self._items[at - 1].end)
        start = self._dash_line(0)
        while start and self.text[self._line_start(start - 1) : start].lstrip().startswith("#"):
            start = self._line_start(start - 1)
        return start

    def _chunk(self, old: int | None, wanted: Any, *, spaced: bool) -> str:
        """The lines of an item, with the comments above it."""
        blank = "\n" if spaced else ""
        if old is None:
            return f"{blank}{self._indent}- {self._item(wanted)}\n"
        start, end = self._gap(old), self._line_end(self._items[old].end)
        chunk = spliced(self.text, start, end, self._changed(old, wanted)).lstrip("\n")
        return blank + chunk


def _offset(text: str, line: int, column: int) -> int:
    at = 0
    for _ in range(line - 1):
        at = text.index("\n", at) + 1
    return at + column - 1
