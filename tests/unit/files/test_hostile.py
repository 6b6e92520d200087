"""Files made to hurt: a clear error or reject, and bounded memory. Each load runs in a process of its own."""

import gzip
import json
import os
import subprocess
import sys

import pytest

# Above what Python, DuckDB and pyarrow take by themselves; the files below would need far more.
MOST_MEGABYTES = 900

PROGRAM = """
import json, re, sys
from pathlib import Path
from tamis.connectors.files import load_folder, read_schema
from tamis.engine import DuckDBEngine
from tamis.errors import DataError
from tamis.progress import NullProgress

folder, told = Path(sys.argv[1]), {}
with DuckDBEngine.open(threads=2, memory_limit="300MB") as engine:
    try:
        loaded = load_folder(
            folder, engine, needs=None, segments=(), schema=read_schema(folder), progress=NullProgress()
        )
        told["rejects"] = loaded.rejects.count
        told["reasons"] = sorted({reject[3] for reject in loaded.rejects.rows()})
    except DataError as error:
        told["error"] = str(error)
# What getrusage tells may be the greatest memory of whoever started this process.
told["megabytes"] = int(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1]) // 1024
print(json.dumps(told))
"""


@pytest.fixture
def loaded(tmp_path):
    """Loads the folder elsewhere; tells the error or the rejects, and the greatest memory in megabytes."""

    def loaded() -> dict:
        ran = subprocess.run(
            [sys.executable, "-c", PROGRAM, str(tmp_path)], capture_output=True, text=True, check=True, timeout=300
        )
        told = json.loads(ran.stdout)
        assert told.pop("megabytes") < MOST_MEGABYTES
        return told

    return loaded


def test_a_line_of_100_megabytes(loaded, tmp_path):
    with (tmp_path / "contacts.csv").open("wb") as stream:
        stream.write(b"id,x\n1,a\n2,")
        for _ in range(100):
            stream.write(b"y" * 1_000_000)
    assert "Line 3 begins a row of more than 16 MB" in loaded()["error"]


def test_a_json_line_of_100_megabytes(loaded, tmp_path):
    with (tmp_path / "contacts.jsonl").open("wb") as stream:
        stream.write(b'{"id": "1"}\n{"id": "')
        for _ in range(100):
            stream.write(b"y" * 1_000_000)
    assert "Line 2 begins a row of more than 16 MB" in loaded()["error"]


def test_a_quote_never_closed_in_a_long_file(loaded, tmp_path):
    with (tmp_path / "contacts.csv").open("wb") as stream:
        stream.write(b'id,x\n1,a\n2,"b\n')
        for _ in range(24):
            stream.write((b"3," + b"c" * 97 + b"\n") * 10_000)
    assert "Line 3 begins a row of more than 16 MB" in loaded()["error"]


def test_a_bomb_of_one_long_line(loaded, tmp_path):
    with gzip.open(tmp_path / "contacts.csv.gz", "wb", compresslevel=1) as stream:
        stream.write(b"id\n")
        for _ in range(200):
            stream.write(b"0" * 1_000_000)
    assert (tmp_path / "contacts.csv.gz").stat().st_size < 2_000_000
    assert "Line 2 begins a row of more than 16 MB" in loaded()["error"]


def test_a_file_of_zeros(loaded, tmp_path):
    with (tmp_path / "contacts.csv").open("wb") as stream:
        stream.truncate(2_000_000_000)
    assert "Line 1" in loaded()["error"]


def test_a_million_columns(loaded, tmp_path):
    header = ",".join(f"c{i}" for i in range(1_000_000))
    (tmp_path / "contacts.csv").write_text(f"id,{header}\n1,2\n")
    assert "1,000,001 columns" in loaded()["error"]


def test_a_million_keys(loaded, tmp_path):
    with (tmp_path / "contacts.jsonl").open("w") as stream:
        for i in range(100_000):
            stream.write(f'{{"id": "{i}", "k{i}": 1}}\n')
    assert "columns; at most" in loaded()["error"]


def test_every_row_rejected(loaded, tmp_path):
    with (tmp_path / "contacts.csv").open("w") as stream:
        stream.write("id\n" + "1,2\n" * 100_000)
    assert loaded() == {"rejects": 100_000, "reasons": ["the row has more cells than the header"]}


def test_a_fifo_is_refused(loaded, tmp_path):
    os.mkfifo(tmp_path / "contacts.csv")
    assert "This is no plain file" in loaded()["error"]


def test_a_device_is_refused(loaded, tmp_path):
    (tmp_path / "contacts.csv").symlink_to("/dev/zero")
    assert "leads out of the data folder" in loaded()["error"]
