"""The copy around a few records in SQLite, for what DuckDB takes long to prepare (see `surroundings`)."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

from tamis.compile.catalog import Catalog
from tamis.definitions import Score, Segment
from tamis.definitions.turns import most_turns
from tamis.definitions.walk import Needs, needs
from tamis.engine import Engine, SQLiteEngine
from tamis.engine.sqlite import TooMuch
from tamis.store.warehouse.selections import associations, selections
from tamis.store.warehouse.surroundings import Surroundings
from tamis.store.warehouse.warehouse import Warehouse

Answer = TypeVar("Answer")
#: Names of columns, and rows.
_Rows = tuple[list[str], list[tuple[Any, ...]]]

# Of more records, and of more rows than that, DuckDB makes short work.
_MOST_RECORDS, _MOST_ROWS = 1_000, 50_000
# As many as people look at once.
_MOST_IDLE = 4
_IDLE: deque[SQLiteEngine] = deque()


def on_a_copy(
    warehouse: Warehouse,
    catalog: Catalog,
    scores: Sequence[Score],
    segments: Mapping[str, Segment],
    records: Sequence[int],
    work: Callable[[Engine], Answer],
) -> Answer:
    """What `work` gives on an engine where bare names of tables are those of a copy around these records of the scores'
    object: SQLite for a few, or else DuckDB. It is done anew on the other where the first cannot do it."""
    needed = needs(scores, list(segments.values()))
    return on_a_copy_of(warehouse, catalog, scores[0].object, needed, most_turns(scores, segments), records, work)


def on_a_copy_of(
    warehouse: Warehouse,
    catalog: Catalog,
    object_type: str,
    needed: Needs,
    turns: int,
    records: Sequence[int],
    work: Callable[[Engine], Answer],
) -> Answer:
    """The same with a copy for whatever looks at no more than this, and at associates so many associations away."""
    try:
        return on_a_small_copy(warehouse, catalog, object_type, needed, turns, records, work)
    except TooMuch:
        pass
    copy = Surroundings.of_needs(warehouse, catalog, object_type, needed, turns)
    try:
        copy.fill(records)
        with copy.current():
            return work(warehouse.engine)
    finally:
        copy.drop()


def on_a_small_copy(
    warehouse: Warehouse,
    catalog: Catalog,
    object_type: str,
    needed: Needs,
    turns: int,
    records: Sequence[int],
    work: Callable[[SQLiteEngine], Answer],
) -> Answer:
    """The same by SQLite only. Raises TooMuch for what it cannot do, or not quickly."""
    with _an_engine() as small:
        _fill(small, warehouse, catalog, object_type, needed, turns, records)
        return work(small)


@contextmanager
def _an_engine() -> Iterator[SQLiteEngine]:
    """One that was used before, if it is idle: it knows the statements."""
    try:
        engine = _IDLE.pop()
    except IndexError:
        engine = SQLiteEngine()
    try:
        yield engine
        engine.clear()
    except BaseException:
        engine.close()
        raise
    _IDLE.append(engine)
    with suppress(IndexError):
        while len(_IDLE) > _MOST_IDLE:
            _IDLE.popleft().close()


def _fill(
    small: SQLiteEngine,
    warehouse: Warehouse,
    catalog: Catalog,
    object_type: str,
    needed: Needs,
    turns: int,
    records: Sequence[int],
) -> None:
    """Raises TooMuch for more than is quick."""
    reached, read = _reached(warehouse, catalog, object_type, associations(catalog, needed), turns, records)
    copied, signatures = set[str](), set[int]()
    for table, query in _selections(catalog, object_type, needed, reached, signatures):
        columns, rows = read.get(table) or _rows(warehouse, query)
        if table == "events":
            place = columns.index("signature")
            signatures.update(row[place] for row in rows)
        small.keep(table, columns, rows)
        copied.add(table)
    if small.copied is not catalog:
        for table in catalog.tables() - copied:
            small.keep(table, _columns(warehouse, table), ())
        small.copied = catalog


def _rows(warehouse: Warehouse, query: str) -> _Rows:
    cursor = warehouse.engine.sql(query)
    rows = cursor.fetchmany(_MOST_ROWS)
    if len(rows) == _MOST_ROWS:
        raise TooMuch
    return [column[0] for column in cursor.description or ()], rows


def _selections(
    catalog: Catalog, object_type: str, needed: Needs, reached: Mapping[str, set[int]], signatures: set[int]
) -> Iterable[tuple[str, str]]:
    """As `selections`, each written when it is asked for: the signatures are those of the events before."""
    later = "{signatures}"
    for table, query in selections(catalog, object_type, needed, lambda object: _among(reached.get(object, ())), later):
        yield table, query.replace(later, _among(signatures)) if table == "signatures" else query


def _reached(
    warehouse: Warehouse,
    catalog: Catalog,
    object_type: str,
    pairs: Sequence[tuple[str, str]],
    turns: int,
    records: Sequence[int],
) -> tuple[dict[str, set[int]], dict[str, _Rows]]:
    """By object, the numbers of the records and of those that are associated with them, so many associations away. And
    by table, the associations of all of them, where they were read for that."""
    if len(records) > _MOST_RECORDS:
        raise TooMuch
    reached: dict[str, set[int]] = {object_type: set(records)}
    last = {object_type: set(records)}
    read: dict[tuple[str, str], tuple[set[int], _Rows]] = {}
    for _ in range(turns):
        found: dict[str, set[int]] = {}
        for a, b in pairs:
            if last.get(a):
                sql = f"SELECT * FROM warehouse.{catalog.links[a, b]} WHERE from_n {_among(last[a])}"
                columns, rows = _rows(warehouse, sql)
                read[a, b] = last[a], (columns, rows)
                place = columns.index("to_n")
                found.setdefault(b, set()).update(row[place] for row in rows)
        last = {object: numbers - reached.get(object, set()) for object, numbers in found.items()}
        for object, numbers in last.items():
            reached.setdefault(object, set()).update(numbers)
        if not any(last.values()):
            break
        if sum(map(len, reached.values())) > _MOST_RECORDS:
            raise TooMuch
    return reached, {catalog.links[a, b]: rows for (a, b), (of, rows) in read.items() if of == reached[a]}


def _among(numbers: Iterable[int]) -> str:
    """Those that are one of these. One number is found by the least and greatest of each part of a table, many by
    looking through all of it."""
    chosen = sorted(numbers)
    if len(chosen) == 1:
        return f"= {chosen[0]:d}"
    return f"IN (SELECT unnest([{', '.join(f'{number:d}' for number in chosen)}]::INTEGER[]))"


def _columns(warehouse: Warehouse, table: str) -> list[str]:
    cursor = warehouse.engine.sql(f"SELECT * FROM warehouse.{table} LIMIT 0")
    columns: Sequence[Any] = cursor.description or ()
    return [column[0] for column in columns]
