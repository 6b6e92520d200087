"""Values of properties as they are kept, read back as values that a person can be shown."""

from __future__ import annotations

from datetime import date

from tamis.compile.choices import ESCAPE, SEPARATOR
from tamis.definitions import PropertyType
from tamis.definitions.instants import day_of

#: A text, a number, true or false, an instant (microseconds since the epoch, UTC), a day or several choices; None:
#: unknown. A day is the same for whoever reads it, wherever they are.
Shown = str | float | bool | int | date | tuple[str, ...] | None


def read_kept(value: object, type: PropertyType | None, time_zone: str) -> Shown:
    """What a cell of the warehouse holds; dates are kept as the instants at which they begin in the `time_zone` of the
    workspace."""
    if value is None:
        return None
    if type is PropertyType.DATE:
        assert isinstance(value, int)
        return day_of(value, time_zone)
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
