"""Undeclared columns that are texts because of few cells: nearly all others are numbers, or dates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tamis.connectors.files.columns import Column, Kind
from tamis.connectors.files.inference import CODE, FIRST_ROWS, decimal_signs, groups, reads_as
from tamis.connectors.files.reading import DecimalSign
from tamis.connectors.files.source import Source
from tamis.connectors.files.tables import Loading
from tamis.definitions import PropertyType

_TYPES = (PropertyType.NUMBER, PropertyType.DATE, PropertyType.DATETIME)
# Fewer cells tell nothing; of more than these, one in so many may be another, and one in any case.
_FEWEST, _ONE_IN = 4, 20
# In the first rows they may lie thick.
_ONE_IN_FIRST = 4
_MOST_LINES = 5
_BEGINNING = r"^[0-9.,\-]"


@dataclass(frozen=True)
class _Misfits:
    """How many `cells` of a column are known, and of these cannot be read as the type; `test`: SQL of one that can."""

    column: Column
    type: PropertyType
    test: str
    cells: int
    misfits: int


def tell_misfits(loading: Loading, source: Source, columns: Iterable[Column], *, among: str = "") -> None:
    """One message for each column of texts that would be another type but for few cells, with their lines; `among`: SQL
    of the rows that count (default all). Where anything is to be kept: a score says what it expects by itself."""
    texts = [column for column in columns if column.kind == Kind.TEXT and not column.items]
    if not loading.with_keys or not texts:
        return
    rows = f"SELECT * FROM {loading.kept(source)}" + (f" WHERE {among}" if among else "")
    begin = f"({rows} LIMIT {FIRST_ROWS})"
    # With each step most columns are done with; few are looked through.
    first = [each.column for each in _nearly(loading, begin, _alike(loading, begin, texts), one_in=_ONE_IN_FIRST)]
    for found in list(_nearly(loading, f"({rows})", first, one_in=_ONE_IN)):
        if found.misfits:
            loading.messages.append(_told(loading, source, found, among))


def _alike(loading: Loading, rows: str, columns: Sequence[Column]) -> list[Column]:
    """Those of which most cells begin like numbers and dates."""
    alike: list[Column] = []
    for group in groups(columns):
        begins = [f"count(*) FILTER (regexp_matches({each.text}, '{_BEGINNING}'))" for each in group]
        counts = ", ".join(f"2 * {count} > count({each.text})" for count, each in zip(begins, group, strict=True))
        answers = loading.one(f"SELECT {counts} FROM {rows}")
        alike += [each for each, is_alike in zip(group, answers, strict=True) if is_alike]
    return alike


def _nearly(loading: Loading, rows: str, columns: Sequence[Column], *, one_in: int) -> Iterator[_Misfits]:
    """Of each column the first type that nearly all of its cells have, if there is one."""
    signs = decimal_signs(loading.engine, rows, columns)
    for group in groups(columns):
        tests = [_tests(column, signs.get(column.name, DecimalSign.POINT)) for column in group]
        counts = [count for column, found in zip(group, tests, strict=True) for count in _counts(column, found)]
        answers = iter(loading.one(f"SELECT {', '.join(counts)} FROM {rows}"))
        for column, found in zip(group, tests, strict=True):
            cells, codes, misfits = next(answers), next(answers), [next(answers) for _ in found]
            for (type, test), count in zip(found.items(), misfits, strict=True):
                is_near = cells - count >= _FEWEST and count <= max(1, cells // one_in)
                if is_near and not (codes and type == PropertyType.NUMBER):
                    yield _Misfits(column, type, test, cells, count)
                    break


def _tests(column: Column, sign: DecimalSign) -> dict[PropertyType, str]:
    return {type: reads_as(column, type, sign) for type in _TYPES}


def _counts(column: Column, tests: Mapping[PropertyType, str]) -> Iterator[str]:
    """SQL of how many cells there are, how many of them are codes, and how many are none of each type."""
    yield f"count(*) FILTER ({column.known})"
    # Where some numbers are written as 007, all are codes.
    yield f"count(*) FILTER (regexp_matches({column.text}, '{CODE}'))"
    yield from (f"count(*) FILTER ({column.known} AND NOT ({test}))" for test in tests.values())


def _told(loading: Loading, source: Source, found: _Misfits, among: str) -> str:
    """Neither here nor in a log stands what is in a cell: it may be about a person."""
    where = f"{f'({among}) AND ' if among else ''}{found.column.known} AND NOT ({found.test})"
    placed = f"SELECT f, line FROM {loading.log.kept_placed(source)} WHERE {where} ORDER BY f, line"
    places = loading.engine.sql(f"{placed} LIMIT {_MOST_LINES + 1}").fetchall()
    files = source.files.files
    shown = [f"{line}" if len(files) == 1 else f"{files[f].name}:{line}" for f, line in places[:_MOST_LINES]]
    lines = ", ".join([*shown, *(["…"] if len(places) > _MOST_LINES else [])])
    name, type = found.column.name, found.type
    return (
        f"{source.told_as}: {name} is text, since {found.misfits:,} of its {found.cells:,} cells cannot be read as"
        f" {type} (line {lines}). Correct that in the file, or declare {name} as {type}: in schema.yaml or, after the"
        " import, on the page Properties and events; what cannot be read is unknown then."
    )
