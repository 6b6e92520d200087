"""Who has bought already: sales has another list of them than of leads."""

from __future__ import annotations

from dataclasses import dataclass

from tamis.compile.catalog import Catalog
from tamis.operations.conversion_kinds import ConversionKind, chosen_kind, conversion_kinds
from tamis.operations.leads.parameters import Parameters
from tamis.operations.remembered import MANY_RECORDS, remembered, remembered_at_work
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


@dataclass(frozen=True)
class Customers:
    """Contacts that are customers, to be left out of a list: by what they are known. Among very many contacts, `bits`
    tell of each number from 0 on whether it is one of them, some seconds ago."""

    kind: ConversionKind
    bits: bytes | None = None

    def are_others(self, n: str, catalog: Catalog, parameters: Parameters) -> str:
        """SQL of whether the number in a column is of somebody else."""
        if self.bits is None:
            return f"{n} NOT IN ({customers_sql(self.kind, catalog, parameters)})"
        if not self.bits:
            return "true"
        last = 8 * len(self.bits) - 1
        return f"({n} > {last:d} OR get_bit({parameters.of(self.bits)}::BIT, least({n}, {last:d})) = 0)"


def customers(workspace: Workspace, warehouse: Warehouse, catalog: Catalog, object: str) -> Customers | None:
    """The customers among the records of an object; None where the data tells of none."""
    kind = customers_by(workspace, warehouse, catalog, object)
    if kind is None:
        return None
    last = int(warehouse.one(f"SELECT coalesce(max(n), -1) FROM warehouse.{catalog.objects[object].table}"))
    if workspace.held is None or last < MANY_RECORDS:
        return Customers(kind)
    # To leave them out of a million by their numbers took 57 ms of each list, and takes 9 by these bits.
    bits = remembered_at_work(
        workspace, ("customer-bits", kind), lambda: _bits(warehouse, kind, catalog, last), of_many=True
    )
    return Customers(kind, bits)


def _bits(warehouse: Warehouse, kind: ConversionKind, catalog: Catalog, last: int) -> bytes:
    """Empty where nobody is one."""
    parameters, end = Parameters(), last | 7
    found = customers_sql(kind, catalog, parameters)
    bits = f"SELECT bitstring_agg(n, 0, {end:d})::BLOB FROM ({found}) WHERE n BETWEEN 0 AND {end:d}"
    return bytes(warehouse.one(bits, parameters) or b"")


def are_no_customers(n: str, kind: ConversionKind | None, catalog: Catalog, parameters: Parameters) -> str:
    """SQL of whether the number in a column is of none of them; of everybody where nothing tells who is one."""
    return "true" if kind is None else Customers(kind).are_others(n, catalog, parameters)


def customers_sql(kind: ConversionKind, catalog: Catalog, parameters: Parameters) -> str:
    """A query of the numbers of contacts that are customers today."""
    shape = catalog.objects[kind.object]
    column = shape.properties[kind.property_name].column
    having = f"{column}::VARCHAR = {parameters.of(kind.value)}"
    if kind.object == _CONTACT:
        return f"SELECT n FROM {shape.table} WHERE {having}"
    links = catalog.links[_CONTACT, kind.object]
    return f"SELECT from_n AS n FROM {links} WHERE to_n IN (SELECT n FROM {shape.table} WHERE {having})"
