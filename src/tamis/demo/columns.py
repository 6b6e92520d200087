"""Arrays of codes and seconds as Arrow columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

INSTANT = pa.timestamp("us", tz="UTC")


def numbered(letter: str, numbers: NDArray[np.int64]) -> pa.Array:
    """Ids such as `c0000042`: texts that sort as their numbers do."""
    digits = pc.utf8_lpad(pa.array(numbers, pa.int64()).cast(pa.string()), 7, "0")
    return pc.binary_join_element_wise(letter, digits, "")


def dictionary(codes: NDArray[Any], words: Sequence[str] | pa.Array) -> pa.DictionaryArray:
    """Codes into a list of words as a dictionary column; -1 is unknown. Parquet writes it without making the texts."""
    values = words if isinstance(words, pa.Array) else pa.array(list(words), pa.string())
    unknown = codes < 0
    indices = pa.array(codes.astype(np.int32), mask=unknown) if unknown.any() else pa.array(codes.astype(np.int32))
    return pa.DictionaryArray.from_arrays(indices, values)


def coded(codes: NDArray[Any], words: Sequence[str] | pa.Array) -> pa.Array:
    """Codes into a list of words as a text column; -1 is unknown."""
    return dictionary(codes, words).cast(pa.string())


def instants(seconds: NDArray[np.int64], known: NDArray[np.bool_] | None = None) -> pa.Array:
    """Seconds since the epoch as UTC instants; unknown where `known` is false."""
    return pa.array(seconds * 1_000_000, pa.int64(), mask=None if known is None else ~known).cast(INSTANT)


def instant_texts(seconds: NDArray[np.int64]) -> NDArray[np.str_]:
    """Seconds since the epoch as `2026-03-01T08:00:00Z`."""
    return np.char.add(np.datetime_as_string(seconds.astype("datetime64[s]")), "Z")


def choices_from_bits(bits: NDArray[np.int64], options: Sequence[str]) -> pa.Array:
    """Bit sets as multi-valued cells (`a;b`); the empty set is unknown."""
    cells = [";".join(o for i, o in enumerate(options) if mask >> i & 1) for mask in range(1 << len(options))]
    return coded(np.where(bits > 0, bits, -1), cells)
