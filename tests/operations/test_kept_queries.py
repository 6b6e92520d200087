"""Queries are kept from one call to the next, and nothing that happens to them there changes what is scored."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tamis.connectors.files import FolderSchema
from tamis.engine import DuckDBEngine
from tamis.operations.call import Call, load_call, read_call
from tamis.operations.kept_queries import VARIABLE, KeptQueries, ScoreQuery, kept_queries
from tamis.operations.query_names import definitions_name, query_name
from tamis.operations.score_folder import score_folder
from tamis.operations.score_queries import queries_of
from tamis.operations.score_query import score_query
from tamis.progress import NullProgress
from tests.engines import empty_engine

NOW = datetime(2024, 6, 1, tzinfo=UTC)
QUERY = ScoreQuery("SELECT 1 AS id, 2 AS fit", {"fit": True})


@pytest.fixture
def kept(tmp_path, monkeypatch) -> KeptQueries:
    """The folder of kept queries, empty."""
    monkeypatch.setenv(VARIABLE, str(tmp_path / "cache"))
    found = kept_queries()
    assert found is not None
    return found


@pytest.fixture
def scored(tmp_path):
    """Scores a folder of two contacts, for which `text` and `points` of the definition may be others."""

    def scored(text: str = "Rome", points: int = 5) -> str:
        folder, definition, output = tmp_path / "data", tmp_path / "fit.yaml", tmp_path / "scores.csv"
        folder.mkdir(exist_ok=True)
        (folder / "contacts.csv").write_text(f'id,city\n1,"{text}"\n2,Oslo\n')
        rule = f'{{when: {{property: city, is: "{text}"}}, points: {points}}}'
        definition.write_text(
            f"key: fit\nlabel: Fit\nobject: contact\ngroups: [{{key: g, label: G, category: fit, rules: [{rule}]}}]\n"
        )
        score_folder(folder, [definition], now=lambda: NOW, output=output, progress=NullProgress())
        return output.read_text().replace("\n", " ").strip()

    return scored


def test_a_query_is_kept_once_for_a_definition_and_data_of_one_shape(kept, scored):
    assert [scored(), scored()] == ["id,fit 1,5 2,0"] * 2
    assert len(list(kept.folder.iterdir())) == 1
    assert scored(points=7) == "id,fit 1,7 2,0"
    assert len(list(kept.folder.iterdir())) == 2


def test_a_kept_query_is_for_any_instant_and_as_if_it_had_been_written_for_it(kept, engine_and_call):
    engine, call = engine_and_call
    catalog = load_call(call, engine, 0, NullProgress()).catalog
    queries = queries_of(call)
    for instant in (1_780_000_000_000_000, -77):
        assert queries.query(catalog, instant) == score_query(call, catalog, instant)
    assert len(list(kept.folder.iterdir())) == 1


@pytest.mark.parametrize(
    "damage",
    [
        lambda file: file.write_bytes(file.read_bytes()[:-5]),
        lambda file: file.write_bytes(file.read_bytes().replace(b"AS id", b"AS no")),
        lambda file: file.write_bytes(b""),
        lambda file: file.write_bytes(os.urandom(500)),
        lambda file: file.chmod(0o666),
        lambda file: file.parent.chmod(0o777),
        lambda file: (file.rename(file.with_name("other")), file.symlink_to("other")),
        lambda file: (file.unlink(), os.mkfifo(file)),
        lambda file: (file.unlink(), file.mkdir()),
    ],
)
def test_what_is_damaged_or_not_ones_own_is_passed_over(kept, damage):
    kept.keep("name", QUERY)
    assert kept.read("name") == QUERY
    damage(kept.folder / "name")
    assert kept.read("name") is None


def test_a_query_under_the_name_of_another_is_passed_over(kept):
    kept.keep("name", QUERY)
    (kept.folder / "name").rename(kept.folder / "other")
    assert kept.read("other") is None


def test_what_is_damaged_is_written_anew(kept, scored):
    scored()
    [file] = kept.folder.iterdir()
    whole = file.read_bytes()
    file.write_bytes(whole.replace(b"SELECT", b"SLECT"))
    assert scored() == "id,fit 1,5 2,0"
    assert file.read_bytes() == whole


def test_where_nothing_can_be_kept_all_is_scored(kept, scored):
    kept.folder.parent.mkdir(exist_ok=True)
    kept.folder.write_text("no folder")
    assert scored() == "id,fit 1,5 2,0"


def test_nothing_is_kept_where_none_is_wanted(tmp_path, monkeypatch, scored):
    monkeypatch.setenv(VARIABLE, "")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "unused"))
    assert scored() == "id,fit 1,5 2,0"
    assert not (tmp_path / "unused").exists()


def test_a_definition_may_say_the_number_that_stands_for_the_instant(kept, scored):
    assert scored(text="4611686018427387847") == "id,fit 1,5 2,0"
    assert not kept.folder.exists()


def test_the_oldest_are_forgotten(kept):
    for number in range(203):
        kept.keep(f"{number}", QUERY)
        os.utime(kept.folder / f"{number}", (number, number))
    kept.keep("last", QUERY)
    assert len(list(kept.folder.iterdir())) == 200
    assert kept.read("last") == QUERY
    assert not kept.has_any("0")


def test_queries_are_told_apart_by_all_that_they_depend_on(engine_and_call, monkeypatch):
    engine, call = engine_and_call
    catalog = load_call(call, engine, 0, NullProgress()).catalog
    name = definitions_name(call)
    names = {query_name(name, catalog)}
    [score] = call.scores
    names.add(definitions_name(_with(call, score.model_copy(update={"limit": 3.0}))))
    names.add(query_name(name, type(catalog)(catalog.objects, {}, {}, {}, "Europe/Paris")))
    monkeypatch.setattr("tamis.operations.query_names._WRITTEN_BY", ("compile",))
    names.add(definitions_name(call))
    assert len(names) == 4


def _with(call: Call, score) -> Call:
    return Call(call.folder, FolderSchema(), call.definitions, (score,), ())


@pytest.fixture
def engine_and_call(tmp_path) -> tuple[DuckDBEngine, Call]:
    folder, definition = tmp_path / "data", Path(tmp_path / "hot.yaml")
    folder.mkdir()
    (folder / "contacts.csv").write_text("id\n1\n")
    (folder / "events.csv").write_text("contact_id,type,occurred_at\n1,visit,2024-01-01\n")
    definition.write_text(
        "key: hot\nlabel: Hot\nobject: contact\ngroups:\n"
        "- {key: g, label: G, category: engagement, rules: [{event: visit, within: {last: 9 days}, points: 5}]}\n"
    )
    with empty_engine() as engine:
        yield engine, read_call(folder, [definition])
