"""Files in pieces: what is written does not depend on where it is cut."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.parquet as pq

from tamis.demo import writing
from tamis.demo.writing import GrowingTable, Parts


def test_a_part_is_closed_when_it_is_full(tmp_path, monkeypatch):
    monkeypatch.setattr(writing, "_ROWS_A_PART", 5)
    with Parts(tmp_path / "events") as parts:
        for first in range(0, 12, 3):
            parts.append(pa.table({"n": range(first, first + 3)}))
    assert [f.name for f in sorted((tmp_path / "events").iterdir())] == ["part-00001.parquet", "part-00002.parquet"]
    assert pq.read_table(tmp_path / "events")["n"].to_pylist() == list(range(12))
    assert parts.rows == 12


def test_small_pieces_become_one_row_group(tmp_path):
    with GrowingTable(tmp_path / "t.parquet") as table:
        for n in range(4):
            table.append(pa.table({"n": [n]}))
    assert pq.ParquetFile(tmp_path / "t.parquet").num_row_groups == 1


def test_texts_are_plain_for_every_reader(tmp_path):
    with Parts(tmp_path / "events") as parts:
        parts.append(pa.table({"type": pa.array(["a", "b"]).dictionary_encode()}))
    assert pq.read_schema(tmp_path / "events" / "part-00001.parquet").field("type").type == pa.string()
