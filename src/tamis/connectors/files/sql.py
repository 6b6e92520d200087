"""Small pieces of SQL text. People's names and texts only ever become literals, never identifiers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

_GLOB = re.compile(r"[*?\[]")


def literal(text: str) -> str:
    """The text as an SQL literal.

    >>> print(literal("it's"))
    'it''s'
    """
    parts = ("'" + part.replace("'", "''") + "'" for part in text.split("\0"))
    joined = " || chr(0) || ".join(parts)
    return f"({joined})" if "\0" in text else joined


def literals(texts: Iterable[str]) -> str:
    """The texts as a parenthesised list for IN.

    >>> print(literals(["b", "a"]))
    ('a', 'b')
    """
    return "(" + ", ".join(literal(text) for text in sorted(texts)) + ")"


def path_literal(path: Path) -> str:
    """A path as DuckDB's readers want it: characters that would make it a pattern stand for themselves."""
    return literal(_GLOB.sub(lambda found: f"[{found.group()}]", str(path)))


def any_of(predicates: Iterable[str]) -> str:
    """The predicates joined by OR; false without any."""
    return " OR ".join(f"({predicate})" for predicate in predicates) or "false"
