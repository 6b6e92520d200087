"""What an import could not take, told with its reasons in other words."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from tamis.operations.uploads import rejects_told

REJECTS = """\
file,line,column,reason,row
contacts.csv,2,id,id is blank,",ann@example.com"
contacts.csv,3,,the row has a quote or a line break out of place,"4,""id is blank
and more"
"""


def test_only_the_reasons_are_told_otherwise(tmp_path: Path) -> None:
    file = tmp_path / "rejects.csv"
    # A row may be longer than Python's reader takes by itself.
    file.write_text(REJECTS + f"contacts.csv,5,id,id is blank,{'x' * 200_000}\n", encoding="utf-8")
    told = "".join(rejects_told(file, str.upper))
    before, after = (list(csv.reader(io.StringIO(text, newline=""))) for text in (file.read_text("utf-8"), told))
    assert after[0] == before[0]
    assert after[1:] == [[*row[:3], row[3].upper(), row[4]] for row in before[1:]]
    assert "".join(rejects_told(file, str)) == file.read_text("utf-8")
