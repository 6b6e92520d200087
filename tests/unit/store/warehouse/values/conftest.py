"""A warehouse with leads a to h, and values of them as a test says they were computed."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from tests.unit.store.warehouse.values.values import Value

from tamis.compile.catalog import Catalog, ObjectShape
from tamis.definitions import Score
from tamis.engine import DuckDBEngine
from tamis.store.warehouse import Warehouse
from tamis.store.warehouse.values import VALUES_DDL, HistoryRow, history_of, keep_some_values, keep_values

LEADS = "abcdefgh"
VERSIONS = {"heat": 1, "warmth": 7}


class Leads(Warehouse):
    """Contacts with these letters as ids, and companies with the same numbers."""

    def __init__(self, engine: DuckDBEngine) -> None:
        super().__init__(engine)
        for statement in VALUES_DDL:
            engine.sql(statement)
        for table in ("contacts", "companies"):
            engine.sql(f"CREATE TABLE {table} (n INTEGER, id VARCHAR)")
        for n, id in enumerate(LEADS):
            engine.sql("INSERT INTO contacts VALUES (?, ?)", [n, id])
            engine.sql("INSERT INTO companies VALUES (?, ?)", [n, id.upper()])
        self.forget_everything()

    def catalog(self) -> Catalog:
        shapes = {"contact": "contacts", "company": "companies"}
        return Catalog({object: ObjectShape(object, table, {}) for object, table in shapes.items()})

    def forget_everything(self) -> None:
        """As if nothing had ever been computed."""
        self.engine.sql("DELETE FROM warehouse.score_values")
        self.engine.sql("DELETE FROM warehouse.score_history")
        self.engine.sql(
            "CREATE OR REPLACE TEMP TABLE computed (score VARCHAR, object VARCHAR, n INTEGER,"
            " points BIGINT, fit BIGINT, engagement BIGINT, tier VARCHAR)"
        )

    def compute(self, values: Mapping[str, Value], *, score: str = "heat", object: str = "contact") -> None:
        """Puts values by id in the place of those that were computed of the score."""
        self.engine.sql("DELETE FROM temp.computed WHERE score = ?", [score])
        for id, value in values.items():
            row = [score, object, LEADS.index(id.lower()), *value.micros, value.tier]
            self.engine.sql("INSERT INTO temp.computed VALUES (?, ?, ?, ?, ?, ?, ?)", row)

    def keep(self, *, score: str = "heat", at: int = 1, version: int = 1, cause: str = "rescore") -> int:
        return keep_values(self, score, version=version, as_of=at, cause=cause)

    def keep_some(
        self, ids: str, *, scores: Sequence[str] = ("heat",), among: int = 0, at: int = 1
    ) -> Mapping[str, int]:
        """As if only these leads had been computed, and so many others that are not there."""
        records = [*map(LEADS.index, ids), *range(1_000, 1_000 + among)]
        self.engine.choose("targets", records)
        self.engine.sql(
            "CREATE OR REPLACE TEMP TABLE causes (object VARCHAR, n INTEGER, cause VARCHAR, detail VARCHAR)"
        )
        several = [Score.model_construct(key=key, object="contact") for key in scores]
        return keep_some_values(self, several, records, versions=VERSIONS, as_of=at, cause="event")

    def kept(self, *, score: str = "heat", object: str = "contact") -> dict[str, Value]:
        """The values by id."""
        rows = self.rows(
            "SELECT n, points, fit, engagement, tier FROM warehouse.score_values"
            " WHERE score = ? AND object = ? ORDER BY n",
            [score, object],
        )
        return {LEADS[n]: Value.of_micros(*value) for n, *value in rows}

    def history(self, id: str, *, score: str | None = None, object: str = "contact") -> list[HistoryRow]:
        return history_of(self, object, id, score)

    def path(self, id: str) -> list[tuple[int | None, int | None]]:
        """Before and after in points, oldest first."""
        return [(_points(row.before), _points(row.after)) for row in self.history(id)]


def _points(micros: int | None) -> int | None:
    return None if micros is None else micros // 1_000_000


@pytest.fixture
def leads(tmp_path: Path) -> Iterator[Leads]:
    with DuckDBEngine.open(tmp_path) as engine:
        engine.sql(f"ATTACH '{tmp_path}/warehouse.duckdb' AS warehouse")
        engine.sql("USE warehouse")
        yield Leads(engine)
