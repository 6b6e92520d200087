"""YAML 1.2 as a tree of values that know their line and column.

Built from the parser's events without recursion, so that deep nesting, endless aliases and repeated keys are met
here, with a sentence, and not as a crash further on. Only the core schema: `yes`, `on` and dates are texts.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from tamis.definitions.grammar import Path
from tamis.definitions.yaml_errors import Misread, explain, explain_character

MOST_NODES = 100_000
DEEPEST = 100

_NULL = re.compile(r"null|Null|NULL|~|")
_TRUE = re.compile(r"true|True|TRUE")
_FALSE = re.compile(r"false|False|FALSE")
_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_INFINITE = re.compile(r"[-+]?(\.inf|\.Inf|\.INF)|\.nan|\.NaN|\.NAN")
# Python refuses to read longer rows of digits, and no number of a score is as long.
_LONGEST_INTEGER = 400


class WrittenInt(int):
    """A whole number that remembers how it was written."""

    text: str


class WrittenFloat(float):
    """A number that remembers how it was written: rounding must not hide its decimals."""

    text: str


@dataclass(slots=True)
class Node:
    """A value, its place (from 1), its parts, and how many nodes it stands for with its aliases written out."""

    line: int
    column: int
    value: Any
    parts: dict[str, tuple[int, int, Node]] | list[Node] | None = None
    size: int = 1
    start: int = 0
    end: int = 0
    """Where its text begins and ends in the whole; that of a block mapping or list with its last part."""
    is_flow: bool = False
    """Written between brackets."""

    def place(self, path: Path, *, on_key: bool = False) -> tuple[int, int]:
        """Line and column of what stands at the path, or of its nearest parent; with `on_key`, of its key."""
        node = self
        for depth, part in enumerate(path):
            if isinstance(node.parts, dict) and part in node.parts:
                line, column, node = node.parts[str(part)]
                if on_key and depth == len(path) - 1:
                    return line, column
            elif isinstance(node.parts, list) and isinstance(part, int) and part < len(node.parts):
                node = node.parts[part]
            else:
                break
        return node.line, node.column


@dataclass(slots=True)
class _Open:
    """A mapping or list whose end is not yet reached."""

    node: Node
    anchor: str | None
    key: tuple[str, int, int] | None = None
    expects_value: bool = False


@dataclass
class Composed:
    """The tree of one document (none if it could not be read), and what was wrong on the way."""

    root: Node | None = None
    misread: list[Misread] = field(default_factory=list)


def compose(text: str) -> Composed:
    """The tree of a YAML text; mistakes of the YAML itself are in `misread`, and nothing is raised."""
    composed = Composed()
    try:
        composer = _Composer(composed.misread)
        for event in YAML(typ="safe", pure=True).parse(text):
            composer.take(event)
        composed.root = composer.root
    except Misread as misread:
        composed.misread.append(misread)
    except MarkedYAMLError as error:
        composed.misread.append(explain(error))
    except YAMLError as error:
        composed.misread.append(explain_character(error, text))
    except (ValueError, OverflowError, RecursionError):
        # ruamel reads some escapes and directives with plain int() and chr().
        composed.misread.append(Misread("wrong-yaml", "the file is not valid YAML", line=1, column=1))
    if composed.root is None and not composed.misread:
        composed.misread.append(Misread("empty-file", "the file is empty", "write a score or a segment", 1, 1))
    return composed


class _Composer:
    """Takes events one by one and builds the tree."""

    def __init__(self, misread: list[Misread]) -> None:
        self.root: Node | None = None
        self._misread = misread
        self._open: list[_Open] = []
        self._anchors: dict[str, Node] = {}
        self._last = 0
        """Where the latest scalar, alias or closed bracket ends."""

    def take(self, event: Any) -> None:
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        if isinstance(event, DocumentStartEvent) and self.root is not None:
            message = "a second document begins here (---)"
            raise Misread("several-documents", message, "one definition a file", line, column)
        if isinstance(event, MappingEndEvent | SequenceEndEvent):
            self._close(event.end_mark.index)
        elif isinstance(event, AliasEvent):
            self._last = event.end_mark.index
            self._add(self._aliased(event.anchor, line, column), None)
        elif isinstance(event, ScalarEvent | MappingStartEvent | SequenceStartEvent):
            self._refuse_tag(event, line, column)
            self._begin(event, line, column)

    def _begin(self, event: Any, line: int, column: int) -> None:
        if isinstance(event, ScalarEvent):
            is_key = (
                bool(self._open) and isinstance(self._open[-1].node.parts, dict) and not self._open[-1].expects_value
            )
            value = event.value if is_key or not event.implicit[0] else plain(event.value)
            span = (event.start_mark.index, event.end_mark.index)
            self._last = span[1]
            self._add(Node(line, column, value, None, 1, *span), event.anchor)
            return
        node = Node(line, column, {}, {}) if isinstance(event, MappingStartEvent) else Node(line, column, [], [])
        node.start, node.is_flow = event.start_mark.index, bool(event.flow_style)
        if len(self._open) >= DEEPEST:
            raise Misread("too-deep", f"the YAML is nested more than {DEEPEST} deep", "make it flatter", line, column)
        self._open.append(_Open(node, event.anchor))

    def _close(self, end: int) -> None:
        closed = self._open.pop()
        # The end of a block is only seen at whatever comes after it.
        closed.node.end = end if closed.node.is_flow else self._last
        self._last = end if closed.node.is_flow else self._last
        self._add(closed.node, closed.anchor)

    def _add(self, node: Node, anchor: str | None) -> None:
        if anchor:
            self._anchors[anchor] = node
        if not self._open:
            self.root = node
            return
        parent = self._open[-1]
        parent.node.size += node.size
        if parent.node.size > MOST_NODES:
            message = f"the YAML holds more than {MOST_NODES} values once its aliases are written out"
            raise Misread("too-large", message, "split it, or use fewer aliases", node.line, node.column)
        if isinstance(parent.node.parts, list):
            parent.node.parts.append(node)
            parent.node.value.append(node.value)
        else:
            self._add_to_mapping(parent, node)

    def _add_to_mapping(self, parent: _Open, node: Node) -> None:
        assert isinstance(parent.node.parts, dict)
        if not parent.expects_value:
            if isinstance(node.parts, dict | list) or not isinstance(node.value, str):
                raise Misread("wrong-key", "a key is a text", "write it as key: value", node.line, node.column)
            parent.key, parent.expects_value = (node.value, node.line, node.column), True
            return
        assert parent.key is not None
        (key, line, column), parent.expects_value = parent.key, False
        if key in parent.node.parts:
            first, _, _ = parent.node.parts[key]
            message = f'the key "{key}" is written twice, on lines {first} and {line}'
            self._misread.append(Misread("repeated-key", message, "keep one of the two", line, column))
            return
        parent.node.parts[key] = (line, column, node)
        parent.node.value[key] = node.value

    def _aliased(self, name: str, line: int, column: int) -> Node:
        if any(opened.anchor == name for opened in self._open):
            raise Misread("endless-alias", f"*{name} stands inside what it repeats", "write it out", line, column)
        if name not in self._anchors:
            raise Misread(
                "unknown-alias", f"*{name} repeats something that is not there", f"mark it with &{name}", line, column
            )
        return self._anchors[name]

    def _refuse_tag(self, event: Any, line: int, column: int) -> None:
        if event.ctag is not None:
            message = f"the tag {str(event.ctag).replace('tag:yaml.org,2002:', '!!')} is not taken"
            raise Misread("yaml-tag", message, "write the value itself, in quotes if it is a text", line, column)


def plain(text: str) -> Any:
    """A scalar without quotes, by the core schema of YAML 1.2.

    >>> [plain(text) for text in ("yes", "true", "0x1F", ".5", "2026-01-31", "~")]
    ['yes', True, 31, 0.5, '2026-01-31', None]
    """
    if not text or text[0] in "nN~" and _NULL.fullmatch(text):
        return None
    if text[0] in "tTfF" and (_TRUE.fullmatch(text) or _FALSE.fullmatch(text)):
        return text[0] in "tT"
    if text[0] not in "0123456789+-.":
        return text
    return _number(text)


def _number(text: str) -> Any:
    number: WrittenInt | WrittenFloat
    if _INTEGER.fullmatch(text):
        base = {"0o": 8, "0x": 16}.get(text[:2], 10)
        is_long = len(text) > _LONGEST_INTEGER
        number = WrittenFloat(math.inf) if is_long else WrittenInt(int(text[2:] if base != 10 else text, base))
    elif _FLOAT.fullmatch(text):
        number = WrittenFloat(text)
    elif _INFINITE.fullmatch(text):
        number = WrittenFloat(text.replace(".", ""))
    else:
        return text
    number.text = text
    return number
