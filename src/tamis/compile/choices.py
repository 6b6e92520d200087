"""How a multi-valued cell is kept in one text, so that every engine can look into it with plain text search.

Array columns are not portable (SQLite has none), and a child table would cost a join a property.
"""

from collections.abc import Iterable

SEPARATOR = "\x1f"
ESCAPE = "\x1e"


def encode_items(items: Iterable[str]) -> str | None:
    """The items as one text: distinct, sorted by code point, U+001F around each; None for no items.

    >>> encode_items(["b", "a", "b"])
    '\\x1fa\\x1fb\\x1f'
    """
    distinct = sorted({item for item in items if item})
    if not distinct:
        return None
    return SEPARATOR + "".join(_escaped(item) + SEPARATOR for item in distinct)


def read_items(text: str) -> tuple[str, ...]:
    """The items of a cell of several choices.

    >>> read_items("\\x1fa\\x1fb\\x1f")
    ('a', 'b')
    """
    items = text.strip(SEPARATOR).split(SEPARATOR)
    return tuple(item.replace(ESCAPE + "u", SEPARATOR).replace(ESCAPE + "e", ESCAPE) for item in items if item)


def item_needle(item: str) -> str:
    """The text to search an encoded cell for: found exactly if the item is in the set."""
    return SEPARATOR + _escaped(item) + SEPARATOR


def _escaped(item: str) -> str:
    return item.replace(ESCAPE, ESCAPE + "e").replace(SEPARATOR, ESCAPE + "u")
