"""Values of properties as they are kept, read back as values that a person can be shown."""

from __future__ import annotations

from tamis.compile.choices import ESCAPE, SEPARATOR
from tamis.definitions import PropertyType

#: A text, a number, true or false, an instant (microseconds since the epoch, UTC) or several choices; None: unknown.
Shown = str | float | bool | int | tuple[str, ...] | None


def read_kept(value: object, type: PropertyType | None) -> Shown:
    """What a cell of the warehouse holds."""
    if value is None:
        return None
    if type is PropertyType.CHOICES:
        return read_items(str(value))
    assert isinstance(value, str | float | bool | int)
    return value


def read_items(text: str) -> tuple[str, ...]:
    """The items of a cell of several choices.

    >>> read_items("\\x1fa\\x1fb\\x1f")
    ('a', 'b')
    """
    items = text.strip(SEPARATOR).split(SEPARATOR)
    return tuple(item.replace(ESCAPE + "u", SEPARATOR).replace(ESCAPE + "e", ESCAPE) for item in items if item)
