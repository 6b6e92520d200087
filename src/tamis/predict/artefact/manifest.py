"""The manifest: what a model is, in words and small numbers, and which files belong to it."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import msgspec

from tamis.errors import DataError
from tamis.predict.calibration import CalibrationKind
from tamis.predict.feature import Feature, Kind

MANIFEST = "manifest.json"
FORMAT, VERSION = "tamis-model", 2
WITH_STEPS = 1
"""The format in which intervals were steps; it is read, too."""
MOST_MANIFEST = 1 << 25
"""Bytes. Read into Python, JSON may take twenty times its size."""
_START, _AFTER = b'{"digest": "', b'", '
_HEX = 64


class _Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Nothing but what is named."""


class AxisPart(_Strict, frozen=True):
    """An axis; how many edges it has, which are in a file."""

    feature: str
    kind: Kind
    edges: int
    categories: tuple[str, ...]


class TermPart(_Strict, frozen=True):
    """A table: its axes, and whether the file of spreads has its."""

    axes: tuple[int, ...]
    spread: bool


class AdditivePart(_Strict, frozen=True, tag="additive", tag_field="kind"):
    intercept: float
    axes: tuple[AxisPart, ...]
    terms: tuple[TermPart, ...]


class TreesPart(_Strict, frozen=True, tag="trees", tag_field="kind"):
    axes: tuple[AxisPart, ...]


class CalibrationPart(_Strict, frozen=True):
    kind: CalibrationKind
    slope: float
    shift: float
    knots: list[float]
    heights: list[float]


class IntervalsPart(_Strict, frozen=True, omit_defaults=True):
    """A band: how far `below` and `above` log-odds its ends are at `knots`; of the first format, `lows` and `highs`
    between `edges`."""

    knots: list[float] = []
    below: list[float] = []
    above: list[float] = []
    edges: list[float] = []
    lows: list[float] = []
    highs: list[float] = []


class FilePart(_Strict, frozen=True):
    sha256: str
    bytes: int


class Manifest(_Strict, frozen=True):
    """`digest` is the SHA-256 of what follows it in the file, `tamis` the version that wrote it."""

    digest: str
    format: str
    version: int
    tamis: str
    facts: dict[str, Any]
    features: tuple[Feature, ...]
    model: AdditivePart | TreesPart
    calibration: CalibrationPart
    intervals: IntervalsPart | None
    files: dict[str, FilePart]


class _Head(msgspec.Struct):
    format: str
    version: int


# Made once, at the import: where two threads look at a type for the first time at once, msgspec crashes.
_READER, _HEAD_READER = msgspec.json.Decoder(Manifest), msgspec.json.Decoder(_Head)


def manifest_bytes(manifest: Manifest) -> bytes:
    """The file, with its digest; DataError where the facts are nothing that JSON can say."""
    parts = {
        field: getattr(manifest, field) for field in Manifest.__struct_fields__ if field not in ("digest", "facts")
    }
    try:
        # The facts by Python's own writer: it refuses what is no number, where msgspec would write null.
        told = json.dumps(dict(manifest.facts), ensure_ascii=False, allow_nan=False).encode()
        rest = msgspec.json.encode(msgspec.to_builtins(parts) | {"facts": msgspec.Raw(told)})[1:]
    except (TypeError, ValueError, RecursionError):
        raise DataError(MANIFEST, "the facts or names of the model hold something that JSON cannot say.") from None
    if len(rest) > MOST_MANIFEST // 2:
        raise DataError(MANIFEST, "the names of the model's features and categories are too long to be kept.")
    return _START + hashlib.sha256(rest).hexdigest().encode() + _AFTER + rest


def read_manifest(data: bytes, place: str) -> Manifest:
    """DataError, naming the place, where it is none, is of a newer format, or was changed."""
    if len(data) > MOST_MANIFEST:
        raise DataError(place, "it is larger than that of any model.")
    _check_head(data, place)
    rest = data[len(_START) + _HEX + len(_AFTER) :]
    if data != _START + hashlib.sha256(rest).hexdigest().encode() + _AFTER + rest:
        raise DataError(place, "it was changed after it was written.")
    try:
        return _READER.decode(data)
    except (msgspec.DecodeError, RecursionError):
        raise DataError(place, "it does not say what a model of Tamis has to say.") from None


def _check_head(data: bytes, place: str) -> None:
    try:
        head = _HEAD_READER.decode(data)
    except (msgspec.DecodeError, RecursionError):
        raise DataError(place, "this is no manifest of a model.") from None
    if head.format != FORMAT:
        raise DataError(place, "this is no manifest of a model of Tamis.")
    if head.version not in (WITH_STEPS, VERSION):
        told = f"the model has format {head.version}; this version of Tamis reads formats {WITH_STEPS} and {VERSION}."
        raise DataError(place, told)
