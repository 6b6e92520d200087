"""Arrays as .npy files (numpy.lib.format, version 1.0): numbers in a row, never pickled, none longer than its file."""

from __future__ import annotations

import io
import re
from typing import Any

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from tamis.errors import DataError

_MAGIC = b"\x93NUMPY\x01\x00"
_START = len(_MAGIC) + 2
_HEADER = re.compile(rb"\{'descr': '(<[fi]8)', 'fortran_order': False, 'shape': \((\d{1,18}),\), \} *\n")


def array_bytes(values: NDArray[Any]) -> bytes:
    """A .npy file of numbers in one row, as 64-bit little-endian floats or integers."""
    kind = "<f8" if values.dtype.kind == "f" else "<i8"
    written = io.BytesIO()
    npy.write_array(written, np.ascontiguousarray(values.ravel(), kind), version=(1, 0), allow_pickle=False)
    return written.getvalue()


def read_array(data: bytes, kind: str, place: str) -> NDArray[Any]:
    """The numbers of a .npy file; `kind` is "<f8" or "<i8". DataError names the place of a file that is no such."""
    start = _START + int.from_bytes(data[len(_MAGIC) : _START], "little")
    # A header is Python text, which NumPy evaluates; we take the one form in which we write it, as a text.
    header = _HEADER.fullmatch(data[_START:start])
    if not data.startswith(_MAGIC) or header is None or header[1] != kind.encode():
        raise DataError(place, "this is no .npy file as Tamis writes them.")
    # Nothing is allocated before the file is known to hold exactly what its header says.
    if int(header[2]) * 8 != len(data) - start:
        raise DataError(place, "it holds more or fewer numbers than it says.")
    return np.frombuffer(data, kind, offset=start).astype(kind[1:])
