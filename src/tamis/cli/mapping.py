"""What is said of the columns of a file, as it is typed."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from tamis.errors import UsageError, closest

if TYPE_CHECKING:
    from tamis.definitions import PropertyType


class By(StrEnum):
    """What contacts without an id are known by."""

    EMAIL = "email"


def read_mapping(typed: Sequence[str]) -> dict[str, str]:
    """The name of each header. Raises UsageError for what is no `HEADER=NAME`, and for a header or name told twice.

    >>> read_mapping(["Email Address=email", "a=b=c"])
    {'Email Address': 'email', 'a=b': 'c'}
    """
    names: dict[str, str] = {}
    for each in typed:
        header, _, name = each.rpartition("=")
        if not header or not name:
            raise UsageError(f'--map "{each}" is no HEADER=NAME, such as "Email Address=email".')
        if header in names:
            raise UsageError(f'--map names the column "{header}" twice.')
        if name in names.values():
            raise UsageError(f"--map makes two columns {name}.")
        names[header] = name
    return names


def read_types(typed: Sequence[str]) -> dict[str, PropertyType]:
    """The type of each name. Raises UsageError for what is no `NAME=TYPE`, and for a name told twice.

    >>> read_types(["score=number"])
    {'score': <PropertyType.NUMBER: 'number'>}
    """
    # Imported here: every command reads this module, and few read definitions.
    from tamis.definitions import PropertyType

    types: dict[str, PropertyType] = {}
    for each in typed:
        name, _, type = each.rpartition("=")
        if not name or not type:
            raise UsageError(f'--type "{each}" is no NAME=TYPE, such as "score=number".')
        if type not in list(PropertyType):
            hint = closest(type, list(PropertyType)) or f"it is one of {', '.join(PropertyType)}"
            raise UsageError(f'--type "{each}": there is no type "{type}".\n  hint: {hint}')
        if name in types:
            raise UsageError(f'--type names "{name}" twice.')
        types[name] = PropertyType(type)
    return types
