"""What a person calls a record, as lists do (`leads.known_as`): its name and, of a contact, its address."""

from __future__ import annotations

from tamis.compile.catalog import Catalog
from tamis.definitions import PropertyType
from tamis.engine.text import WHITE
from tamis.operations.leads.known_as import known_as

# What may name a record that is no contact, beside what names it in lists.
_NAMES = ("name", "title", "label", "subject")
_TEXTS = (PropertyType.TEXT, PropertyType.CHOICE)
_UNKNOWN = "NULL::VARCHAR"


def name_of(catalog: Catalog, object: str) -> str:
    """SQL of a record's name, in a query of its object's table; NULL of one that has none. What is no contact is called
    by its domain, or its address, where it has no name."""
    if object == "contact":
        return _name_of_contact(catalog)
    return f"coalesce({', '.join([*map(_said, _named_by(catalog, object)), _UNKNOWN])})"


def _name_of_contact(catalog: Catalog) -> str:
    known, properties = known_as(catalog, "contact"), catalog.objects["contact"].properties
    whole, first, last = (
        _said(properties[each].column) if each else _UNKNOWN for each in (known.name, known.first, known.last)
    )
    return f"coalesce({whole}, nullif(concat_ws(' ', {first}, {last}), ''))"


def _named_by(catalog: Catalog, object: str) -> list[str]:
    """The columns of what may name a record that is no contact; first what names it in lists."""
    of_object, known = catalog.objects[object].properties, known_as(catalog, object)
    properties = {name.casefold(): property for name, property in of_object.items()}
    wanted = [of_object[known.name]] if known.name else []
    wanted += [p for name in _NAMES if (p := properties.get(name)) is not None and p.type in _TEXTS]
    wanted += [of_object[known.email]] if known.email else []
    return list(dict.fromkeys(each.column for each in wanted))


def email_of(catalog: Catalog, object: str) -> str:
    """SQL of a contact's e-mail address; NULL of all other records."""
    email = known_as(catalog, object).email if object == "contact" else None
    return _said(catalog.objects[object].properties[email].column) if email else _UNKNOWN


def _said(column: str) -> str:
    """SQL of a text without the spaces around it; NULL where nothing is left."""
    return f"nullif(trim({column}, '{WHITE}'), '')"


def searched_columns(catalog: Catalog, object: str) -> list[str]:
    """SQL of the texts by which a record is looked for, as they lie in its table."""
    wanted = ("firstname", "lastname", "name", "fullname", "email") if object == "contact" else (*_NAMES, "domain")
    of_object = catalog.objects[object].properties
    found = [
        property.column
        for name, property in of_object.items()
        if "".join(filter(str.isalnum, name.casefold())) in wanted and property.type in _TEXTS
    ]
    named = [of_object[each].column for each in known_as(catalog, object).named_by]
    others = [] if object == "contact" else _named_by(catalog, object)
    return ["id", *dict.fromkeys((*found, *named, *others))]
