"""Texts that were kept are read once more, as cells of a declared column are."""

from __future__ import annotations

from collections.abc import Callable

from tamis.connectors.files.columns import Column
from tamis.connectors.files.reading import Reader
from tamis.connectors.files.tables import Loading
from tamis.definitions import PropertyType

Reread = Callable[[str, PropertyType], tuple[str, str]]


def rereader(loading: Loading) -> Reread:
    """Gives, for a relation (SQL) whose column `text` holds texts as they came: SQL over its rows of the value of that
    type, and of whether the text cannot be read so.

    Whether a comma was a decimal sign is not known any more, so it is none: of "1,500" nobody can tell. Nor is of which
    time zone a day was, so it is one of the workspace's.
    """
    column, reader = Column("text", "text"), Reader(loading.days.midnight, loading.days.midnight)

    def reread(relation: str, type: PropertyType) -> tuple[str, str]:
        if type in (PropertyType.DATE, PropertyType.DATETIME):
            loading.days.learn(relation, column, type)
        reading = reader.read(column, type, digits=True)
        return reading.value, reading.unreadable or "false"

    return reread
