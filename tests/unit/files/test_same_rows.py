"""The three ways to read CSV give the same rows: with care, in bulk, and by the engine's own reader."""

import random

import pytest

from tamis.connectors.files import csv_rows
from tamis.connectors.files.csv_rows import csv_cells, read_header
from tamis.connectors.files.folder import Ending, TableFile, TableFiles
from tamis.connectors.files.regular import regular_source
from tamis.connectors.files.rejects import RejectLog
from tamis.connectors.files.staging import stage
from tamis.errors import DataError

CELLS = [
    "",
    "a",
    "é😀",
    "1,5",
    '"q"',
    '""',
    '"x,y"',
    '"x;y"',
    '"l\nm"',
    '"a""b"',
    'a"b',
    '"a"b',
    " ",
    "NULL",
    "\\",
    "#",
    "'",
]
REGULAR = ["", "a", "é😀", "5", '"q"', '""', '"x,y"', '"x;y"', '"a""b"', '""""', " ", "NULL", "\\N", "#c", "'", "x y"]


def text_of(draw, cells, width, *, ragged):
    end, separator = draw.choice(["\n", "\r\n"]), draw.choice([",", ";", "\t"])
    widths = [-1, 0, 0, 1] if ragged else [0]
    rows = [draw.choices(cells, k=width + draw.choice(widths)) for _ in range(draw.randrange(12))]
    rows.insert(0, ["id", "x", "y", "z"][:width])
    lines = [separator.join(row) for row in rows]
    if ragged and draw.random() < 0.3:
        lines.insert(draw.randrange(len(lines)), draw.choice(["", "\r", '"', "a\rb"]))
    return draw.choice(["", "\ufeff"]) + end.join(lines) + draw.choice(["", end])


def outcome(rows):
    """The rows, or the sentence that says why there are none."""
    try:
        return list(rows())
    except DataError as error:
        return str(error)


@pytest.mark.parametrize("seed", range(5))
def test_in_bulk_as_with_care(tmp_path, monkeypatch, seed):
    monkeypatch.setattr(csv_rows, "_CHUNK", 16)
    draw = random.Random(seed)
    for i in range(200):
        path = tmp_path / f"{i}.csv"
        path.write_bytes(text_of(draw, CELLS, 3, ragged=True).encode())
        file = TableFile(path, path.name)
        for separator in ",;":
            careful = outcome(
                lambda file=file, separator=separator: (
                    (row.line, None if row.problem else row.cells) for row in csv_rows.csv_rows(file, separator)
                )
            )
            assert outcome(lambda file=file, separator=separator: csv_cells(file, separator)) == careful


@pytest.mark.parametrize("seed", range(3))
def test_by_the_engine_as_with_care(tmp_path, engine, seed):
    draw, log, taken = random.Random(seed), RejectLog(engine), 0
    for i in range(60):
        path = tmp_path / f"{i}.csv"
        is_regular = draw.random() < 0.7
        path.write_bytes(
            text_of(draw, REGULAR if is_regular else CELLS, draw.choice([2, 3, 4]), ragged=not is_regular).encode()
        )
        taken += _is_taken_alike(engine, log, TableFile(path, path.name), i)
    assert taken > 20


def _is_taken_alike(engine, log, file, number) -> bool:
    """Whether the engine takes the file; if so, it must read what careful reading does."""
    files = TableFiles("contacts", Ending.CSV, (file,))
    try:
        regular = regular_source(engine, files, number=number * 2, required=("id",))
    except DataError:
        return False
    if regular is None:
        return False
    careful = stage(engine, files, number=number * 2 + 1, required=("id",), log=log)
    assert list(regular.columns) == list(careful.columns)
    columns = "".join(f", {column.cell}" for column in regular.columns.values())
    found = [
        engine.sql(f"SELECT line{columns} FROM {source.placed} ORDER BY line").fetchall()
        for source in (regular, careful)
    ]
    assert found[0] == found[1], file.path.read_bytes()
    assert engine.sql("SELECT count(*) FROM rejected").fetchall() == [(0,)]
    return True


def test_the_header_tells_the_separator(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text('"a;b;c;d",id\n1,2\n')
    assert read_header(TableFile(path, "x.csv"), ["id"]).separator == ","


def test_a_large_regular_file_is_loaded_by_the_engine_with_its_rejects(load):
    rows = "".join(f'{i % 99_990:05},"name, {i}",{i}\n' for i in range(100_000))
    loaded = load(contacts__csv="id,name,n\n" + rows)
    assert loaded.type("n") == "number"
    assert loaded.rejects == [("contacts.csv", i + 2, "id") for i in range(99_990, 100_000)]
    assert loaded.told[0][4] == '00000,"name, 99990",99990'
    assert loaded.engine.sql("SELECT count(*) FROM duckdb_views() WHERE view_name = 'plain_0'").fetchall() == [(1,)]
