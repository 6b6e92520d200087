"""The types of columns that nobody declared, from every cell of the table (data.md, "Types")."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from tamis.connectors.files.columns import Column, Kind
from tamis.connectors.files.reading import DecimalSign, boolean, date_of, json_list, moment, number
from tamis.definitions import PropertyType
from tamis.engine import DuckDBEngine

_T = TypeVar("_T")
_OF_KIND: Mapping[Kind, PropertyType] = {
    Kind.BOOLEAN: PropertyType.BOOLEAN,
    Kind.WHOLE: PropertyType.NUMBER,
    Kind.FLOAT: PropertyType.NUMBER,
    Kind.DECIMAL: PropertyType.NUMBER,
    Kind.DATE: PropertyType.DATE,
    Kind.TIME: PropertyType.DATETIME,
    Kind.LIST: PropertyType.CHOICES,
}
# In this order the first type that every cell can be read as is the column's.
_CANDIDATES = (
    PropertyType.BOOLEAN,
    PropertyType.NUMBER,
    PropertyType.DATE,
    PropertyType.DATETIME,
    PropertyType.CHOICES,
)
# Every cell can be read as one of the others, once that is declared.
_STRICT = (PropertyType.BOOLEAN, PropertyType.NUMBER, PropertyType.DATE, PropertyType.DATETIME)
# Most columns of texts show in their first rows that they are nothing else, and need no full scan.
FIRST_ROWS = 2_000
_AT_ONCE = 40
# True and false, numbers and dates, JSON lists.
_BEGINNING = r"^[tTfF0-9.,+\-\[]"
#: How numbers begin that are codes: a plus, or a zero before another digit.
CODE = "^([+]|-?0[0-9])"


def infer_types(
    engine: DuckDBEngine, relation: str, columns: Iterable[Column], signs: Mapping[str, DecimalSign]
) -> dict[str, PropertyType]:
    """The type of each column, by name; `signs` are their decimal signs."""
    columns = list(columns)
    types = {column.name: _OF_KIND[column.kind] for column in columns if column.kind != Kind.TEXT}
    by_name = {column.name: column for column in columns}
    first_rows = f"(SELECT * FROM {relation} LIMIT {FIRST_ROWS})"
    texts = _plain_texts(engine, first_rows, [column for column in columns if column.kind == Kind.TEXT])
    candidates: dict[str, tuple[PropertyType, ...]] = {
        column.name: () if column.name in texts else _CANDIDATES for column in columns if column.kind == Kind.TEXT
    }
    for rows, without_cells in ((first_rows, "true"), (relation, "false")):
        still = {name: possible for name, possible in candidates.items() if possible}
        for names in groups(list(still)):
            tests = _tests([by_name[name] for name in names], still, signs, without_cells)
            [answers] = engine.sql(f"SELECT {', '.join(tests)} FROM {rows}").fetchall()
            held = iter(answers)
            candidates |= {name: tuple(type for type in still[name] if next(held)) for name in names}
    return types | {name: (*possible, PropertyType.TEXT)[0] for name, possible in candidates.items()}


def types_of_cells(
    engine: DuckDBEngine, cells: Mapping[str, Sequence[str]], *, point_only: bool
) -> dict[str, PropertyType]:
    """The same for few cells of each column, none of them blank; `point_only`: commas separate them, or it is JSON.

    All columns are looked at by one query: of 1,000 with 200 cells `infer_types` takes 8 s, this 0.1 s.
    """
    column = Column("", "cell", point_only="true" if point_only else "false")
    tests = [f"bool_and({_by_sign(column, type, reads_as)})" for type in _CANDIDATES]
    return {
        name: next((type for type, is_so in zip(_CANDIDATES, answers, strict=True) if is_so), PropertyType.TEXT)
        for name, *answers in _asked(engine, cells, column, tests)
    }


def misfits_of_cells(
    engine: DuckDBEngine, cells: Mapping[str, Sequence[str]], *, point_only: bool
) -> dict[str, dict[PropertyType, str]]:
    """Of each of these columns, by the types that some of its cells cannot be read as once they are declared, the first
    such cell; of the number, also the first that is a code, whose zero or plus would go."""
    column = Column("", "cell", point_only="true" if point_only else "false")
    tests = [f"first(cell ORDER BY place) FILTER (NOT ({_by_sign(column, type, _declared)}))" for type in _STRICT]
    return {
        name: {type: cell for type, cell in zip(_STRICT, answers, strict=True) if cell is not None}
        for name, *answers in _asked(engine, cells, column, tests)
    }


def _asked(
    engine: DuckDBEngine, cells: Mapping[str, Sequence[str]], column: Column, asked: Sequence[str]
) -> list[tuple[Any, ...]]:
    """Of each column its name, and the answers to aggregates of its cells."""
    names = [name for name, values in cells.items() for _ in values]
    values = [value for values in cells.values() for value in values]
    engine.sql(
        "CREATE OR REPLACE TEMP TABLE seen AS SELECT unnest(?::VARCHAR[]) AS name, unnest(?::VARCHAR[]) AS cell,"
        " unnest(range(len(?::VARCHAR[]))) AS place",
        [names, values, names],
    )
    pointed = f"contains(cell, '.') AND ({number(column, DecimalSign.POINT)}) IS NOT NULL"
    points = column.point_only if column.point_only == "true" else f"bool_or({pointed})"
    signs = f"SELECT name, {points} AS has_points FROM seen GROUP BY name"
    told = engine.sql(f"SELECT name, {', '.join(asked)} FROM seen JOIN ({signs}) USING (name) GROUP BY name")
    rows: list[tuple[Any, ...]] = told.fetchall()
    return rows


def _by_sign(column: Column, type: PropertyType, test: Callable[[Column, PropertyType, DecimalSign], str]) -> str:
    point, comma = test(column, type, DecimalSign.POINT), test(column, type, DecimalSign.COMMA)
    return f"CASE WHEN has_points THEN {point} ELSE {comma} END"


def _declared(column: Column, type: PropertyType, sign: DecimalSign) -> str:
    """SQL: `reads_as` for a type that is declared: 1 and 0 are booleans, too."""
    if type == PropertyType.BOOLEAN:
        return f"({boolean(column, digits=True)}) IS NOT NULL"
    return reads_as(column, type, sign)


def _plain_texts(engine: DuckDBEngine, rows: str, columns: Sequence[Column]) -> set[str]:
    """The names of columns with a cell that no candidate can begin like. Most are, and the tests of all candidates take
    ten times as long to plan."""
    texts: set[str] = set()
    for group in groups([column for column in columns if not column.items]):
        tests = [f"coalesce(bool_or(NOT regexp_matches({column.text}, '{_BEGINNING}')), false)" for column in group]
        [answers] = engine.sql(f"SELECT {', '.join(tests)} FROM {rows}").fetchall()
        texts |= {column.name for column, is_text in zip(group, answers, strict=True) if is_text}
    return texts


def decimal_signs(engine: DuckDBEngine, relation: str, columns: Iterable[Column]) -> dict[str, DecimalSign]:
    """The decimal sign of each column: a comma only where no cell that is a number has a point."""
    open_columns = [column for column in columns if column.kind == Kind.TEXT and column.point_only != "true"]
    signs: dict[str, DecimalSign] = {}
    for group in groups(open_columns):
        points = [
            f"contains({column.text}, '.') AND ({number(column, DecimalSign.POINT)}) IS NOT NULL" for column in group
        ]
        tests = [f"coalesce(bool_or({test}), false)" for test in points]
        [row] = engine.sql(f"SELECT {', '.join(tests)} FROM {relation}").fetchall()
        for column, has_points in zip(group, row, strict=True):
            signs[column.name] = DecimalSign.POINT if has_points else DecimalSign.COMMA
    return signs


def _tests(
    columns: Sequence[Column],
    candidates: Mapping[str, tuple[PropertyType, ...]],
    signs: Mapping[str, DecimalSign],
    without_cells: str,
) -> list[str]:
    """SQL, a column and candidate each: every known cell can be read so; `without_cells` where there is none."""
    return [
        f"coalesce(bool_and({reads_as(column, type, signs.get(column.name, DecimalSign.POINT))})"
        f" FILTER ({column.known}), {without_cells})"
        for column in columns
        for type in candidates[column.name]
    ]


def reads_as(column: Column, type: PropertyType, sign: DecimalSign) -> str:
    """SQL: the cell can be read as the type; never NULL for a known cell."""
    text = column.text
    match type:
        case PropertyType.BOOLEAN:
            readable = f"({boolean(column, digits=False)}) IS NOT NULL"
        case PropertyType.NUMBER:
            readable = f"({number(column, sign)}) IS NOT NULL AND NOT regexp_matches({text}, '{CODE}')"
        case PropertyType.DATE:
            readable = f"({date_of(column)}) IS NOT NULL"
        case PropertyType.DATETIME:
            readable = f"({date_of(column)}) IS NOT NULL OR ({moment(column)}) IS NOT NULL"
        case _:
            readable = f"coalesce({column.list}, {json_list(column)}) IS NOT NULL"
    return f"coalesce({readable}, false)"


def groups(items: Sequence[_T]) -> list[Sequence[_T]]:
    """So many at a time as one query is asked about."""
    return [items[start : start + _AT_ONCE] for start in range(0, len(items), _AT_ONCE)]
