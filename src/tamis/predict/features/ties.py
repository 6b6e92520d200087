"""Values of what records are tied to: changes of their properties, associated records, colleagues, what is planned."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from tamis.compile.catalog import Catalog
from tamis.compile.features.standing import TRUE, compile_associated, compile_scheduled, compile_updates
from tamis.definitions import PropertyType
from tamis.definitions.wording import humanise
from tamis.engine import DuckDBEngine
from tamis.engine.sql import duckdb_sql
from tamis.predict.feature import Feature, Kind
from tamis.predict.features.answers import Answers
from tamis.predict.features.associated import associated_objects
from tamis.predict.features.plan import Plan
from tamis.predict.features.roles import DUE, plain
from tamis.predict.features.rows import Rows
from tamis.predict.features.standing import days_since

Floats = NDArray[np.float64]


class Tie:
    """Some features that one query answers."""

    def __init__(
        self,
        engine: DuckDBEngine,
        query: str,
        features: tuple[Feature, ...],
        values: Callable[[Answers, Rows], list[Floats]],
    ) -> None:
        self.features = features
        self._engine, self._query, self._values = engine, query, values

    def fill(self, rows: Rows, out: NDArray[np.float32]) -> None:
        """Writes the value of each feature (first axis) for each row."""
        answers = Answers(self._engine, self._query, len(rows))
        for place, values in enumerate(self._values(answers, rows)):
            out[place] = values


def ties(engine: DuckDBEngine, catalog: Catalog, plan: Plan) -> list[Tie]:
    """All that the data has."""
    found = [_updates(engine, catalog, plan), _scheduled(engine, catalog, plan)]
    found += [_associated(engine, catalog, plan, other) for other in associated_objects(catalog, plan.object)]
    return [tie for tie in found if tie is not None]


def _updates(engine: DuckDBEngine, catalog: Catalog, plan: Plan) -> Tie | None:
    known = catalog.objects[plan.object].properties
    changing = [name for name in sorted(plan.properties) if name in known and known[name].has_history]
    if not changing:
        return None
    features = (
        _number("updated", "record", "days since any property changed", "days"),
        _number("updates 30d", "record", "changes of properties in the last 30 days", "changes"),
        _number("updates 90d", "record", "changes of properties in the last 90 days", "changes"),
    )

    def values(answers: Answers, rows: Rows) -> list[Floats]:
        counts = [np.nan_to_num(answers.number(f"updates_{days}")) for days in (30, 90)]
        return [days_since(answers, "updated_at", rows), *counts]

    return Tie(engine, duckdb_sql(compile_updates(plan.object, changing, catalog), 0), features, values)


def _associated(engine: DuckDBEngine, catalog: Catalog, plan: Plan, other: str) -> Tie | None:
    # An association has no instant of its own: only what was created by the landmark can have been there.
    values = _still_there(catalog, other, plan.associated.get(other, {}))
    query = compile_associated(plan.object, other, values, catalog)
    if query is None:
        return None
    one, several = called(other)
    features = [
        _number(f"associated:{other}", "associated", several, "records"),
        _number(f"associated:{other} since", "associated", f"days since the newest {one} was created", "days"),
    ]
    if values:
        changed = f"days since any {one} changed"
        features.append(_number(f"associated:{other} changed", "associated", changed, "days"))
    for of, told in values.items():
        for value in told:
            is_truth = catalog.objects[other].properties[of].type is PropertyType.BOOLEAN
            meaning = f"{several} {_having(humanise(of), value, is_truth=is_truth)}"
            features.append(_number(f"associated:{other} {of}={value}", "associated", meaning, "records"))

    def numbers(answers: Answers, rows: Rows) -> list[Floats]:
        found = [np.nan_to_num(answers.number("associated")), days_since(answers, "newest", rows)]
        if values:
            found.append(days_since(answers, "changed", rows))
        counts = [f"count_{i}_{j}" for i, told in enumerate(values.values()) for j in range(len(told))]
        return [*found, *(np.nan_to_num(answers.number(count)) for count in counts)]

    return Tie(engine, duckdb_sql(query, 0), tuple(features), numbers)


def called(object_type: str) -> tuple[str, str]:
    """What one record of an object is called, and several: deal, deals; of an object of the customer's own, site
    record, site records."""
    known = {"contact": "contacts", "company": "companies", "deal": "deals"}
    if object_type in known:
        return object_type, known[object_type]
    name = humanise(object_type)
    return f"{name} record", f"{name} records"


def _having(of: str, value: str, *, is_truth: bool) -> str:
    """What records with a value have: with stage “won”; of a truth, that are closed, that are not closed, with
    renewal, without renewal."""
    if not is_truth:
        return f"with {of} “{value}”"
    if of.startswith("is "):
        return f"that are {'' if value == TRUE else 'not '}{of.removeprefix('is ')}"
    return f"{'with' if value == TRUE else 'without'} {of}"


def _still_there(catalog: Catalog, other: str, values: Mapping[str, Sequence[str]]) -> Mapping[str, Sequence[str]]:
    """Without properties that are gone, or have no history any more."""
    known = catalog.objects[other].properties
    return {name: told for name, told in values.items() if name in known and known[name].has_history}


def _scheduled(engine: DuckDBEngine, catalog: Catalog, plan: Plan) -> Tie | None:
    columns = [
        (type, name)
        for type, properties in sorted(catalog.events.items())
        for name, kept in sorted(properties.items())
        if plain(name) in DUE and kept.type in (PropertyType.DATE, PropertyType.DATETIME)
    ]
    if not columns or plan.object != "contact":
        return None
    # One property of a type: the first by name.
    first = {type: (type, name) for type, name in reversed(columns)}

    def values(answers: Answers, rows: Rows) -> list[Floats]:
        return [-days_since(answers, "due", rows)]

    query = compile_scheduled(sorted(first.values()), catalog)
    return Tie(
        engine,
        duckdb_sql(query, 0),
        (_number("planned", "meetings", "days until the next that is planned", "days"),),
        values,
    )


def _number(name: str, family: str, meaning: str, unit: str) -> Feature:
    return Feature(name, Kind.NUMBER, family, "", meaning, unit)
