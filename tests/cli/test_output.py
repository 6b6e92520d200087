"""What lands in a file: exact decimals, order of ids, whole or not at all."""

import json
from pathlib import Path

import pyarrow.parquet
import pytest

from tamis.engine.duckdb import DuckDBEngine
from tamis.operations.output import formula_warning, replacing, write_rows

ROWS = """
    SELECT * FROM (VALUES
        ('b', 12500000::BIGINT, 'High'), ('é', -1, NULL), ('a', NULL, 'Low'), ('B', 0, 'Low'),
        ('c', -30000000, 'x'), ('d', 100, 'x'), ('e', 123456789012345678, 'x')
    ) t(id, interest, interest_tier)
"""
COLUMNS = {"interest": True, "interest_tier": False}


@pytest.fixture
def engine():
    with DuckDBEngine.open() as engine:
        yield engine


def test_csv_has_six_decimals_and_no_trailing_zeros(engine, tmp_path):
    assert write_rows(engine, ROWS, COLUMNS, tmp_path / "o", ending=".csv") == 7
    assert (tmp_path / "o").read_bytes().decode().split("\n") == [
        "id,interest,interest_tier",
        "B,0,Low",
        "a,,Low",
        "b,12.5,High",
        "c,-30,x",
        "d,0.0001,x",
        "e,123456789012.345678,x",
        "é,-0.000001,",
        "",
    ]


def test_json_lines_hold_numbers_and_nulls(engine, tmp_path):
    write_rows(engine, ROWS, COLUMNS, tmp_path / "o", ending=".jsonl")
    lines = (tmp_path / "o").read_text(encoding="utf-8").splitlines()
    assert lines[0] == '{"id":"B","interest":0,"interest_tier":"Low"}'
    assert json.loads(lines[1]) == {"id": "a", "interest": None, "interest_tier": "Low"}
    assert lines[-1] == '{"id":"é","interest":-0.000001,"interest_tier":null}'


def test_parquet_holds_doubles_in_order_of_id(engine, tmp_path):
    write_rows(engine, ROWS, COLUMNS, tmp_path / "o", ending=".parquet")
    table = pyarrow.parquet.read_table(tmp_path / "o")
    assert table.column("id").to_pylist() == ["B", "a", "b", "c", "d", "e", "é"]
    assert table.column("interest").to_pylist()[:4] == [0.0, None, 12.5, -30.0]
    assert table.column("interest_tier").to_pylist()[-1] is None


def test_an_id_with_a_separator_or_a_quote_round_trips(engine, tmp_path):
    write_rows(engine, """SELECT 'a,"b' AS id""", {}, tmp_path / "o", ending=".csv")
    assert (tmp_path / "o").read_text() == 'id\n"a,""b"\n'


def test_an_id_like_a_formula_is_written_as_it_came_and_counted(engine, tmp_path):
    rows = "SELECT unnest(['=1+1', '-5', '@x', chr(9) || 'x', 'a=1']) AS id"
    write_rows(engine, rows, {}, tmp_path / "o", ending=".csv")
    assert "=1+1\n" in (tmp_path / "o").read_text()
    assert formula_warning(engine, rows)[0].startswith("4 ids begin like a formula")


def test_a_file_is_replaced_whole(tmp_path):
    (tmp_path / "scores.csv").write_text("old")
    with replacing(tmp_path / "scores.csv") as part:
        part.write_text("new")
        assert (tmp_path / "scores.csv").read_text() == "old"
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("scores.csv", "new")]


@pytest.mark.parametrize("stop", [KeyboardInterrupt, OSError])
def test_a_stopped_run_leaves_the_old_file_and_no_other(tmp_path, stop):
    (tmp_path / "scores.csv").write_text("old")
    with pytest.raises(stop), replacing(tmp_path / "scores.csv") as part:
        part.write_text("half")
        raise stop
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("scores.csv", "old")]


def test_a_link_stays_a_link(tmp_path: Path):
    (tmp_path / "there").mkdir()
    link = tmp_path / "scores.csv"
    link.symlink_to(tmp_path / "there" / "real.csv")
    with replacing(link) as part:
        part.write_text("new")
    assert link.is_symlink()
    assert (tmp_path / "there" / "real.csv").read_text() == "new"
