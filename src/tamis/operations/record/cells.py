"""Values of properties as they are kept, read back as values that a person can be shown."""

from __future__ import annotations

from datetime import date

from tamis.compile.choices import read_items
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
