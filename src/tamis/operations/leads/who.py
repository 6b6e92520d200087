"""Who the records of a page are: their ids, the values of properties, and their companies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tamis.operations.leads.filters import Filter, companies_sql, listing_sql
from tamis.operations.leads.known_as import known_as
from tamis.operations.leads.lead import LeadCompany
from tamis.operations.leads.parameters import Parameters
from tamis.operations.leads.question import Question
from tamis.operations.record.cells import Shown, read_kept

_AMONG = "SELECT n FROM page"


@dataclass(frozen=True)
class Who:
    """A record by its id, with the values of the properties that were asked for, and its primary company."""

    id: str
    values: Mapping[str, Shown]
    company: LeadCompany | None


def read_who(question: Question, properties: Sequence[str], numbers: Sequence[int]) -> dict[int, Who]:
    """Who they are, by their numbers; who is not there (any more) is left out."""
    parameters = Parameters()
    page = f"SELECT unnest({parameters.of(list(numbers))}::INTEGER[]) AS n"
    listed = listing_sql(Filter(None, {}), question.object, properties, question.catalog, question.as_of)
    tables = {"page": page, **_small_tables(question), "listed": listed, "companies": _companies(question)}
    values = "".join(f", listed.value_{i}" for i in range(len(properties)))
    rows = question.warehouse.rows(
        f"WITH {', '.join(f'{name} AS ({query})' for name, query in tables.items())}"
        f" SELECT listed.n, listed.id, companies.id AS company, companies.name{values}"
        " FROM listed LEFT JOIN companies ON companies.n = listed.n",
        parameters,
    )
    types, zone = [question.property(name).type for name in properties], question.catalog.time_zone
    return {
        n: Who(
            id,
            {name: read_kept(kept, type, zone) for name, type, kept in zip(properties, types, found, strict=True)},
            LeadCompany(company, name or company) if company else None,
        )
        for n, id, company, name, *found in rows
    }


def _small_tables(question: Question) -> dict[str, str]:
    """The tables of the object, with no more than the rows of the page: queries below see these in their place."""
    catalog, object = question.catalog, question.object
    shape = catalog.objects[object]
    tables = {table: "n" for table in (shape.table, shape.changes) if table}
    links = catalog.links.get((object, "company"))
    tables |= {links: "from_n"} if links else {}
    return {table: f"SELECT * FROM warehouse.{table} WHERE {column} IN ({_AMONG})" for table, column in tables.items()}


def _companies(question: Question) -> str:
    nobody = "SELECT NULL::INTEGER AS n, NULL::VARCHAR AS id, NULL::VARCHAR AS name WHERE false"
    if "company" not in question.catalog.objects or question.object == "company":
        return nobody
    names = known_as(question.catalog, "company").named_by
    found = companies_sql(question.object, names, question.catalog, question.as_of)
    values = ", ".join(["NULL", *(f"nullif(value_{i}, '')" for i in range(len(names)))])
    return nobody if found is None else f"SELECT from_n AS n, id, coalesce({values}) AS name FROM ({found})"
