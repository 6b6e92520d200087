"""Values of what others at the record's company did."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tamis.compile.catalog import Catalog
from tamis.compile.features.colleagues import COMPANY, compile_deeds, compile_members
from tamis.compile.features.happenings import CONTACT
from tamis.compile.features.rows import DAY
from tamis.engine import DuckDBEngine
from tamis.engine.sql import duckdb_sql
from tamis.predict.feature import Feature, Kind
from tamis.predict.features.answers import Answers
from tamis.predict.features.rows import Rows
from tamis.predict.features.timelines import Timelines

_WINDOWS = (30, 90)


class Colleagues:
    """The other contacts that are associated with the primary company of a contact, and what they did."""

    features: tuple[Feature, ...] = (
        Feature("colleagues", Kind.NUMBER, "colleagues", "", "other contacts at the same company", "contacts"),
        Feature("colleagues ever", Kind.NUMBER, "colleagues", "", "things that colleagues ever did", "events"),
        *(
            Feature(
                f"colleagues {days}d",
                Kind.NUMBER,
                "colleagues",
                "",
                f"things done by colleagues in {days} days",
                "events",
            )
            for days in _WINDOWS
        ),
    )

    def __init__(self, engine: DuckDBEngine, catalog: Catalog) -> None:
        members = compile_members(catalog)
        assert members is not None
        self._members = Timelines.of(engine, duckdb_sql(members, 0))
        self._of_company = Timelines.of(engine, duckdb_sql(compile_deeds(catalog, by=COMPANY), 0))
        self._of_contact = Timelines.of(engine, duckdb_sql(compile_deeds(catalog, by=CONTACT), 0))

    def fill(self, companies: Answers, rows: Rows, out: NDArray[np.float32]) -> None:
        """Writes the value of each feature (first axis) for each row; 0 where there is no company."""
        numbers = companies.number("n")
        has = ~np.isnan(numbers)
        company = np.where(has, numbers, -1).astype(np.int64)
        out[0] = np.where(has, self._members.count(company, rows.at) - 1, 0)
        ever = self._others(company, rows.record, rows.at)
        out[1] = np.where(has, ever, 0)
        for place, days in enumerate(_WINDOWS, start=2):
            before = self._others(company, rows.record, rows.at - days * DAY)
            out[place] = np.where(has, ever - before, 0)

    def _others(
        self, company: NDArray[np.int64], contact: NDArray[np.int64], until: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        return self._of_company.count(company, until) - self._of_contact.count(contact, until)


def colleagues(engine: DuckDBEngine, catalog: Catalog, object_type: str) -> Colleagues | None:
    """Of contacts, where the data associates them with companies."""
    is_tied = object_type == CONTACT and (COMPANY, CONTACT) in catalog.links
    return Colleagues(engine, catalog) if is_tied else None
