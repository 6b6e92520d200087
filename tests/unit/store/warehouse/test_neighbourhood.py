"""A few records, computed on a copy of what their scores look at, get what they get when all are computed."""

import shutil
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest
from tests.unit.store.warehouse.conftest import Store

from tamis.definitions import Definitions, read_definitions, read_instant
from tamis.demo import generate
from tamis.store.warehouse.neighbourhood import Neighbourhood
from tamis.store.warehouse.values import Plans, compute_values

AS_OF = read_instant("2026-07-01")

# A company by its contacts' events and by deals; a contact by what its company's other contacts did.
COMPANY = """
key: account
object: company
groups:
  - key: g
    category: engagement
    rules:
      - {event: page_viewed, points: 1, limit: 20, contacts: {where: {property: seniority, is_known: true}}}
      - {event: form_submitted, when: {of: deal, property: is_won, is: true}, points: 5}
      - {of: contact, when: {in_segment: marketable}, points: 2, combine: sum}
"""
COLLEAGUES = """
key: colleagues
object: contact
groups:
  - key: g
    category: engagement
    rules:
      - {when: {of: company, event: page_viewed, times: {from: 20}}, points: 7}
      - {when: {in_segment: liked}, points: 3}
  - key: h
    category: fit
    rules:
      - {when: {in_segment: big}, points: 11}
"""
PLAIN = """
key: plain
object: contact
groups:
  - key: g
    category: fit
    rules:
      - {of: deal, when: {property: amount, at_least: 1}, points: 1}
"""
BIG = "key: big\nobject: contact\nwhen: {of: company, event: form_submitted, times: {from: 2}}\n"
LIKED = "key: liked\nobject: contact\nwhen: {score: plain, at_least: 1}\n"


@pytest.fixture(scope="module")
def taken(created, tmp_path_factory) -> Path:
    """A folder with a company in `crm`, and a warehouse that has taken it in, to be copied: made once."""
    place = tmp_path_factory.mktemp("taken")
    generate(place / "crm", contacts=120, events=3_200, seed=5, as_of=datetime(2026, 7, 1, tzinfo=UTC))
    store = Store(Path(shutil.copy(created, place)), place)
    store.take(folder=place / "crm")
    store.close()
    return place


@pytest.fixture
def company(store, taken, tmp_path) -> Path:
    shutil.copy(taken / store.file.name, store.file)
    written = {"account": COMPANY, "colleagues": COLLEAGUES, "plain": PLAIN, "big": BIG, "liked": LIKED}
    for name, text in written.items():
        (tmp_path / f"{name}.yaml").write_text(text)
    return taken / "crm"


PROPERTY = (
    "ALTER TABLE records_0 ADD COLUMN p99 VARCHAR;"
    "INSERT INTO properties VALUES ('contact', 'new', 'text', [], 'p99', false)"
)


def defined(*files: Path) -> Definitions:
    definitions = read_definitions([*files])
    assert definitions.issues == ()
    return definitions


@pytest.mark.parametrize("kind", ["contacts", "colleagues", "companies"])
def test_some_records_get_what_they_get_among_all(store, company, tmp_path, kind):
    segments = sorted((company / "segments").glob("*.yaml"))
    files = {
        "contacts": sorted((company / "scores").glob("*.yaml")),
        "colleagues": [tmp_path / f"{name}.yaml" for name in ("colleagues", "plain", "big", "liked")],
        "companies": [tmp_path / "account.yaml"],
    }[kind]
    found = defined(*files, *segments)
    by_key = {segment.key: segment for segment in found.segments}
    order = "SELECT * FROM temp.computed ORDER BY score, n"
    with store.opened() as warehouse:
        compute_values(warehouse, found.scores, by_key, AS_OF)
        all_of_them = warehouse.rows(order)
        numbers = sorted({row[2] for row in all_of_them})
        assert {row[3] for row in all_of_them} > {0, None} or len({row[3] for row in all_of_them}) > 3
        near = Neighbourhood(warehouse, Plans())
        for size in (1, 2, 10):
            chosen = Random(size).sample(numbers, size)
            near.compute(found.scores, by_key, chosen, AS_OF, catalog=warehouse.catalog())
            assert warehouse.rows(order) == [row for row in all_of_them if row[2] in chosen]
        for some in (range(10), range(7, 90)):
            near.compute(found.scores, by_key, some, AS_OF, catalog=warehouse.catalog())
            assert warehouse.rows(order) == [row for row in all_of_them if row[2] in some]


def test_nothing_is_left_behind(store, company):
    found = defined(
        *sorted((company / "scores").glob("lead_score.yaml")), *sorted((company / "segments").glob("*.yaml"))
    )
    with store.opened() as warehouse:
        near = Neighbourhood(warehouse, Plans())
        near.compute(
            found.scores, {segment.key: segment for segment in found.segments}, [3], AS_OF, catalog=warehouse.catalog()
        )
        near.close()
        names = "SELECT database_name FROM duckdb_databases()"
        assert not [name for (name,) in warehouse.rows(names) if name.startswith(("near", "slice"))]
        assert warehouse.rows("SELECT count(*) FROM records_0") == [(120,)]


def test_what_came_meanwhile_is_seen(store, company):
    """The copy stays between two calls, and so do its tables until a new property makes them others."""
    found = defined(
        *sorted((company / "scores").glob("lead_score.yaml")), *sorted((company / "segments").glob("*.yaml"))
    )
    by_key = {segment.key: segment for segment in found.segments}
    order = "SELECT * FROM temp.computed ORDER BY score, n"
    with store.opened() as warehouse:
        near = Neighbourhood(warehouse, Plans())
        for change in (
            "SELECT 1",
            "UPDATE events SET contact = 7 WHERE contact = 8",
            PROPERTY,
        ):
            warehouse.engine.sql(change)
            near.compute(found.scores, by_key, [7, 8], AS_OF, catalog=warehouse.catalog())
            some = warehouse.rows(order)
            compute_values(warehouse, found.scores, by_key, AS_OF)
            assert some == [row for row in warehouse.rows(order) if row[2] in (7, 8)]
