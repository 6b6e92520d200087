"""Whatever is drawn, the engine and the interpreter agree: values to 6 decimals, tiers, and what was rejected."""

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass, replace
from math import isclose
from pathlib import Path
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from tamis.engine import SQLiteEngine
from tamis.operations.call import load_call, read_call
from tamis.operations.explain_records import Asked, explain_records
from tamis.progress import NullProgress
from tests.engines import empty_engine
from tests.generative.cases import Case, cases
from tests.generative.constructs import Coverage
from tests.generative.seeds import EVERY_CONSTRUCT, Seeds
from tests.generative.shuffling import shuffled
from tests.spec import interpreter
from tests.spec.implementations import Rows, score_on_duckdb
from tests.spec.sqlite_engine import by_sqlite

FAILING = Path(".hypothesis/failing-case")  # the data and definitions of the last case that failed: the smallest


def test_engine_and_interpreter_agree(seeds: Seeds, coverage: Coverage) -> None:
    agreed = set[str]()

    @given(cases())
    def agree(case: Case) -> None:
        if repr(case) in agreed:
            return
        with _written(case) as (folder, definitions):
            expected = interpreter.score_folder(folder, definitions, case.as_of)
            found = score_on_duckdb(folder, definitions, case.as_of, threads=1)
            if not expected.is_on_the_edge:
                assert found.rows == expected.rows
            _assert_told(found.told, expected)
        agreed.add(repr(case))
        coverage.agreed(seeds.chunk)
        coverage.update(case.used)

    seeds.draw(agree)
    assert seeds != EVERY_CONSTRUCT or coverage.never_drawn == []


def _assert_told(told: list[tuple[str, int, str]], expected: interpreter.Result) -> None:
    """Each rejected row is told once, each listed cell once with its column, and nothing else."""
    of_rows = Counter((file, line) for file, line, _ in told if (file, line) in expected.rejected)
    assert of_rows == Counter(expected.rejected)
    of_cells = Counter(place for place in told if place[:2] not in expected.rejected)
    assert of_cells == Counter(expected.listed)


def test_nothing_but_the_case_matters(seeds: Seeds) -> None:
    """Neither the order of rows, nor the number of threads, nor the engine that computes the expression."""

    @given(cases(), st.sampled_from((_on_two_threads, _on_sqlite, _in_another_order)), st.integers(0, 2**32))
    def is_all(case: Case, otherwise: Callable[[Case, int], Rows], order: int) -> None:
        with _written(case) as (folder, definitions):
            expected = score_on_duckdb(folder, definitions, case.as_of, threads=1).rows
        assert otherwise(case, order) == expected

    seeds.draw(is_all, one_in=10)


def test_both_engines_explain_alike(seeds: Seeds) -> None:
    """Every point of every record, which SQLite tells of a few and DuckDB of many."""

    @given(cases())
    def is_explained_alike(case: Case) -> None:
        with _written(case) as (folder, definitions), empty_engine(threads=1) as engine, SQLiteEngine() as small:
            call = read_call(folder, definitions)
            catalog = load_call(call, engine, case.as_of, NullProgress()).catalog
            for table in catalog.tables():
                cursor = engine.sql(f"SELECT * FROM {table}")
                small.keep(table, [column[0] for column in cursor.description], cursor.fetchall())
            for score in call.scores:
                numbers = [n for (n,) in engine.sql(f"SELECT n FROM {catalog.objects[score.object].table}").fetchall()]
                scores = [each for each in call.scores if each.object == score.object]
                asked = Asked(scores, call.segments, catalog, engine, case.as_of)
                expected = explain_records(score, asked, numbers)
                found = explain_records(score, replace(asked, engine=small), numbers)
                assert list(_differences(found, expected)) == []

    seeds.draw(is_explained_alike, one_in=20)


def _differences(found: object, expected: object, place: str = "") -> Iterator[tuple[str, object, object]]:
    """Where two trees differ by more than the last digits of a sum, which newer versions of SQLite add up otherwise."""
    if type(found) is not type(expected):
        yield place, found, expected
    elif is_dataclass(expected):
        for field in fields(expected):
            yield from _differences(getattr(found, field.name), getattr(expected, field.name), f"{place}.{field.name}")
    elif isinstance(expected, tuple | list) and len(found) == len(expected):
        for number, (one, other) in enumerate(zip(found, expected, strict=True)):
            yield from _differences(one, other, f"{place}[{number}]")
    elif found != expected and not (isinstance(expected, float) and isclose(found, expected, rel_tol=1e-12)):
        yield place, found, expected


def _on_two_threads(case: Case, _: int) -> Rows:
    with _written(case) as (folder, definitions):
        return score_on_duckdb(folder, definitions, case.as_of, threads=2).rows


def _on_sqlite(case: Case, _: int) -> Rows:
    with _written(case) as (folder, definitions):
        return by_sqlite(folder, definitions, case.as_of)


def _in_another_order(case: Case, order: int) -> Rows:
    with _written(shuffled(case, Random(order))) as (folder, definitions):
        return score_on_duckdb(folder, definitions, case.as_of, threads=1).rows


@contextmanager
def _written(case: Case) -> Iterator[tuple[Path, list[Path]]]:
    """The case as files; kept where the test fails with it."""
    with tempfile.TemporaryDirectory() as place:
        try:
            yield case.write(Path(place))
        except BaseException:
            shutil.rmtree(FAILING, ignore_errors=True)
            shutil.copytree(place, FAILING)
            (FAILING / "as_of").write_text(f"{case.as_of}\n", encoding="utf-8")
            raise
