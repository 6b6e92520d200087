"""From values as they are gathered to the table that a model looks at; learnt once, then the same for any rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tamis.compile.choices import SEPARATOR, item_needle
from tamis.predict.feature import OTHER, Feature, Kind
from tamis.predict.features.gathering import Gathered

#: A category has its commonest values, each of at least so many records; what is rarer is OTHER.
MOST_CATEGORIES, FEWEST_RECORDS = 50, 20
#: Of multiple choices, so many of the commonest items are features.
MOST_ITEMS = 20
#: A feature that tells fewer rows than this from all others is left out (of small tables, every 500th row).
FEWEST_ROWS = 20


@dataclass(frozen=True)
class Encoded:
    """A column of the table: the feature, the gathered column that it comes from, the values that a category keeps, or
    the item that it asks for."""

    feature: Feature
    column: str
    kept: tuple[str, ...] = ()
    item: str | None = None


@dataclass(frozen=True)
class Encoding:
    """Which columns a table has."""

    columns: tuple[Encoded, ...]

    @property
    def features(self) -> tuple[Feature, ...]:
        """In the order of the table."""
        return tuple(column.feature for column in self.columns)

    def table(self, gathered: Gathered) -> pd.DataFrame:
        """The columns for the gathered rows: float32, NaN where unknown, and of categories texts, None where unknown. A
        column that was not gathered is unknown everywhere."""
        places = {feature.name: place for place, feature in enumerate(gathered.features)}
        numbers = [c for c in self.columns if c.feature.kind is Kind.NUMBER]
        values = np.full((len(numbers), len(gathered)), np.nan, dtype=np.float32)
        for row, column in enumerate(numbers):
            if column.item is not None and column.column in gathered.texts:
                values[row] = _has_item(gathered.texts[column.column], column.item)
            elif column.item is None and column.column in places:
                values[row] = gathered.numbers[places[column.column]]
        table = pd.DataFrame(values.T, columns=[c.feature.name for c in numbers], copy=False)
        categories = {c.feature.name: _category(gathered, c) for c in self.columns if c.feature.kind is Kind.CATEGORY}
        return pd.concat([table, pd.DataFrame(categories, index=table.index)], axis=1) if categories else table

    def to_json(self) -> list[dict[str, Any]]:
        """In the words of JSON; `from_json` reads it."""
        return [asdict(column) for column in self.columns]

    @classmethod
    def from_json(cls, read: list[dict[str, Any]]) -> Encoding:
        """What `to_json` wrote. Raises KeyError, TypeError or ValueError for anything else."""
        return cls(tuple(_read(each) for each in read))


def learn_encoding(gathered: Gathered, record: NDArray[np.int64]) -> Encoding:
    """The columns that these rows, of which records, are worth: numbers first, then categories. What is the same
    everywhere, or the same as a column before, is left out."""
    fewest = max(1, min(FEWEST_ROWS, len(gathered) // 500))
    found, seen = list[Encoded](), set[bytes]()
    for feature, values in zip(gathered.features, gathered.numbers, strict=True):
        if _tells(values, fewest) and (told := values.tobytes()) not in seen:
            seen.add(told)
            found.append(Encoded(feature, feature.name))
    for each in gathered.texted:
        cells = gathered.texts[each.feature.name]
        found += _items(each.feature, cells, fewest) if each.is_items else ()
    for each in gathered.texted:
        if not each.is_items:
            found += _categories(each.feature, gathered.texts[each.feature.name], record)
    return Encoding(tuple(found))


def _tells(values: NDArray[np.float32], fewest: int) -> bool:
    """Whether enough rows differ from what most are: nothing, or the least value."""
    unknown = np.isnan(values)
    if unknown.all():
        return False
    usual = max(int(unknown.sum()), int((values == np.nanmin(values)).sum()))
    return len(values) - usual >= fewest


def _items(feature: Feature, cells: NDArray[np.object_], fewest: int) -> Iterator[Encoded]:
    sets = Counter(cell for cell in cells if cell is not None)
    counts: Counter[str] = Counter()
    for items, times in sets.items():
        for item in items.strip(SEPARATOR).split(SEPARATOR):
            counts[item] += times
    common = sorted(counts, key=lambda item: (-counts[item], item))[:MOST_ITEMS]
    for item in common:
        if fewest <= counts[item] <= len(cells) - fewest:
            meaning = f"whether {feature.meaning} has “{item}”"
            told = Feature(f"{feature.name}:{item}", Kind.NUMBER, feature.family, feature.source, meaning)
            yield Encoded(told, feature.name, item=item)


def _categories(feature: Feature, cells: NDArray[np.object_], record: NDArray[np.int64]) -> Iterator[Encoded]:
    pairs = pd.DataFrame({"cell": pd.Series(cells, dtype=object), "record": record}).dropna().drop_duplicates()
    counts = pairs["cell"].value_counts().to_dict()
    kept = [value for value in sorted(counts, key=lambda v: (-counts[v], v)) if counts[value] >= FEWEST_RECORDS]
    kept = sorted(kept[:MOST_CATEGORIES])
    is_other_common = any(value not in kept for value in counts)
    if len(kept) + is_other_common + any(cell is None for cell in cells) > 1:
        yield Encoded(feature, feature.name, kept=tuple(kept))


def _has_item(cells: NDArray[np.object_], item: str) -> NDArray[np.float32]:
    needle = item_needle(item)
    known = {cell: float(needle in cell) for cell in set(cells) if cell is not None}
    return np.array([known.get(cell, 0.0) for cell in cells], dtype=np.float32)


def _category(gathered: Gathered, column: Encoded) -> pd.Series:
    cells = gathered.texts.get(column.column)
    if cells is None:
        return pd.Series([None] * len(gathered), dtype=object)
    kept: Mapping[str | None, str | None] = {value: value for value in column.kept} | {None: None}
    return pd.Series([kept.get(cell, OTHER) for cell in cells], dtype=object)


def _read(each: dict[str, Any]) -> Encoded:
    told = {**each["feature"], "kind": Kind(each["feature"]["kind"])}
    return Encoded(Feature(**told), each["column"], tuple(each["kept"]), each["item"])
