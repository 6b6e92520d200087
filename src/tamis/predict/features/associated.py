"""By what associated records are told apart: whether a deal is open, at which stage it is."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from tamis.compile.catalog import CHANGE_COLUMNS, Catalog, Property
from tamis.compile.features.standing import FALSE, TRUE
from tamis.definitions import PropertyType
from tamis.engine import DuckDBEngine

#: Of an object, the properties of the fewest values are looked at; of each, so many of its commonest values.
MOST_PROPERTIES, MOST_VALUES = 4, 12

_TEXTS = (PropertyType.TEXT, PropertyType.CHOICE)


def associated_objects(catalog: Catalog, object_type: str) -> list[str]:
    """The objects whose records are counted; companies are looked at as what the record belongs to."""
    return sorted(to for of, to in catalog.links if of == object_type and to != "company")


def associated_values(
    engine: DuckDBEngine, catalog: Catalog, object_type: str, leave_out: Collection[str]
) -> dict[str, dict[str, tuple[str, ...]]]:
    """By object and property, the values that are counted apart.

    Only of properties whose changes are known: what a deal is today is often the outcome itself, and without a history
    it would seem to have been so at every landmark.
    """
    found = {
        other: dict(_counted(engine, catalog, other, leave_out)) for other in associated_objects(catalog, object_type)
    }
    return {other: values for other, values in found.items() if values}


def _counted(
    engine: DuckDBEngine, catalog: Catalog, other: str, leave_out: Collection[str]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    shape = catalog.objects[other]
    told = dict[str, list[str]]()
    for name in sorted(shape.properties):
        each = shape.properties[name]
        if name not in leave_out and each.has_history and shape.changes is not None:
            told[name] = _values(engine, shape.changes, each)
    fitting = sorted((name for name in told if 2 <= len(told[name]) <= MOST_VALUES), key=lambda name: len(told[name]))
    for name in sorted(fitting[:MOST_PROPERTIES]):
        yield name, tuple(told[name])


def _values(engine: DuckDBEngine, changes: str, of: Property) -> list[str]:
    """The commonest first; too many tell that a property does not sort records."""
    if of.type is PropertyType.BOOLEAN:
        return [TRUE, FALSE]
    if of.type not in _TEXTS:
        return []
    column = CHANGE_COLUMNS[of.type]
    found = engine.sql(
        f"SELECT {column}, count(*) FROM {changes} WHERE property = ? AND {column} IS NOT NULL"
        f" GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {MOST_VALUES + 1}",
        [of.name],
    ).fetchall()
    return [str(value) for value, _ in found]
