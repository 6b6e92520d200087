"""The values of a workspace are those that `tamis score` gives for the same data."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tamis.compile.catalog import Catalog
from tamis.definitions import Score, read_instant
from tamis.demo import generate
from tamis.engine import DuckDBEngine
from tamis.operations.call import Call, load_call, read_call
from tamis.operations.output import write_rows
from tamis.operations.score_query import score_query
from tamis.progress import NullProgress
from tamis.store.warehouse import Warehouse
from tamis.store.warehouse.values import VALUES_DDL, compute_values, keep_values, values_query

AS_OF = read_instant("2026-07-01T00:00:00Z")
COLUMNS = {
    "lead_score": ["lead_score", "lead_score_fit", "lead_score_engagement", "lead_score_tier"],
    "newsletter_reader": ["newsletter_reader", "newsletter_reader_tier"],
    "product_interest": ["product_interest", "product_interest_tier"],
    "sales_readiness": ["sales_readiness", "sales_readiness_fit", "sales_readiness_engagement", "sales_readiness_tier"],
    "target_account": ["target_account", "target_account_tier"],
}
COMBINED = {"lead_score", "sales_readiness"}


class Company(Warehouse):
    """A demo company, and the scores it comes with: of one category and of both."""

    def __init__(self, engine: DuckDBEngine, call: Call, catalog: Catalog) -> None:
        super().__init__(engine)
        self.call, self._catalog = call, catalog

    def catalog(self) -> Catalog:
        return self._catalog

    def score(self, key: str) -> Score:
        return next(score for score in self.call.scores if score.key == key)


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    """Values are kept; what `tamis score` gives is in the table `scored`."""
    folder = tmp_path_factory.mktemp("company") / "crm"
    generate(folder, contacts=200, events=4_000, seed=5, as_of=datetime(2026, 7, 1, tzinfo=UTC))
    call = read_call(folder, sorted((folder / "scores").glob("*.yaml")))
    with DuckDBEngine.open() as engine:
        engine.sql(f"ATTACH '{folder.parent}/warehouse.duckdb' AS warehouse")
        for statement in VALUES_DDL:
            engine.sql(statement)
        loaded = load_call(call, engine, AS_OF, NullProgress())
        company = Company(engine, call, loaded.catalog)
        compute_values(company, call.scores, call.segments, AS_OF)
        for score in call.scores:
            keep_values(company, score.key, version=1, as_of=AS_OF, cause="publish")
        engine.sql(f"CREATE TABLE scored AS {score_query(call, loaded.catalog, AS_OF).text}")
        yield company


@pytest.mark.parametrize("key", COLUMNS)
@pytest.mark.parametrize("ending", [".csv", ".jsonl"])
def test_values_are_written_as_scores_are(company, tmp_path, key, ending):
    scored, kept = tmp_path / f"scored{ending}", tmp_path / f"kept{ending}"
    query, columns = values_query(company.score(key), company.catalog())
    assert list(columns) == COLUMNS[key]
    rows = write_rows(company.engine, query, columns, kept, ending=ending)
    assert rows == write_rows(company.engine, "SELECT * FROM scored", columns, scored, ending=ending) == 200
    assert kept.read_bytes() == scored.read_bytes()


def test_a_record_that_was_never_scored_is_a_row_without_values(company, tmp_path):
    score = company.score("lead_score").model_copy(update={"key": "unheard_of"})
    query, columns = values_query(score, company.catalog())
    assert write_rows(company.engine, query, columns, tmp_path / "out.csv", ending=".csv") == 200
    first, *rows = (tmp_path / "out.csv").read_text().splitlines()
    assert first == "id,unheard_of,unheard_of_fit,unheard_of_engagement,unheard_of_tier"
    assert all(row.endswith(",,,,") for row in rows)


def test_categories_are_kept_of_combined_scores_only(company):
    rows = company.rows("SELECT score, count(fit), count(engagement) FROM warehouse.score_values GROUP BY score")
    assert {score for score, fit, engagement in rows if fit and engagement} == COMBINED
    assert {score for score, fit, engagement in rows if not fit and not engagement} == COLUMNS.keys() - COMBINED


def test_fit_and_engagement_make_up_the_points(company):
    [(apart,)] = company.rows(
        "SELECT count(*) FROM warehouse.score_values WHERE fit IS NOT NULL AND fit + engagement <> points"
    )
    assert apart == 0
