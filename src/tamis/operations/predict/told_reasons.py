"""Reasons as JSON for people and programs, of very many records: each sentence is made once for all that it is true of.

{"for": [{"features": ["views:30"], "values": [12.0], "contribution": 0.81, "fact": "page views …"}], "against": []}
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from tamis.predict.reasons import Reason, Strongest
from tamis.predict.reasons.ranking import MOST, reasons_at
from tamis.predict.reasons.wording import sentence
from tamis.predict.scorer import Floats

# Rows at a time: their texts are 80 MB.
_CHUNK = 50_000
_DECIMALS = 6
# Names may be long, so that texts of many rows come to more than 2 GB.
_TYPE = pa.large_string()


def told_reasons(found: Strongest, base_rate: float) -> pa.ChunkedArray:
    """A text for each row, null where there is no reason; contributions are in log-odds (6 decimals)."""
    starts = range(0, len(found), _CHUNK)
    texts = [_texts(found, slice(start, start + _CHUNK), base_rate) for start in starts]
    return pa.chunked_array(texts, _TYPE)


def _texts(found: Strongest, rows: slice, base_rate: float) -> pa.Array:
    places, contributions, table = found.places[rows], found.contributions[rows], found.table.iloc[rows]
    row, slot = np.nonzero(places >= 0)
    term = places[row, slot]
    # By term, since what is said depends on it and the values alone.
    order = np.argsort(term, kind="stable")
    said = [_of_term(found, table, place, row[chosen], base_rate) for place, chosen in _by_term(term, order)]
    back = np.empty(len(order), dtype=np.int64)
    back[order] = np.arange(len(order))
    before, after = (_joined([pair[side] for pair in said]).take(pa.array(back)) for side in (0, 1))
    reasons = _beside(before, _numbers(contributions[row, slot]), after)
    is_for = places[:, :MOST] >= 0, places[:, MOST:] >= 0
    counts = np.column_stack([each.sum(axis=1) for each in is_for])
    ends = np.concatenate([[0], np.cumsum(counts.ravel())])
    lists = pc.binary_join(pa.LargeListArray.from_arrays(pa.array(ends), reasons), pa.scalar(", ", _TYPE))
    halves = lists.take(pa.array(np.arange(0, len(lists), 2))), lists.take(pa.array(np.arange(1, len(lists), 2)))
    whole = _beside('{"for": [', halves[0], '], "against": [', halves[1], "]}")
    return pc.if_else(pa.array(counts.any(axis=1)), whole, pa.scalar(None, _TYPE))


def _by_term(term: NDArray[np.int16], order: NDArray[np.int64]) -> Iterator[tuple[int, NDArray[np.int64]]]:
    """Each term that is there, with where it is."""
    if not len(order):
        return
    terms, starts = np.unique(term[order], return_index=True)
    yield from zip(terms.tolist(), np.split(order, starts[1:]), strict=True)


def _of_term(
    found: Strongest, table: pd.DataFrame, term: int, rows: NDArray[np.int64], base_rate: float
) -> tuple[pa.Array, pa.Array]:
    """What stands before and after the contribution of a term, for each of the rows."""
    names = list(dict.fromkeys(found.terms[term].features))
    values = table[names].iloc[rows]
    _, first, code = np.unique(_codes(values), return_index=True, return_inverse=True)
    ones = np.ones((len(first), 1))
    reasons = reasons_at(
        values.iloc[first], np.full((len(first), 1), term), ones, found.terms, found.features, found.facts
    )
    told = [_around(reason, base_rate) for (reason,) in reasons]
    before, after = (pa.array(each, _TYPE) for each in zip(*told, strict=True))
    return before.take(pa.array(code)), after.take(pa.array(code))


def _codes(values: pd.DataFrame) -> NDArray[np.int64]:
    """The same number for rows of the same values."""
    found = np.zeros(len(values), dtype=np.int64)
    for name in values.columns:
        codes, different = pd.factorize(values[name])
        found = found * (len(different) + 1) + codes + 1
    return found


def _around(reason: Reason, base_rate: float) -> tuple[str, str]:
    features, values, fact = (
        json.dumps(each, ensure_ascii=False)
        for each in ([f.name for f in reason.features], list(reason.values), sentence(reason, base_rate))
    )
    return f'{{"features": {features}, "values": {values}, "contribution": ', f', "fact": {fact}}}'


def _beside(*parts: pa.Array | str) -> pa.Array:
    """The texts of each row one after the other."""
    scalars = [pa.scalar(part, _TYPE) if isinstance(part, str) else part for part in parts]
    return pc.binary_join_element_wise(*scalars, pa.scalar("", _TYPE))


def _joined(parts: Sequence[pa.Array]) -> pa.Array:
    return pa.concat_arrays(parts) if parts else pa.array([], _TYPE)


def _numbers(values: Floats) -> pa.Array:
    # Adding nothing takes the sign off a zero.
    return pc.cast(pa.array(np.round(values, _DECIMALS) + 0.0, pa.float64()), _TYPE)
