"""A text that says something else, with all the rest as its author wrote it: comments, order and layout.

What differs is found by comparing the values, and only that is written anew. Whatever was made is read again before
it is given back: where it does not say exactly what is wanted (aliases, strange layouts), more of it is written anew,
at last all of it.
"""

from __future__ import annotations

from typing import Any

from tamis.definitions.composing import composed
from tamis.definitions.editing.alignment import is_same
from tamis.definitions.editing.patches import patches, spliced
from tamis.definitions.editing.writing import whole
from tamis.definitions.nodes import Node

# How deep to look for what differs; at the least depth, the outermost keys are written anew.
_DEPTHS = (100, 4, 2)


def rewritten(text: str, wanted: Any) -> str:
    """The text of a definition, changed so that it says `wanted` and nothing else.

    >>> rewritten("key: a   # ours\\nlimit: 5\\n", {"key": "a", "limit": 6})
    'key: a   # ours\\nlimit: 6\\n'
    """
    root = composed(text).root
    if root is None or not isinstance(root.value, dict):
        return whole(wanted)
    if is_same(root.value, wanted):
        return text
    for depth in _DEPTHS:
        found = _attempt(text, root, wanted, depth)
        if found is not None and says(found, wanted):
            return found
    return whole(wanted)


def says(text: str, wanted: Any) -> bool:
    """Whether a text is read without a mistake of the YAML, as these values."""
    tree = composed(text)
    return tree.root is not None and not tree.misread and is_same(tree.root.value, wanted)


def _attempt(text: str, root: Node, wanted: Any, depth: int) -> str | None:
    try:
        return spliced(text, 0, len(text), patches(text, root, wanted, depth))
    except (ValueError, IndexError):
        return None
