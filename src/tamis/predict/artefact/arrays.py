"""Arrays as .npy files (numpy.lib.format, version 1.0): numbers only, never pickled, and none larger than its file."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from tamis.errors import DataError

_MOST_HEADER = 1_000


def array_bytes(values: NDArray[Any]) -> bytes:
    """A .npy file of numbers in one row, as 64-bit little-endian floats or integers."""
    kind = "<f8" if values.dtype.kind == "f" else "<i8"
    written = io.BytesIO()
    npy.write_array(written, np.ascontiguousarray(values.ravel(), kind), version=(1, 0), allow_pickle=False)
    return written.getvalue()


def read_array(data: bytes, kind: str, place: str) -> NDArray[Any]:
    """The numbers of a .npy file; `kind` is "<f8" or "<i8". DataError names the place of a file that is no such."""
    stream = io.BytesIO(data)
    try:
        if npy.read_magic(stream) != (1, 0):
            raise ValueError
        shape, is_fortran, dtype = npy.read_array_header_1_0(stream, max_header_size=_MOST_HEADER)
    except (ValueError, SyntaxError, TypeError, RecursionError, MemoryError, UnicodeDecodeError):
        raise DataError(place, "this is no .npy file as Tamis writes them.") from None
    # No number is read, and nothing allocated, before the file is known to hold exactly what its header says.
    if dtype.hasobject or dtype.str != kind or is_fortran or len(shape) != 1:
        raise DataError(place, "its numbers are of another type or shape than Tamis writes.")
    if shape[0] * 8 != len(data) - stream.tell():
        raise DataError(place, "it holds more or fewer numbers than it says.")
    return np.frombuffer(data, kind, offset=stream.tell()).astype(kind[1:])
