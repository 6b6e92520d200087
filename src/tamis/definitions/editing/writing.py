"""Values as YAML, the way the templates write them: groups and rules in lines, what is short between brackets."""

from __future__ import annotations

import json
import re
from typing import Any

from tamis.definitions.nodes import plain

WIDEST = 96
"""What is longer between brackets is written in lines."""

_PLAIN = re.compile(r"[^\W\d_][\w ./%+()&'’–-]*(?<! )")
_COUNTED = re.compile(r"\d+ [a-z]+|\d{4}-\d\d-\d\d", re.ASCII)
# Older readers of YAML take these for booleans.
_WORDS = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
_UNPRINTED = re.compile("[\x7f-\xa0\xad\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")
_IN_LINES = frozenset(
    {"", "groups", "groups[]", "rules", "rules[]", "cases", "times", "thresholds", "fit", "engagement"}
)


def flow(value: Any) -> str:
    """A value in one line.

    >>> flow({"property": "industry", "is_any_of": ["hotels", "12"]})
    '{property: industry, is_any_of: [hotels, "12"]}'
    """
    if isinstance(value, dict):
        return f"{{{', '.join(f'{scalar(key)}: {flow(each)}' for key, each in value.items())}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(flow(each) for each in value)}]"
    return scalar(value)


def scalar(value: Any) -> str:
    """A single value: a text in quotes where YAML would read it as anything else."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _number(value)
    text = str(value)
    is_read_back = plain(text) == text and text.casefold() not in _WORDS
    is_plain = _PLAIN.fullmatch(text) and len(text.split("\n")) == 1 or _COUNTED.fullmatch(text)
    return text if is_plain and is_read_back else _quoted(text)


def is_inline(value: Any, name: str) -> bool:
    """Whether a value stands in one line; `name` is its key, for an item that of its list with `[]`."""
    if not isinstance(value, dict | list | tuple) or not value:
        return True
    is_list_of_rules = name in _IN_LINES and not (name == "times" and isinstance(value, dict))
    return not is_list_of_rules and len(flow(value)) <= WIDEST


def block(value: Any, name: str) -> list[str]:
    """The lines of a mapping or a list that is not empty, without indentation."""
    if isinstance(value, dict):
        return [line for key, each in value.items() for line in entry(key, each)]
    return [line for each in value for line in item(each, f"{name}[]")]


def entry(key: str, value: Any) -> list[str]:
    """The lines of a key and its value."""
    if is_inline(value, key):
        return [f"{scalar(key)}: {flow(value)}"]
    return [f"{scalar(key)}:", *(f"  {line}" for line in block(value, key))]


def item(value: Any, name: str) -> list[str]:
    """The lines of an item of a list in lines."""
    if is_inline(value, name):
        return [f"- {flow(value)}"]
    first, *others = block(value, name)
    return [f"- {first}", *(f"  {line}" for line in others)]


def whole(value: Any) -> str:
    """The text of a definition, of its values alone."""
    return "\n".join(block(value, "")) + "\n" if value else "{}\n"


def _number(value: float) -> str:
    written = getattr(value, "text", None)
    if written is not None:
        return str(written)
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**15:
        return str(int(value))
    return repr(value).replace("inf", ".inf").replace("nan", ".nan")


def _quoted(text: str) -> str:
    return _UNPRINTED.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))
