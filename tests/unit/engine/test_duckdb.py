"""The engine's folder is gone afterwards, whatever happens; what the machine cannot do is told in a sentence."""

import shutil
import subprocess
import sys

import duckdb
import pytest

from tamis.engine import DuckDBEngine
from tamis.errors import EngineError


class Stop(BaseException):
    """As a signal raises it: no Exception."""


@pytest.mark.parametrize("outlasts_all", [False, True])
def test_the_folder_is_gone_after_use(tmp_path, outlasts_all):
    with DuckDBEngine.open(tmp_path, outlasts_all=outlasts_all) as engine:
        engine.sql("CREATE TABLE t AS SELECT 1")
        assert len(list(tmp_path.iterdir())) == 1
    assert list(tmp_path.iterdir()) == []


def test_the_folder_is_gone_if_the_database_cannot_be_opened(tmp_path):
    with pytest.raises(duckdb.Error):
        DuckDBEngine.open(tmp_path, memory_limit="much")
    assert list(tmp_path.iterdir()) == []


def test_the_folder_is_gone_if_the_database_cannot_be_closed(tmp_path):
    class Stuck:
        def close(self):
            raise Stop

    engine = DuckDBEngine.open(tmp_path)
    engine.connection.close()
    engine.connection = Stuck()
    with pytest.raises(Stop):
        engine.close()
    assert list(tmp_path.iterdir()) == []


def test_the_folder_is_gone_if_a_signal_comes_while_it_is_deleted(tmp_path, monkeypatch):
    delete = shutil.rmtree
    calls = []

    def stopped_at_first(folder, **named):
        calls.append(folder)
        if len(calls) == 1:
            raise Stop
        delete(folder, **named)

    engine = DuckDBEngine.open(tmp_path)
    monkeypatch.setattr("tamis.engine.duckdb.shutil.rmtree", stopped_at_first)
    with pytest.raises(Stop):
        engine.close()
    assert list(tmp_path.iterdir()) == []


# The moment between opening and `with`, which no `with` can cover.
STOPPED_BEFORE_USE = """
import sys
from pathlib import Path
from tamis.engine import DuckDBEngine

engine = DuckDBEngine.open(Path(sys.argv[1]))
raise KeyboardInterrupt
"""


def test_the_folder_is_gone_if_a_signal_comes_before_the_engine_is_used(tmp_path):
    subprocess.run([sys.executable, "-c", STOPPED_BEFORE_USE, str(tmp_path)], capture_output=True, check=False)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("SELECT x + 9223372036854775807::BIGINT FROM range(1, 3) t(x)", "A number grew too large"),
        ("SELECT (x * 1e30)::BIGINT FROM range(1, 3) t(x)", "A number grew too large"),
        ("COPY (SELECT * FROM range(300000)) TO '/dev/full' (FORMAT csv, USE_TMP_FILE false)", "The disk is full"),
        ("SET memory_limit = '1MB'; CREATE TABLE t AS SELECT md5(x::VARCHAR) FROM range(9000000) t(x) ORDER BY 1",
         "This needs more memory than there is"),
    ],
)  # fmt: skip
def test_what_the_machine_cannot_do_is_a_sentence_with_a_hint(tmp_path, statement, sentence):
    with pytest.raises(EngineError, match=sentence) as raised, DuckDBEngine.open(tmp_path) as engine:
        engine.sql(statement).fetchall()
    assert "hint: " in str(raised.value)
    assert list(tmp_path.iterdir()) == []


def test_a_disk_too_small_for_what_is_set_aside_is_told_as_such(tmp_path):
    settings = "SET memory_limit = '30MB'; SET max_temp_directory_size = '1MB'"
    with pytest.raises(EngineError, match="The disk is full"), DuckDBEngine.open(tmp_path) as engine:
        engine.sql(settings)
        engine.sql("CREATE TEMP TABLE t AS SELECT x, md5(x::VARCHAR) AS y FROM range(2000000) t(x) ORDER BY y")


def test_other_errors_stay_what_they_are(tmp_path):
    with pytest.raises(duckdb.BinderException), DuckDBEngine.open(tmp_path) as engine:
        engine.sql("SELECT missing")


def test_all_connections_of_an_engine_tell_instants_in_utc(monkeypatch):
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    asked = "SELECT '2026-01-01 00:00+02'::TIMESTAMPTZ::VARCHAR"
    with DuckDBEngine.open() as engine, engine.session() as session:
        told = [each.execute(asked).fetchall() for each in (engine.connection, engine.cursor(), session.connection)]
    assert told == [[("2025-12-31 22:00:00+00",)]] * 3
