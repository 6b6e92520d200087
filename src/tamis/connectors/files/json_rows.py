"""Rows of a JSON-lines file: every value as its text would be in CSV, lists apart (data.md, "Values")."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NoReturn

from tamis.connectors.files.folder import TableFile
from tamis.connectors.files.lines import lines_of
from tamis.nesting import is_nested_deeper

# A text, or the items of a list; an item of None is something that is no text (a list or an object).
Value = str | list[str | None]
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class JsonRow:
    """One line as it came: its number (from 1), its text, its values by name, or what is wrong with it.

    A blank value is None: it still says that there is a column of that name.
    """

    line: int
    text: str
    values: dict[str, Value | None]
    problem: str = ""


class _Numeral(str):
    """A number as it was written: no digit of it is lost."""


class _NotPlain(ValueError):
    """Valid to Python's reader, but not a row that can be kept; the text is the reason."""


def json_rows(file: TableFile) -> Iterator[JsonRow]:
    """The lines that are not empty. Raises DataError for a file that is no text."""
    for number, line in enumerate(lines_of(file), start=1):
        text = line.rstrip("\r\n")
        if text.strip():
            yield _row(number, text)


def compact(value: object) -> str:
    """Compact JSON with sorted keys, numbers as they were written."""
    match value:
        case _Numeral():
            return str(value)
        case dict():
            return "{" + ",".join(f"{compact(key)}:{compact(value[key])}" for key in sorted(value)) + "}"
        case list():
            return "[" + ",".join(map(compact, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def value_of(text: str, name: str) -> object:
    """The value of a key in a JSON object, of the first where there are several; its numbers as they were written."""
    found = json.loads(text, object_pairs_hook=_first, parse_int=_Numeral, parse_float=_Numeral)
    return found.get(name)


def _first(pairs: list[tuple[str, object]]) -> dict[str, object]:
    return dict(reversed(pairs))


def _row(number: int, text: str) -> JsonRow:
    if is_nested_deeper(text):
        return JsonRow(number, text, {}, "the line is nested too deep")
    try:
        found = _DECODER.decode(text)
        if not isinstance(found, dict):
            return JsonRow(number, text, {}, "the line is no JSON object")
        # Only an escape can bring half a character into text that was read as UTF-8.
        if "\\u" in text and _SURROGATE.search(compact(found)):
            return JsonRow(number, text, {}, "the line has half a character (an unpaired surrogate)")
        values = {name: _value(value) for name, value in found.items()}
    except _NotPlain as error:
        return JsonRow(number, text, {}, str(error))
    except (ValueError, RecursionError):
        return JsonRow(number, text, {}, "the line is no JSON object")
    return JsonRow(number, text, {name: None if value == "" else value for name, value in values.items()})


def _value(value: object) -> Value | None:
    match value:
        case str() | None:
            return value
        case bool():
            return "true" if value else "false"
        case list():
            return [_item(item) for item in value if item is not None]
    return compact(value)


def _item(item: object) -> str | None:
    if isinstance(item, bool):
        return "true" if item else "false"
    return str(item) if isinstance(item, str) else None


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _NotPlain("the line names a key twice")
    return found


def _no_constant(name: str) -> NoReturn:
    raise _NotPlain(f"{name} is no JSON")


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_int=_Numeral, parse_float=_Numeral, parse_constant=_no_constant
)
