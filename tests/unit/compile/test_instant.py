"""The instant is a parameter: one expression answers for all instants."""

from tests.engines import empty_engine

from tamis.compile.score import compile_scores
from tamis.connectors.files import load_folder
from tamis.definitions import read_instant
from tamis.engine.sql import duckdb_sql
from tamis.operations.call import read_call
from tamis.progress import NullProgress

SCORE = """
key: s
object: contact
limit: null
groups:
  - key: g
    category: engagement
    rules:
      - {event: opened, within: {last: 7 days}, points: 1}
      - {event: opened, decay: {percent: 10, every: 1 day, mode: step}, points: 10}
      - {event: opened, within: {after: 2024-01-05}, points: 100}
      - {event: opened, within: {before: 2024-01-05}, points: 1000}
      - {when: {property: seen_on, in_the_last: 1 week}, points: 10000}
"""


def test_one_expression_answers_for_all_instants(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "contacts.csv").write_text("id,seen_on\n1,2024-01-10\n")
    (folder / "events.csv").write_text("contact_id,type,occurred_at\n1,opened,2024-01-04\n1,opened,2024-01-08\n")
    (tmp_path / "s.yaml").write_text(SCORE)
    call = read_call(folder, [tmp_path / "s.yaml"])
    with empty_engine() as engine:
        loaded = load_folder(folder, engine, needs=None, segments=(), schema=call.schema, progress=NullProgress())
        expression = compile_scores(call.scores, {}, loaded.catalog)

        def points(instant):
            [(_, micros)] = engine.sql(duckdb_sql(expression, read_instant(instant))).fetchall()
            return micros / 1e6

        assert points("2024-01-03") == 0
        assert points("2024-01-05") == 1000 + 1 + 9
        assert points("2024-01-08") == 1000 + 100 + 2 + 6 + 10
        assert points("2024-01-12") == 10000 + 1000 + 100 + 1 + 2 + 6
        assert points("2025-01-01") == 1000 + 100
