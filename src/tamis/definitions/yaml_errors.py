"""What the YAML parser stumbles over, in plain sentences."""

from __future__ import annotations

import re
from typing import Any

from ruamel.yaml.error import MarkedYAMLError, YAMLError


class Misread(Exception):
    """A mistake in the YAML itself, at a line and column (from 1)."""

    def __init__(self, code: str, message: str, hint: str = "", line: int = 0, column: int = 0) -> None:
        self.code, self.message, self.hint, self.line, self.column = code, message, hint, line, column
        super().__init__(message)


# (in the parser's problem, our sentence, our hint)
_SENTENCES = (
    (
        "mapping values are not allowed",
        'a ":" stands where no key can be',
        "indent like the lines above, or quote a text that holds a colon",
    ),
    ("found character '\\t'", "a tab stands where only spaces may be", "indent with spaces"),
    ("cannot start any token", "a text begins with a character that YAML keeps for itself", "put the text in quotes"),
    (
        "expected ',' or ']'",
        "the list that opens with [ is not closed here",
        "close it with ], and separate items with ,",
    ),
    (
        "expected ',' or '}'",
        "the mapping that opens with { is not closed here",
        "close it with }, and separate keys with ,",
    ),
    ("expected <block end>", "the indentation does not fit the lines above", "align it with the keys it belongs to"),
    (
        "expected '<document start>'",
        "the text goes on here, where the value above has already ended",
        "check the indentation, and the brackets and quotes above",
    ),
    (
        "could not find expected ':'",
        'a key stands without ":"',
        "write key: value, or indent it as part of the line above",
    ),
    (
        "unknown escape character",
        "a backslash in double quotes begins no known escape",
        "write \\\\, or use single quotes",
    ),
    (
        "expected the node content",
        "the file ends, or a bracket closes, where a value is wanted",
        "complete or remove it",
    ),
)


def explain(error: MarkedYAMLError) -> Misread:
    """The parser's error as a sentence, at the place where the author has to look."""
    problem, mark = str(error.problem or ""), error.problem_mark or error.context_mark
    if "quoted scalar" in str(error.context) and "end of" in problem:
        message = "the quote that opens here is never closed"
        return _at(error.context_mark or mark, message, "close it on the same line")
    for words, message, hint in _SENTENCES:
        if words in problem:
            return _at(mark, message, hint)
    return _at(mark, f"the file is not valid YAML ({problem or 'it cannot be read'})", "")


def explain_character(error: YAMLError, text: str) -> Misread:
    """A character that YAML does not allow (a control character), at its place."""
    found = re.search(r"#x([0-9a-f]+)", str(error))
    position = int(getattr(error, "position", 0) or 0)
    before = text[:position]
    line, column = before.count("\n") + 1, position - (before.rfind("\n") + 1) + 1
    name = f"U+{int(found[1], 16):04X}" if found else "that YAML does not allow"
    return Misread("wrong-yaml", f"the file holds the character {name}", "take it out", line, column)


def _at(mark: Any, message: str, hint: str) -> Misread:
    line, column = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
    return Misread("wrong-yaml", message, hint, line, column)
