"""Files that are called after one that somebody gave."""

from __future__ import annotations

import pytest

from tamis.operations.uploads.naming import plain_stem


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("Export für Mai.csv.gz", "Export-fur-Mai"),
        ("leads v1.2.PARQUET", "leads-v1-2"),
        ("../../etc/passwd", "passwd"),
        ("C:\\exports\\a\r\nb.csv", "a-b"),
        ("顧客.csv", "import"),
        ("...", "import"),
        (".csv", "import"),
        ("x" * 500 + ".csv", "x" * 60),
    ],
)
def test_they_are_called_in_plain_letters_wherever_they_are_taken(name: str, stem: str) -> None:
    assert plain_stem(name) == stem
