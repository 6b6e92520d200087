"""The values of every feature that the data gives, for any records at any instants."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tamis.compile.catalog import Catalog
from tamis.definitions import Score, Segment
from tamis.engine import DuckDBEngine
from tamis.predict.feature import Feature
from tamis.predict.features.colleagues import colleagues
from tamis.predict.features.happened import Happened
from tamis.predict.features.plan import Plan
from tamis.predict.features.points import points as points_of
from tamis.predict.features.rows import Rows, put_rows
from tamis.predict.features.standing import Texted, Texts, companies, standing
from tamis.predict.features.ties import ties

#: So many rows at a time: what they come to has one row for each and every kind of thing that happened.
BATCH = 50_000


@dataclass(frozen=True)
class Gathered:
    """Values before they are encoded: `numbers` has the shape (features, rows), float32, NaN where unknown; `texts` by
    the name of the feature, None where unknown."""

    features: tuple[Feature, ...]
    numbers: NDArray[np.float32]
    texted: tuple[Texted, ...]
    texts: Texts

    def __len__(self) -> int:
        return int(self.numbers.shape[1])


class Gathering:
    """Prepares the events once; then `gather` looks at records as they were.

    `engine` holds the tables of the `catalog`, of a folder or a workspace; temporary tables named `feature_…` are made
    in it. `scores` are features too, those of the plan's object.
    """

    def __init__(
        self,
        engine: DuckDBEngine,
        catalog: Catalog,
        plan: Plan,
        *,
        scores: Sequence[Score] = (),
        segments: Mapping[str, Segment] | None = None,
    ) -> None:
        self._engine = engine
        self._happened = Happened(engine, catalog, plan)
        self._own, self._company = standing(engine, catalog, plan), companies(engine, catalog, plan)
        self._ties = ties(engine, catalog, plan)
        self._colleagues = colleagues(engine, catalog, plan.object) if self._company else None
        self._points = points_of(engine, catalog, plan.object, scores, segments or {})

    @property
    def features(self) -> tuple[Feature, ...]:
        """The features that are numbers, in the order of `Gathered.numbers`."""
        parts = [self._happened, self._own, self._company, *self._ties, self._colleagues, *self._points]
        return tuple(feature for part in parts if part is not None for feature in part.features)

    def gather(self, rows: Rows) -> Gathered:
        """The values of every feature for each row, in the order of the rows."""
        order = np.lexsort((rows.at, rows.record))
        ordered = Rows(rows.record[order], rows.at[order])
        features = self.features
        numbers = np.empty((len(features), len(rows)), dtype=np.float32)
        texted = (*self._own.texts, *(self._company.texts if self._company else ()))
        texts: Texts = {each.feature.name: np.empty(len(rows), dtype=object) for each in texted}
        for first in range(0, len(rows), BATCH):
            # Records beside each other lie beside each other, too: of each batch only a part of the events is read.
            places = order[first : first + BATCH]
            values = self._batch(ordered.part(first, first + BATCH), texts, places)
            numbers[: len(values), places] = values
        first = len(features) - sum(len(points.features) for points in self._points)
        for points in self._points:
            last = first + len(points.features)
            points.fill(rows, numbers[first:last])
            first = last
        return Gathered(features, numbers, texted, texts)

    def _batch(self, rows: Rows, texts: Texts, places: NDArray[np.int64]) -> NDArray[np.float32]:
        put_rows(self._engine, rows)
        happened = self._blank(self._happened.features, rows)
        self._happened.fill(rows, happened)
        blocks = [happened]
        company = None
        for part in (self._own, self._company):
            if part is not None:
                company, numbers, found = part.read(rows)
                blocks.append(numbers)
                for name, cells in found.items():
                    texts[name][places] = cells
        for tie in self._ties:
            blocks.append(self._blank(tie.features, rows))
            tie.fill(rows, blocks[-1])
        if self._colleagues is not None and company is not None:
            blocks.append(self._blank(self._colleagues.features, rows))
            self._colleagues.fill(company, rows, blocks[-1])
        return np.concatenate(blocks)

    def _blank(self, features: Sequence[Feature], rows: Rows) -> NDArray[np.float32]:
        return np.empty((len(features), len(rows)), dtype=np.float32)
