"""Reasons as the warehouse keeps them, beside each likelihood: compact JSON, written for many records at once.

A list of up to five reasons for and then five against, the strongest first within each. A reason is itself a list: what
it adds to the log-odds (4 decimals; above 0 for, below 0 against), then the name of the feature it looks at and the
record's own value (a number, a text, or null where unknown); a reason that looks at two features goes on with the
second one's name and value. Names and not places, so that they can be read beside whichever version wrote them:

    [[0.8123,"event:page_viewed 30d",12],[0.2,"event:call ever",1,"property:country","France"],[-0.31,"age",412.5]]
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from tamis.predict.reasons import Strongest
from tamis.predict.scorer import Term

# Rows at a time: the values of two hundred features are 32 MB.
_CHUNK = 20_000
_CONTRIBUTION, _VALUE = 4, 4
_NOTHING = "null"
# Names may be long, so that texts of many rows come to more than the 2 GB that Arrow's other texts can be.
_TYPE = pa.large_string()


@dataclass(frozen=True)
class KeptReason:
    """One reason: what it adds to the log-odds, the names of its features, and the record's own value of each."""

    contribution: float
    features: tuple[str, ...]
    values: tuple[float | str | None, ...]


def read_reasons(text: str | None) -> tuple[KeptReason, ...]:
    """
    >>> read_reasons('[[0.5,"views 30d",12]]')
    (KeptReason(contribution=0.5, features=('views 30d',), values=(12,)),)
    """
    return tuple(KeptReason(said[0], tuple(said[1::2]), tuple(said[2::2])) for said in json.loads(text or "[]"))


def write_reasons(found: Strongest, *, threads: int = 1) -> pa.ChunkedArray:
    """The reasons of each row, as texts; the same on one thread or more."""
    writing = _Writing(found.terms)
    rows = [slice(start, start + _CHUNK) for start in range(0, len(found), _CHUNK)]
    with ThreadPoolExecutor(threads) as pool:
        # Little of it holds the interpreter's lock.
        return pa.chunked_array(list(pool.map(lambda each: writing.texts(found, each), rows)), _TYPE)


class _Writing:
    """What is the same for all rows: of each term, the places of its features and what is written before a value."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self._names = list(dict.fromkeys(name for term in terms for name in term.features))
        place = {name: number for number, name in enumerate(self._names)}
        self._first = np.array([place[term.features[0]] for term in terms], dtype=np.int64)
        self._second = np.array([place[t.features[1]] if len(t.features) > 1 else -1 for t in terms], dtype=np.int64)
        self._before = pa.array([f",{_json(name)}," for name in self._names], _TYPE)

    def texts(self, found: Strongest, rows: slice) -> pa.Array:
        """A text for each of the rows."""
        places, contributions = found.places[rows], found.contributions[rows]
        row, slot = np.nonzero(places >= 0)
        term = places[row, slot]
        values = _Values(found.table.iloc[rows], self._names)
        said = [
            "[",
            _numbers(contributions[row, slot], _CONTRIBUTION),
            *self._named(values, row, self._first[term]),
            *self._second_named(values, row, self._second[term]),
            "]",
        ]
        reasons = _beside(*said)
        ends = np.concatenate([[0], np.cumsum((places >= 0).sum(axis=1))])
        lists = pa.LargeListArray.from_arrays(pa.array(ends), reasons)
        return _beside("[", pc.binary_join(lists, pa.scalar(",", _TYPE)), "]")

    def _named(self, values: _Values, row: NDArray[np.int64], feature: NDArray[np.int64]) -> list[pa.Array]:
        return [self._before.take(pa.array(feature)), values.texts(row, feature)]

    def _second_named(self, values: _Values, row: NDArray[np.int64], feature: NDArray[np.int64]) -> list[pa.Array]:
        has = feature >= 0
        if not has.any():
            return []
        blank, mask = pa.array([""], _TYPE).take(pa.array(np.zeros(len(row), np.int64))), pa.array(has)
        return [pc.replace_with_mask(blank, mask, each) for each in self._named(values, row[has], feature[has])]


class _Values:
    """The values of some features of some rows, as they are written: of categories, places among different texts."""

    def __init__(self, rows: pd.DataFrame, names: Sequence[str]) -> None:
        self._numbers = np.empty((len(names), len(rows)))
        self._is_text = np.zeros(len(names), dtype=np.bool_)
        different = [_NOTHING]
        for place, name in enumerate(names):
            column = rows[name]
            if pd.api.types.is_numeric_dtype(column.dtype):
                self._numbers[place] = column.to_numpy(dtype=np.float64)
                continue
            codes, texts = pd.factorize(column)
            self._is_text[place] = True
            self._numbers[place] = np.where(codes < 0, 0, codes + len(different))
            different += [_json(str(text)) for text in texts]
        self._different = pa.array(different, _TYPE)

    def texts(self, row: NDArray[np.int64], feature: NDArray[np.int64]) -> pa.Array:
        """The value of one feature of one row each."""
        values, is_text = self._numbers[feature, row], self._is_text[feature]
        if not is_text.any():
            return _numbers(values, _VALUE)
        told = _numbers(np.where(is_text, np.nan, values), _VALUE)
        texts = self._different.take(pa.array(values[is_text].astype(np.int64)))
        return pc.replace_with_mask(told, pa.array(is_text), texts)


def _beside(*parts: pa.Array | str) -> pa.Array:
    """The texts of each row one after the other."""
    texts = [pa.scalar(part, _TYPE) if isinstance(part, str) else part for part in parts]
    return pc.binary_join_element_wise(*texts, pa.scalar("", _TYPE))


def _numbers(values: NDArray[np.float64], decimals: int) -> pa.Array:
    """As JSON writes them; what is not finite is not known."""
    rounded = np.round(values, decimals)
    # So that no zero has a sign.
    told = pa.array(rounded + 0.0, pa.float64(), mask=~np.isfinite(rounded))
    return pc.fill_null(pc.cast(told, _TYPE), _NOTHING)


def _json(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
