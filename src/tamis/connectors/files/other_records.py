"""Columns that are called as if they were of another record: company.employees in a file of contacts."""

from __future__ import annotations

from collections.abc import Mapping

from tamis.connectors.files.source import Source
from tamis.connectors.files.tables import Loading


def words_of_others(own: str, tables: Mapping[str, str]) -> dict[str, str]:
    """By which words a column of `own` records may say that it is of another, each with its object; `tables`: of each
    object its table."""
    return {word: object for object, table in tables.items() if object != own for word in (object, table)}


def meant_object(name: str, others: Mapping[str, str]) -> str:
    """The object whose property a column is called as; "" where it is no other's.

    >>> [meant_object(name, {"company": "company"}) for name in ("Company.size", "company.", "contact.city", "city")]
    ['company', '', '', '']
    """
    said, _, rest = name.partition(".")
    return others.get(said.strip().casefold(), "") if rest.strip() else ""


def tell_meant_for_others(loading: Loading, object: str, source: Source) -> None:
    """One message for each column that becomes a property here, though by its name it is another record's. What is
    declared, or was there before, is meant so."""
    if not loading.with_keys:
        return
    tables = loading.schema.tables
    others, known = (
        words_of_others(object, tables),
        {"id", *loading.schema.known(object), *loading.schema.declared(object)},
    )
    for name in source.columns:
        if name not in known and (other := meant_object(name, others)):
            loading.messages.append(
                f"{source.told_as}: {name} becomes a property of each {object}; no {other} is given its values. For"
                f" that, import a file of {tables[other]} with a column {name.partition('.')[2].strip()}."
            )
