"""What a person calls a record: its name and, of a contact, its address."""

from __future__ import annotations

from tamis.compile.catalog import Catalog
from tamis.definitions import PropertyType
from tamis.operations.leads.known_as import known_as
from tamis.store.warehouse.duplicates.faces import known_columns

_NAMES = ("name", "title", "label", "subject")
_TEXTS = (PropertyType.TEXT, PropertyType.CHOICE)
_UNKNOWN = "NULL::VARCHAR"


def name_of(catalog: Catalog, object: str) -> str:
    """SQL of a record's name, in a query of its object's table; NULL of one that has none."""
    if object == "contact":
        return f"({known_columns(catalog)['name']})"
    found = _named_by(catalog, object)
    return f"coalesce({', '.join(found)})" if found else _UNKNOWN


def _named_by(catalog: Catalog, object: str) -> list[str]:
    """The columns of what may name a record that is no contact; first what names it in lists."""
    of_object, known = catalog.objects[object].properties, known_as(catalog, object).name
    properties = {name.casefold(): property for name, property in of_object.items()}
    wanted = [of_object[known]] if known else []
    wanted += [p for name in _NAMES if (p := properties.get(name)) is not None and p.type in _TEXTS]
    return list(dict.fromkeys(each.column for each in wanted))


def email_of(catalog: Catalog, object: str) -> str:
    """SQL of a contact's e-mail address; NULL of all other records."""
    return known_columns(catalog)["email"] if object == "contact" else _UNKNOWN


def searched_columns(catalog: Catalog, object: str) -> list[str]:
    """SQL of the texts by which a record is looked for, as they lie in its table."""
    wanted = ("firstname", "lastname", "name", "fullname", "email") if object == "contact" else (*_NAMES, "domain")
    found = [
        property.column
        for name, property in catalog.objects[object].properties.items()
        if "".join(filter(str.isalnum, name.casefold())) in wanted and property.type in _TEXTS
    ]
    named = [] if object == "contact" else _named_by(catalog, object)
    return ["id", *dict.fromkeys((*found, *named))]
