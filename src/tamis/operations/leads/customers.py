"""Who has bought already: sales has another list of them than of leads."""

from __future__ import annotations

from tamis.compile.catalog import Catalog
from tamis.operations.conversion_kinds import ConversionKind, chosen_kind, conversion_kinds
from tamis.operations.leads.parameters import Parameters
from tamis.operations.remembered import remembered
from tamis.operations.workspace import Workspace
from tamis.store.warehouse import Warehouse

_CONTACT = "contact"


def customers_by(workspace: Workspace, warehouse: Warehouse, catalog: Catalog, object: str) -> ConversionKind | None:
    """By what records of an object are known for customers: a deal that is won, or what they are said to be; None where
    the data tells nothing of it, and of all but contacts. May be some minutes old."""
    if object != _CONTACT:
        return None
    shapes = {name: frozenset(shape.properties) for name, shape in catalog.objects.items()}
    asked = ("customers", tuple(sorted(shapes.items())))
    return remembered(workspace, warehouse, asked, lambda: chosen_kind(conversion_kinds(warehouse, catalog), name=None))


def customers_sql(kind: ConversionKind, catalog: Catalog, parameters: Parameters) -> str:
    """A query of the numbers of contacts that are customers today."""
    shape = catalog.objects[kind.object]
    column = shape.properties[kind.property_name].column
    having = f"{column}::VARCHAR = {parameters.of(kind.value)}"
    if kind.object == _CONTACT:
        return f"SELECT n FROM {shape.table} WHERE {having}"
    links = catalog.links[_CONTACT, kind.object]
    return f"SELECT from_n FROM {links} WHERE to_n IN (SELECT n FROM {shape.table} WHERE {having})"
