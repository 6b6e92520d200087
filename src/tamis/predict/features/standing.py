"""Values of what records and their companies are, as of each row's instant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tamis.compile.catalog import Catalog
from tamis.compile.features.rows import DAY
from tamis.compile.features.standing import compile_companies, compile_standing
from tamis.definitions import PropertyType
from tamis.engine import DuckDBEngine
from tamis.engine.sql import duckdb_sql
from tamis.predict.feature import Feature, Kind
from tamis.predict.features.answers import Answers
from tamis.predict.features.plan import Plan
from tamis.predict.features.roles import MOBILES, NAMING, PHONES, plain
from tamis.predict.features.rows import Rows
from tamis.store.warehouse.duplicates.mailboxes import is_free_domain

Floats = NDArray[np.float32]
Texts = dict[str, NDArray[np.object_]]

_DATES = (PropertyType.DATE, PropertyType.DATETIME)
_ITEMS = PropertyType.CHOICES


@dataclass(frozen=True)
class Texted:
    """A column of texts: a feature as it will be, or, of several items in one text, what they are called."""

    feature: Feature
    is_items: bool


class Standing:
    """The properties of one object, of the record itself or of its primary company."""

    def __init__(
        self, engine: DuckDBEngine, catalog: Catalog, plan: Plan, object_type: str, query: str, names: tuple[str, ...]
    ) -> None:
        self._engine, self._query, self._names = engine, query, names
        self._shape = catalog.objects[object_type]
        self._is_company = object_type != plan.object
        self._known = frozenset(plan.known_only.get(object_type, ()))
        self._email = _email(plan, names) if not self._is_company else None

    @property
    def features(self) -> tuple[Feature, ...]:
        """The features that are numbers."""
        found = [feature for name in self._names for feature in self._numbers(name)]
        if self._email:
            meaning = "whether the e-mail address is one that anybody can have"
            found.append(Feature("free e-mail domain", Kind.NUMBER, "record", self._email, meaning))
        return (*found, self._age())

    @property
    def texts(self) -> tuple[Texted, ...]:
        """The columns that are texts."""
        return tuple(
            Texted(self._feature(name, Kind.CATEGORY), self._shape.properties[name].type is _ITEMS)
            for name in self._names
            if self._is_text(name)
        )

    def read(self, rows: Rows) -> tuple[Answers, Floats, Texts]:
        """What was found (with `n`, the number of the record or company), the numbers, and the texts by feature."""
        answers = Answers(self._engine, self._query, len(rows))
        numbers = np.array([*self._values(answers, rows)], dtype=np.float32).reshape(-1, len(rows))
        places = [(i, name) for i, name in enumerate(self._names) if self._is_text(name)]
        return answers, numbers, {self._name(name): answers.text(f"value_{i}") for i, name in places}

    def _values(self, answers: Answers, rows: Rows) -> Iterator[NDArray[np.float64]]:
        for i, name in enumerate(self._names):
            if self._shape.properties[name].type in _DATES and name not in self._known:
                yield days_since(answers, f"value_{i}", rows)
            elif not self._is_text(name):
                yield answers.number(f"value_{i}")
            if self._shape.properties[name].has_history:
                yield days_since(answers, f"since_{i}", rows)
        if self._email:
            yield _are_free(answers.text("domain"))
        yield days_since(answers, "created_at", rows)

    def _numbers(self, name: str) -> Iterator[Feature]:
        if not self._is_text(name):
            yield self._feature(name, Kind.NUMBER)
        if self._shape.properties[name].has_history:
            told = f"days since {self._called(name)} changed"
            yield Feature(f"{self._name(name)} changed", Kind.NUMBER, self._family(name), name, told, "days")

    def _is_text(self, name: str) -> bool:
        texts = (PropertyType.TEXT, PropertyType.CHOICE, _ITEMS)
        return self._shape.properties[name].type in texts and name not in self._known

    def _feature(self, name: str, kind: Kind) -> Feature:
        meaning, unit = self._called(name), ""
        if name in self._known:
            meaning = f"whether {meaning} is known"
        elif self._shape.properties[name].type in _DATES:
            meaning, unit = f"days since {meaning} (below zero: until it)", "days"
        return Feature(self._name(name), kind, self._family(name), name, meaning, unit)

    def _family(self, name: str) -> str:
        if self._is_company:
            return "company"
        return "record" if plain(name) in NAMING else "properties"

    def _called(self, name: str) -> str:
        called = {**dict.fromkeys(PHONES, "a telephone number"), **dict.fromkeys(MOBILES, "a mobile number")}
        told = called.get(plain(name), name.replace("_", " "))
        return f"{told} of the company" if self._is_company else told

    def _name(self, name: str) -> str:
        return f"{'company' if self._is_company else 'property'}:{name}"

    def _age(self) -> Feature:
        if self._is_company:
            return Feature("company age", Kind.NUMBER, "company", "", "days since the company was created", "days")
        return Feature("age", Kind.NUMBER, "record", "", "days since the record was created", "days")


def standing(engine: DuckDBEngine, catalog: Catalog, plan: Plan) -> Standing:
    """Of the records themselves."""
    names = _there(catalog, plan.object, plan.properties)
    known = plan.known_only.get(plan.object, ())
    query = compile_standing(plan.object, names, catalog, known=known, email=_email(plan, names))
    return Standing(engine, catalog, plan, plan.object, duckdb_sql(query, 0), names)


def companies(engine: DuckDBEngine, catalog: Catalog, plan: Plan) -> Standing | None:
    """Of their primary companies, where the data has any."""
    if plan.object == "company":
        return None
    names = _there(catalog, "company", plan.company)
    query = compile_companies(plan.object, names, catalog, known=plan.known_only.get("company", ()))
    return Standing(engine, catalog, plan, "company", duckdb_sql(query, 0), names) if query is not None else None


def days_since(answers: Answers, name: str, rows: Rows) -> NDArray[np.float64]:
    """Days from an instant until the row's, NaN where unknown; below zero where it is to come."""
    instants = answers.instant(name)
    return np.ma.filled((rows.at - instants).astype(np.float64) / DAY, np.nan)


def _there(catalog: Catalog, object_type: str, wanted: Mapping[str, PropertyType]) -> tuple[str, ...]:
    """The properties that are still there with their types."""
    known = catalog.objects[object_type].properties
    return tuple(name for name, kind in sorted(wanted.items()) if name in known and known[name].type is kind)


def _email(plan: Plan, names: tuple[str, ...]) -> str | None:
    texts = (name for name in names if plan.properties[name] is PropertyType.TEXT)
    return next((name for name in texts if plain(name) in ("email", "e_mail", "email_address")), None)


def _are_free(domains: NDArray[np.object_]) -> NDArray[np.float64]:
    free = {domain: float(is_free_domain(domain)) for domain in set(domains) if domain is not None}
    return np.array([free.get(domain, np.nan) for domain in domains], dtype=np.float64)
