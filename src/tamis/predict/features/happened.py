"""Values of what happened to records: marks prepared once, then one pass over them for any rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

import numpy as np
from numpy.typing import NDArray

from tamis.compile.catalog import Catalog
from tamis.compile.features.figures import WINDOWS, compile_figures
from tamis.compile.features.happenings import compile_happenings
from tamis.compile.features.rows import DAY, HAPPENINGS
from tamis.engine import DuckDBEngine
from tamis.engine.sql import duckdb_sql
from tamis.predict.feature import Feature, Kind
from tamis.predict.features.activities import Activity, Marked, activities_of, passive_types
from tamis.predict.features.plan import Plan, marks_by_signature
from tamis.predict.features.roles import ANSWERS, SENT, VISIT, roles_of
from tamis.predict.features.rows import Rows

Floats = NDArray[np.float32]

_COUNTS = ("ever", *(f"last_{days}" for days in WINDOWS))
_PER_VISIT = Feature("views a visit", Kind.NUMBER, "page views", "", "page views a visit", "views a visit")


class Happened:
    """What happened: features, and their values for rows that are put into `feature_rows`."""

    def __init__(self, engine: DuckDBEngine, catalog: Catalog, plan: Plan) -> None:
        self._engine = engine
        marked = marks_by_signature(engine, catalog, plan)
        numbers: Marked = {key: number for number, key in enumerate(sorted(marked))}
        roles = roles_of(catalog.events)
        _put_marks(engine, [(numbers[key], key[0], signatures) for key, signatures in marked.items()], roles)
        happenings = compile_happenings(plan.object, _distinct(catalog, plan), catalog)
        columns = ", ".join(HAPPENINGS.columns)
        engine.sql(
            f"CREATE OR REPLACE TEMP TABLE feature_happenings AS SELECT {columns} FROM ({duckdb_sql(happenings, 0)})"
        )
        self._activities = activities_of(plan, numbers) if plan.types else ()
        self._figures = _figures_query()
        self._per_visit = any(each.key == "visits" for each in self._activities)

    @property
    def features(self) -> tuple[Feature, ...]:
        found = [feature for each in self._activities for feature in each.features()]
        return (*found, _PER_VISIT) if self._per_visit else tuple(found)

    def fill(self, rows: Rows, out: Floats) -> None:
        """Writes the value of each feature (first axis) for each row."""
        if not self._activities:
            return
        figures = _Figures(self._engine.sql(self._figures).fetchnumpy(), rows)
        place = 0
        for activity in self._activities:
            place = _write(figures, activity, out, place)
        if self._per_visit:
            _write_views_a_visit(figures, self._activities, out[place])


@cache
def _figures_query() -> str:
    """The same for whatever data."""
    return duckdb_sql(compile_figures(), 0)


class _Figures:
    """The answers to `compile_figures`, of one mark after the other."""

    def __init__(self, found: Mapping[str, NDArray[np.float64]], rows: Rows) -> None:
        order = np.argsort(found["mark"], kind="stable")
        self._found = {name: np.asarray(values)[order] for name, values in found.items()}
        marks, starts, times = np.unique(self._found["mark"], return_index=True, return_counts=True)
        self._slices = {int(m): slice(a, a + n) for m, a, n in zip(marks, starts, times, strict=True)}
        self.rows = rows

    def count(self, marks: Iterable[int], column: str) -> NDArray[np.float64]:
        """How often, of all these marks together, by row."""
        total = np.zeros(len(self.rows))
        for part in self._parts(marks):
            # A row has one figure of a mark, so no place comes twice.
            total[self._found["row"][part]] += self._found[column][part]
        return total

    def newest(self, marks: Iterable[int]) -> NDArray[np.float64]:
        """Days since the last, by row; NaN where there was none."""
        nothing = np.iinfo(np.int64).min
        last = np.full(len(self.rows), nothing, dtype=np.int64)
        for part in self._parts(marks):
            places = self._found["row"][part]
            last[places] = np.maximum(last[places], self._found["newest"][part])
        age = (self.rows.at - np.where(last == nothing, 0, last)) / DAY
        return np.where(last == nothing, np.nan, age)

    def _parts(self, marks: Iterable[int]) -> list[slice]:
        return [self._slices[mark] for mark in sorted(marks) if mark in self._slices]


def _write(figures: _Figures, activity: Activity, out: Floats, place: int) -> int:
    columns = {"ever": "ever"} | {f"{days}d": f"last_{days}" for days in WINDOWS}
    for ending in activity.figures:
        if ending == "since":
            out[place] = figures.newest(activity.marks)
        elif ending == "trend":
            month = figures.count(activity.marks, "last_30")
            out[place] = month - (figures.count(activity.marks, "last_120") - month) / 3
        else:
            out[place] = figures.count(activity.marks, columns[ending])
        place += 1
    return place


def _write_views_a_visit(figures: _Figures, activities: Iterable[Activity], out: Floats) -> None:
    by_key = {each.key: each for each in activities}
    views = [m for e in activities if e.family == "page views" and e.figures[-1] == "since" for m in e.marks]
    visits = figures.count(by_key["visits"].marks, "ever")
    counted = figures.count(set(views), "ever")
    out[:] = np.where(visits > 0, counted / np.maximum(visits, 1), np.nan)


def _put_marks(
    engine: DuckDBEngine, marks: Iterable[tuple[int, str, list[int]]], roles: Mapping[str, tuple[str, ...]]
) -> None:
    """Makes `feature_marks` (see `tamis.compile.features.rows`)."""
    passive, answers = passive_types(roles), {type for key in ANSWERS for type in roles.get(key, ())}
    rows = [
        (
            signature,
            mark,
            type in roles.get(VISIT, ()),
            type in roles.get(SENT, ()),
            type in answers,
            type not in passive,
        )
        for mark, type, signatures in marks
        for signature in signatures
    ]
    columns = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in range(6)]
    engine.sql(
        "CREATE OR REPLACE TEMP TABLE feature_marks AS SELECT unnest(?::INTEGER[]) AS signature,"
        " unnest(?::INTEGER[]) AS mark, unnest(?::BOOLEAN[]) AS is_visit, unnest(?::BOOLEAN[]) AS is_sent,"
        " unnest(?::BOOLEAN[]) AS is_answer, unnest(?::BOOLEAN[]) AS is_own",
        columns,
    )


def _distinct(catalog: Catalog, plan: Plan) -> list[dict[str, str]]:
    """By what is counted once, the property of each event type that tells it, where the data still has it."""
    return [{type: name for type, name in told.items() if _is_there(catalog, type, name)} for told in plan.distinct]


def _is_there(catalog: Catalog, type: str, name: str) -> bool:
    kept = catalog.events.get(type, {}).get(name)
    return kept is not None and kept.type is not None
