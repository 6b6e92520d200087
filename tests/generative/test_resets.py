"""Whatever is drawn, with records whose engagement was reset: the engine and the interpreter agree."""

import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.generative.cases import Case, cases
from tests.generative.drawing import DAY
from tests.generative.folders import IDS
from tests.generative.seeds import Seeds
from tests.spec import interpreter
from tests.spec.implementations import score_on_duckdb

RECORDS = [(object, id) for object, ids in IDS.items() for id in ids]
# Ages at the instant of the case; what is to come is unseen.
AGES = (-1, 0, 1, DAY, 7 * DAY, 30 * DAY, 60 * DAY, 365 * DAY)


def test_engine_and_interpreter_agree_on_resets(seeds: Seeds) -> None:
    @given(cases(), st.dictionaries(st.sampled_from(RECORDS), st.lists(st.sampled_from(AGES), max_size=2), min_size=4))
    def agree(case: Case, ages: dict[tuple[str, str], list[int]]) -> None:
        resets = {record: [case.as_of - age for age in each] for record, each in ages.items()}
        with tempfile.TemporaryDirectory() as place:
            folder, definitions = case.write(Path(place))
            expected = interpreter.score_folder(folder, definitions, case.as_of, resets)
            found = score_on_duckdb(folder, definitions, case.as_of, resets, threads=1)
        assert expected.is_on_the_edge or found.rows == expected.rows

    seeds.draw(agree, one_in=4)
