"""All that a list shows of some records, in one statement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tamis.definitions import Score
from tamis.operations.leads.choosing import activity_sql
from tamis.operations.leads.filters import Filter, companies_sql, listing_sql
from tamis.operations.leads.known_as import known_as
from tamis.operations.leads.lead import Lead, LeadCompany
from tamis.operations.leads.moving import moved_sql
from tamis.operations.leads.parameters import Parameters
from tamis.operations.leads.question import PROPERTY, SCORE, Question, names_after
from tamis.operations.leads.trend import trend_sql
from tamis.operations.record.cells import Shown, read_kept

_AMONG = "SELECT n FROM page"
_NOTHING = "SELECT NULL::INTEGER AS n, {} WHERE false"


def read_details(question: Question, numbers: Sequence[int]) -> list[Lead]:
    """The rows of the records of these numbers, in their order."""
    details = _Details(question)
    sql, parameters = details.sql(numbers)
    cursor = question.warehouse.engine.sql(sql, parameters)
    names = [column[0] for column in cursor.description or ()]
    return [details.lead(dict(zip(names, row, strict=True))) for row in cursor.fetchall()]


@dataclass
class _Details:
    question: Question

    def __post_init__(self) -> None:
        known = self.question.known_as
        shown = names_after(PROPERTY, self.question.asked.columns)
        also = (*known.named_by, *(each for each in (known.owner, known.company) if each))
        self._properties = list(dict.fromkeys((*also, *shown)))
        self._scores = list(dict.fromkeys(names_after(SCORE, self.question.asked.columns)))
        companies = "company" in self.question.catalog.objects and self.question.object != "company"
        self._company = known_as(self.question.catalog, "company") if companies else None

    def sql(self, numbers: Sequence[int]) -> tuple[str, Parameters]:
        """The statement and its values."""
        parameters = Parameters()
        asked = f"{parameters.of(list(numbers))}::INTEGER[]"
        page = f"SELECT unnest({asked}) AS n, generate_subscripts({asked}, 1) AS place"
        tables = {"page": page, **self._small_tables(), "listed": self._listed(), "companies": self._companies()}
        tables |= {"active": activity_sql(self.question, _AMONG), **self._ranked(parameters)}
        shown = [f"listed.value_{i} AS value_{i}" for i in range(len(self._properties))]
        shown += [f"s{i}.points AS score_{i}" for i in range(len(self._scores))]
        others = [f"LEFT JOIN s{i} ON s{i}.n = page.n" for i in range(len(self._scores))]
        sql = (
            f"WITH {', '.join(_common(name, query) for name, query in tables.items())}"
            " SELECT page.n, listed.id, ranked.points, ranked.fit, ranked.engagement, ranked.tier, ranked.at,"
            " trends.trend, trends.is_new, moved.came_from,"
            " active.occurred_at, companies.id AS company_id, companies.name AS company_name"
            f"{''.join(f', {each}' for each in shown)} FROM page JOIN listed ON listed.n = page.n"
            " LEFT JOIN ranked ON ranked.n = page.n LEFT JOIN trends ON trends.n = page.n"
            " LEFT JOIN moved ON moved.n = page.n"
            " LEFT JOIN active ON active.n = page.n LEFT JOIN companies ON companies.n = page.n"
            f" {' '.join(others)} ORDER BY page.place"
        )
        return sql, parameters

    def _small_tables(self) -> dict[str, str]:
        """The tables of the object, with no more than the rows of the page: queries below see these in their place."""
        catalog, object = self.question.catalog, self.question.object
        shape = catalog.objects[object]
        tables = {table: "n" for table in (shape.table, shape.changes) if table}
        links = catalog.links.get((object, "company"))
        tables |= {links: "from_n"} if links else {}
        return {
            table: f"SELECT * FROM warehouse.{table} WHERE {column} IN ({_AMONG})" for table, column in tables.items()
        }

    def _listed(self) -> str:
        question = self.question
        everybody = Filter(None, {})
        return listing_sql(everybody, question.object, self._properties, question.catalog, question.as_of)

    def _companies(self) -> str:
        names = self._company.named_by if self._company else ()
        question = self.question
        found = companies_sql(question.object, names, question.catalog, question.as_of) if self._company else None
        if found is None:
            return _NOTHING.format("NULL::VARCHAR AS id, NULL::VARCHAR AS name")
        values = ", ".join(["NULL", *(f"nullif(value_{i}, '')" for i in range(len(names)))])
        return f"SELECT from_n AS n, id, coalesce({values}) AS name FROM ({found})"

    def _ranked(self, parameters: Parameters) -> dict[str, str]:
        score, of = self.question.score, parameters.of
        columns = 'points, fit, engagement, tier, "at"'
        tables = {}
        for i, key in enumerate(self._scores):
            place = f"score = {of(key)} AND object = {of(self.question.object)} AND n IN ({_AMONG})"
            tables[f"s{i}"] = f"SELECT n, points FROM score_values WHERE {place}"
        if score is None:
            nothing = 'NULL AS points, NULL AS fit, NULL AS engagement, NULL AS tier, NULL AS "at"'
            tables["ranked"] = _NOTHING.format(nothing)
            tables["trends"] = _NOTHING.format("NULL AS trend, NULL AS is_new")
            tables["moved"] = _NOTHING.format("NULL AS came_from")
            return tables
        place = f"score = {of(score.key)} AND object = {of(score.object)} AND n IN ({_AMONG})"
        tables["ranked"] = f"SELECT n, {columns}, noted FROM score_values WHERE {place}"
        tables["trends"] = trend_sql(score, self.question.as_of, parameters, _AMONG, kept="ranked")
        tables["moved"] = self._moved(score, parameters)
        return tables

    def _moved(self, score: Score, parameters: Parameters) -> str:
        """From which tier they came, where it is asked for who moved."""
        question = self.question
        if question.asked.moved is None:
            return _NOTHING.format("NULL AS came_from")
        table = question.catalog.objects[question.object].table
        return moved_sql(question.asked.moved, score, table, question.as_of, parameters, _AMONG)

    def lead(self, row: Mapping[str, Any]) -> Lead:
        """A row of the statement."""
        known = self.question.known_as
        values = {name: self._value(name, row[f"value_{i}"]) for i, name in enumerate(self._properties)}
        company = (
            LeadCompany(row["company_id"], row["company_name"] or row["company_id"]) if row["company_id"] else None
        )
        return Lead(
            n=row["n"],
            id=row["id"],
            name=known.name_of(row["id"], values),
            email=_text(values, known.email),
            points=row["points"],
            fit=row["fit"],
            engagement=row["engagement"],
            tier=row["tier"],
            came_from=row["came_from"],
            trend=row["trend"],
            is_new=bool(row["is_new"]),
            last_activity=row["occurred_at"],
            owner=_text(values, known.owner),
            company=company,
            company_text=_text(values, known.company),
            values=tuple(self._column(column, row, values) for column in self.question.asked.columns),
            computed_at=row["at"],
        )

    def _value(self, name: str, kept: object) -> Shown:
        return read_kept(kept, self.question.property(name).type)

    def _column(self, column: str, row: Mapping[str, Any], values: Mapping[str, Shown]) -> Shown:
        if column.startswith(SCORE):
            found: int | None = row[f"score_{self._scores.index(column.removeprefix(SCORE))}"]
            return found
        return values[column.removeprefix(PROPERTY)]


def _common(name: str, query: str) -> str:
    """A table of the statement. Two others look at the kept values, which are looked up once."""
    return f"{name} AS {'MATERIALIZED ' if name == 'ranked' else ''}({query})"


def _text(values: Mapping[str, Shown], name: str | None) -> str | None:
    found = values.get(name) if name else None
    return str(found) if found else None
