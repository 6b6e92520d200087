"""Headers of a file and the names that they stand for, as they are typed."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from tamis.errors import UsageError


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
