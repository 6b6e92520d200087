"""A rival is only timed if it gives the same numbers."""

from pathlib import Path

import pytest
from bench.agreement import main as compare

HEADER = "id,lead_score,lead_score_fit,lead_score_engagement,lead_score_tier\n"


@pytest.fixture
def written(tmp_path):
    def write(name: str, *rows: str) -> str:
        file = Path(tmp_path / name)
        file.write_text(HEADER + "".join(f"{row}\n" for row in rows), encoding="utf-8")
        return str(file)

    return write


def test_the_same_to_six_decimals_agrees(written):
    compare(
        written("a.csv", "1,68.098273,54,14.098273,B3", "2,,,,"),
        written("b.csv", "2,,,,", "1,68.098273,54.0,14.0982730,B3"),
    )


@pytest.mark.parametrize(
    "theirs",
    ["1,68.098274,54,14.098273,B3", "1,68.098273,54,14.098273,B2", "1,,,,", "2,68.098273,54,14.098273,B3"],
    ids=["sixth decimal", "tier", "no value", "another contact"],
)
def test_any_difference_is_told(written, theirs):
    with pytest.raises(SystemExit, match="differ"):
        compare(written("a.csv", "1,68.098273,54,14.098273,B3"), written("b.csv", theirs))


def test_two_outputs_without_a_score_prove_nothing(written):
    with pytest.raises(SystemExit, match="No contact"):
        compare(written("a.csv", "1,,,,"), written("b.csv", "1,,,,"))
