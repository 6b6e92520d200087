"""A small company, loaded once for all tests of the compiler on it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from tests.engines import empty_engine

from tamis.compile.explanation import ExplainedScore
from tamis.compile.score import compile_scores
from tamis.connectors.files import LoadedFolder
from tamis.definitions import read_instant
from tamis.demo import generate
from tamis.engine import DuckDBEngine
from tamis.engine.sql import duckdb_sql
from tamis.operations.call import Call, load_call, read_call
from tamis.operations.explain_records import Asked, explain_records
from tamis.progress import NullProgress

AS_OF = "2026-07-01T00:00:00Z"


@dataclass(frozen=True, eq=False)
class Company:
    """A loaded data folder with the scores of one object."""

    call: Call
    loaded: LoadedFolder
    engine: DuckDBEngine

    def rows(self) -> dict[str, dict[str, object]]:
        """What every record gets, by id; points in millionths."""
        expression = compile_scores(self.call.scores, self.call.segments, self.loaded.catalog)
        cursor = self.engine.sql(duckdb_sql(expression, read_instant(AS_OF)))
        names = [column[0] for column in cursor.description or ()]
        return {row[0]: dict(zip(names, row, strict=True)) for row in cursor.fetchall()}

    @cache  # noqa: B019 - lives as long as the tests of this folder
    def trees(self, key: str, *, is_brief: bool = False) -> list[ExplainedScore]:
        """The explanations of every third record."""
        score = next(score for score in self.call.scores if score.key == key)
        table = self.loaded.catalog.objects[score.object].table
        [(count,)] = self.engine.sql(f"SELECT count(*) FROM {table}").fetchall()
        numbers = range(0, count, 3)
        catalog, instant = self.loaded.catalog, read_instant(AS_OF)
        asked = Asked(self.call.scores, self.call.segments, catalog, self.engine, instant)
        return explain_records(score, asked, numbers, is_brief=is_brief)


@pytest.fixture(scope="package")
def company_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("company") / "crm"
    generate(folder, contacts=500, events=15_000, seed=3, as_of=datetime(2026, 7, 1, tzinfo=UTC))
    return folder


@pytest.fixture(scope="package")
def contacts(company_folder: Path) -> Iterator[Company]:
    """The company with the five scores it comes with, all of contacts."""
    yield from _loaded(company_folder, sorted((company_folder / "scores").glob("*.yaml")))


@pytest.fixture(scope="package")
def companies(company_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    """The company with a score of companies, by what their contacts did and are."""
    file = tmp_path_factory.mktemp("scores") / "account.yaml"
    file.write_text(_ACCOUNT, encoding="utf-8")
    yield from _loaded(company_folder, [file])


def _loaded(folder: Path, definitions: list[Path]) -> Iterator[Company]:
    call = read_call(folder, definitions)
    with empty_engine() as engine:
        yield Company(call, load_call(call, engine, read_instant(AS_OF), NullProgress()), engine)


_ACCOUNT = """
key: account
object: company
limit: 70
groups:
  - key: size
    category: fit
    rules:
      - {when: {property: employees, at_least: 50}, points: 20}
      - cases:
          - {when: {property: industry, is: Software}, points: 7.5}
          - {when: {property: country, is_any_of: [France, Germany]}, points: 2.25}
      - {of: contact, when: {property: seniority, is_any_of: [director, vp]}, points: 4, combine: sum, limit: 10}
  - key: interest
    category: engagement
    limit: 50
    decay: {percent: 33.3, every: 3 weeks}
    rules:
      - {event: page_viewed, points: 0.7, limit: 12}
      - {event: [demo_requested, trial_started], points: 9, combine: max}
      - {event: email_opened, times: [{from: 0, to: 0, points: -1}, {from: 3, points: 4}], combine: average}
      - event: form_submitted
        contacts: {where: {property: newsletter, is: true}}
        points: 3
        when: {property: employees, is_known: true}
thresholds:
  fit: [{tier: A, from: 25}, {tier: B}]
  engagement: [{tier: "1", from: 10}, {tier: "2"}]
"""
