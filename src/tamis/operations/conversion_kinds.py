"""What may count as a conversion: a deal that is won, a stage that is reached, found by what properties are called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tamis.compile.catalog import Catalog, Property
from tamis.definitions import PropertyType
from tamis.errors import UsageError
from tamis.store.warehouse import Warehouse

# Parts of names and of values, in lower case, as CRMs have them in English and French.
_PROPERTIES = ("won", "stage", "status", "statut", "lifecycle", "phase", "etape", "étape")
_WON, _CUSTOMER = ("won", "gagn"), ("customer", "client")
_NO = ("not won", "non gagn", "prospect")
_MOST_VALUES = 30
_SEPARATOR = " = "


@dataclass(frozen=True)
class ConversionKind:
    """A contact converts when this property of the contact itself, or of a deal of theirs, takes on this value."""

    object: str
    property_name: str
    value: str

    @property
    def name(self) -> str:
        """By which it is chosen: `deal.is_won = true`."""
        return f"{self.object}.{self.property_name}{_SEPARATOR}{self.value}"


def conversion_kinds(warehouse: Warehouse, catalog: Catalog) -> tuple[ConversionKind, ...]:
    """What may be chosen, the likeliest first: a deal that is won, then a contact that is a customer, then the rest."""
    found = [
        ConversionKind(object, property.name, value)
        for object in ("deal", "contact")
        if object in catalog.objects and (object == "contact" or ("contact", object) in catalog.links)
        for property in _properties(catalog.objects[object].properties)
        for value in _values(warehouse, catalog.objects[object].table, property)
    ]
    return tuple(sorted(found, key=lambda kind: -_likelihood(kind)))


def chosen_kind(kinds: tuple[ConversionKind, ...], name: str | None) -> ConversionKind | None:
    """The kind of that name; without one, the first that means a sale, if there is any. Raises UsageError for a name
    that is none."""
    if name is None:
        return next((kind for kind in kinds if _likelihood(kind) > 0), None)
    found = {kind.name: kind for kind in kinds}
    if name not in found:
        raise UsageError(f'"{name}" cannot be taken for a conversion; choose one of those that are offered.')
    return found[name]


def _properties(properties: Mapping[str, Property]) -> Iterator[Property]:
    kinds = (PropertyType.BOOLEAN, PropertyType.CHOICE, PropertyType.TEXT)
    for name, property in properties.items():
        if property.type in kinds and any(part in name.casefold() for part in _PROPERTIES):
            yield property


def _values(warehouse: Warehouse, table: str, property: Property) -> list[str]:
    if property.type is PropertyType.BOOLEAN:
        return ["true"]
    if property.options:
        return list(property.options)
    query = f"SELECT {property.column}, count(*) FROM {table} WHERE {property.column} IS NOT NULL GROUP BY 1"
    rows = warehouse.rows(f"{query} ORDER BY 2 DESC, 1 LIMIT {_MOST_VALUES + 1}")
    # So many different ones are no stages.
    return [value for value, _ in rows] if len(rows) <= _MOST_VALUES else []


def _likelihood(kind: ConversionKind) -> int:
    name, value = kind.property_name.casefold(), kind.value.casefold()
    if any(part in f"{name} {value}" for part in _NO):
        return 0
    if kind.object == "deal" and any(part in name for part in _WON) and value == "true":
        return 3
    if kind.object == "deal" and any(part in value for part in _WON):
        return 2
    return 1 if kind.object == "contact" and any(part in value for part in _CUSTOMER) else 0
