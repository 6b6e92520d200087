"""Changing the text of a definition part by part: what a score editor does, without an editor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tamis.definitions.composing import composed
from tamis.definitions.editing.rewriting import rewritten, says
from tamis.definitions.editing.writing import whole
from tamis.errors import UsageError

__all__ = ["edited", "rewritten", "says", "values_of", "whole"]


def values_of(text: str) -> dict[str, Any] | None:
    """What a text says, as plain values; None for what is no mapping, or no YAML."""
    tree = composed(text)
    is_read = tree.root is not None and not tree.misread and isinstance(tree.root.value, dict)
    return tree.root.value if is_read and tree.root is not None else None


def edited(text: str, change: Callable[..., dict[str, Any]], *arguments: Any, **options: Any) -> str:
    """The text after an edit of `edits`, all of it or none.

    Raises UsageError for a text that cannot be read as YAML, and NoSuchPlace for a path that leads nowhere.

    >>> from tamis.definitions.editing.edits import switch
    >>> edited("groups:\\n  - rules:\\n      - event: a   # ours\\n", switch, ("groups", 0, "rules", 0))
    'groups:\\n  - rules:\\n      - enabled: false\\n        event: a   # ours\\n'
    """
    values = values_of(text)
    if values is None:
        raise UsageError("The YAML cannot be read, so no part of it can be changed.\n  hint: mend the YAML first")
    return rewritten(text, change(values, *arguments, **options))
