"""The text of a definition under another key and label: nothing else of it changes, comments included."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent, SequenceStartEvent

# Letters that no YAML reads as anything but themselves; all else is put into quotes.
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_]*( [A-Za-z0-9_]+)*")
_WORDS = {"null", "true", "false", "yes", "no", "on", "off", "y", "n"}


@dataclass(frozen=True)
class _Value:
    """Where a value of the outermost mapping stands in the text, and the column of its key."""

    start: int
    end: int
    column: int
    is_flow: bool


def reworded(text: str, *, key: str, label: str | None) -> str:
    """The text of a definition that can be read, with that key, and that label if one is given. Of a text that writes
    them in a strange way (`? key`, aliases), something that is no such definition; or ValueError is raised.

    >>> reworded("key: a  # first\\nobject: contact\\n", key="b", label="B: new")
    'key: b  # first\\nlabel: "B: new"\\nobject: contact\\n'
    """
    try:
        found = _values(text)
        if label is not None and "label" in found:
            text = _put(text, found["label"], label)
        elif label is not None:
            text = _added(text, found["key"], label)
        # The key, where it stands after the label, has moved.
        return _put(text, _values(text)["key"], key)
    except (YAMLError, KeyError) as error:
        raise ValueError("the key or the label is written in a way that cannot be changed") from error


def _put(text: str, place: _Value, value: str) -> str:
    old = text[place.start : place.end]
    # A label may be left empty, and a text of several lines ends with a line.
    before, after = "" if old else " ", "\n" if old.endswith("\n") else ""
    return text[: place.start] + before + _written(value) + after + text[place.end :]


def _added(text: str, key: _Value, label: str) -> str:
    """A label behind the key."""
    if key.is_flow:
        return f"{text[: key.end]}, label: {_written(label)}{text[key.end :]}"
    end = text.find("\n", key.end)
    head, rest = (text, "\n") if end < 0 else (text[:end], text[end:])
    return f"{head}\n{' ' * key.column}label: {_written(label)}{rest}"


def _written(value: str) -> str:
    is_plain = _PLAIN.fullmatch(value) and value.casefold() not in _WORDS
    return value if is_plain else json.dumps(value, ensure_ascii=False)


def _values(text: str) -> Mapping[str, _Value]:
    """The plain values of the outermost mapping, by key."""
    return dict(_walk(text))


def _walk(text: str) -> Iterator[tuple[str, _Value]]:
    depth, key, is_flow = 0, None, False
    for event in YAML(typ="safe", pure=True).parse(text):
        if isinstance(event, MappingEndEvent | SequenceEndEvent):
            depth -= 1
        elif depth == 1 and key is not None:
            if isinstance(event, ScalarEvent):
                start, end = event.start_mark.index, event.end_mark.index
                if start == end:
                    # Nothing is written there; its mark is where the next thing begins.
                    start = end = text.index(":", key.end_mark.index) + 1
                yield key.value, _Value(start, end, key.start_mark.column, is_flow)
            key = None
        elif depth == 1 and isinstance(event, ScalarEvent):
            key = event
        if isinstance(event, MappingStartEvent | SequenceStartEvent):
            is_flow = bool(event.flow_style) if depth == 0 else is_flow
            depth += 1
