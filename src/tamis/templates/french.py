"""What people read of templates in French; keys and what is compared with the data stay.

`french.txt` has labels, descriptions and tiers, `french_comments.txt` comments: each text in a line, and below it the
French one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

from tamis.definitions.editing import rewritten, values_of

_SAID = frozenset({"label", "description", "tier"})


def in_french(text: str) -> str:
    """The text of a template in French."""
    said = rewritten(text, _values_in_french(values_of(text)))
    known = french_comments()
    return re.sub(r"(?<=# ).+$", lambda comment: known.get(comment[0], comment[0]), said, flags=re.MULTILINE)


def french_names() -> Mapping[str, str]:
    """Labels, descriptions and tiers, with what they are in French."""
    return _read("french.txt")


def french_comments() -> Mapping[str, str]:
    """The lines of comments."""
    return _read("french_comments.txt")


def _values_in_french(values: Any) -> Any:
    if isinstance(values, list):
        return [_values_in_french(each) for each in values]
    if not isinstance(values, dict):
        return values
    names = french_names()
    return {key: names.get(each, each) if key in _SAID else _values_in_french(each) for key, each in values.items()}


@lru_cache(maxsize=2)
def _read(name: str) -> Mapping[str, str]:
    paragraphs = (files(__package__) / name).read_text(encoding="utf-8").strip("\n").split("\n\n")
    return dict(paragraph.split("\n", 1) for paragraph in paragraphs)
