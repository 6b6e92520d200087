"""Values that were computed elsewhere are shown as if they had been computed here."""

import pytest

from tamis.definitions import Score
from tamis.engine import DuckDBEngine
from tamis.store.warehouse import Warehouse
from tamis.store.warehouse.values import show_computed

SCORES = [Score.model_construct(key=key, object="contact") for key in ("heat", "fit")]


def row(n: int) -> dict[str, int | str | None]:
    heat = {"points_0": n * 1_000_000, "fit_0": n, "engagement_0": -n, "tier_0": "it's hot; --"}
    return {"n": n, **heat, "points_1": None, "fit_1": None, "engagement_1": None, "tier_1": None}


@pytest.mark.parametrize("count", [0, 1, 100])
def test_they_are_the_rows_of_each_score(count: int) -> None:
    with DuckDBEngine.open() as engine:
        leads = Warehouse(engine)
        show_computed(leads, SCORES, [row(n) for n in range(count)])
        shown = leads.rows("FROM temp.computed ORDER BY score DESC, n")
        heat = [("heat", "contact", n, n * 1_000_000, n, -n, "it's hot; --") for n in range(count)]
        assert shown == heat + [("fit", "contact", n, None, None, None, None) for n in range(count)]
        [(sql,)] = leads.rows("SELECT sql FROM duckdb_views() WHERE view_name = 'computed'")
        # It is read once a score: with many values in it, that took longer than all the rest.
        assert len(sql) < 3_000
