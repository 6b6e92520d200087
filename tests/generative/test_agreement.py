"""Whatever is drawn, the engine and the interpreter agree: values to 6 decimals, tiers, and what was rejected."""

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.generative.cases import Case, cases
from tests.generative.constructs import Coverage
from tests.generative.shuffling import shuffled
from tests.spec import interpreter
from tests.spec.implementations import score_on_duckdb

FAILING = Path(".hypothesis/failing-case")  # the data and definitions of the last case that failed: the smallest


def test_engine_and_interpreter_agree(coverage: Coverage) -> None:
    @given(cases())
    def agree(case: Case) -> None:
        coverage.update(["cases", *case.used])
        with _written(case) as (folder, definitions):
            expected = interpreter.score_folder(folder, definitions, case.as_of)
            found = score_on_duckdb(folder, definitions, case.as_of)
            if not expected.is_on_the_edge:
                assert found.rows == expected.rows
            _assert_told(found.told, expected)

    agree()
    assert coverage.never_drawn == []


def _assert_told(told: list[tuple[str, int, str]], expected: interpreter.Result) -> None:
    """Each rejected row is told once, each listed cell once with its column, and nothing else."""
    of_rows = Counter((file, line) for file, line, _ in told if (file, line) in expected.rejected)
    assert of_rows == Counter(expected.rejected)
    of_cells = Counter(place for place in told if place[:2] not in expected.rejected)
    assert of_cells == Counter(expected.listed)


@settings(max_examples=max(25, settings().max_examples // 10))
@given(cases(), st.integers(0, 2**32))
def test_neither_the_order_of_rows_nor_the_number_of_threads_matters(case: Case, seed: int) -> None:
    with _written(case) as (folder, definitions):
        one = score_on_duckdb(folder, definitions, case.as_of, threads=1).rows
        assert score_on_duckdb(folder, definitions, case.as_of, threads=2).rows == one
    with _written(shuffled(case, Random(seed))) as (folder, definitions):
        assert score_on_duckdb(folder, definitions, case.as_of).rows == one


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
