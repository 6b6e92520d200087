"""A model as files, and back: a manifest, and arrays one after the other."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

import tamis
from tamis.errors import DataError
from tamis.predict.additive import AdditiveModel, Axis, BoostedModel, TermTable, Trees
from tamis.predict.artefact.arrays import array_bytes, read_array
from tamis.predict.artefact.artefact import Artefact
from tamis.predict.artefact.manifest import (
    FORMAT,
    MANIFEST,
    VERSION,
    WITH_STEPS,
    AdditivePart,
    AxisPart,
    CalibrationPart,
    FilePart,
    IntervalsPart,
    Manifest,
    TermPart,
    TreesPart,
    manifest_bytes,
    read_manifest,
)
from tamis.predict.calibration import Calibration, Intervals, intervals_of_steps
from tamis.predict.scorer import Floats

Place = Callable[[str], str]
"""How a file is called in an error."""
_FLOATS = {"threshold", "value"}
TABLES = {f"{name}.npy": "<f8" for name in ("edges", "scores", "rows", "spread")}
TREES = {"edges.npy": "<f8"} | {
    f"{field.name}.npy": "<f8" if field.name in _FLOATS else "<i8" for field in fields(Trees)
}
NAMES = frozenset({MANIFEST, *TABLES, *TREES})
"""Every file that a model may have."""


def pack(artefact: Artefact) -> dict[str, bytes]:
    """The files of a model, by name."""
    scorer = artefact.scorer
    arrays = _tables(scorer) if isinstance(scorer, AdditiveModel) else _trees(scorer)
    files = {name: array_bytes(values) for name, values in arrays.items()}
    manifest = Manifest(
        digest="",
        format=FORMAT,
        version=VERSION,
        tamis=tamis.__version__,
        facts=dict(artefact.facts),
        features=artefact.features,
        model=_model_part(scorer),
        calibration=_calibration_part(artefact.calibration),
        intervals=_intervals_part(artefact.intervals),
        files={name: FilePart(hashlib.sha256(data).hexdigest(), len(data)) for name, data in files.items()},
    )
    return {MANIFEST: manifest_bytes(manifest), **files}


def unpack(manifest: Manifest, files: Mapping[str, bytes], place: Place) -> Artefact:
    """The model of files whose manifest was read already. DataError says which file is wrong, and what is."""
    kinds = TABLES if isinstance(manifest.model, AdditivePart) else TREES
    for name in kinds:
        _check_file(name, files.get(name), manifest.files.get(name), place)
    arrays = {name: read_array(files[name], kind, place(name)) for name, kind in kinds.items()}
    try:
        return _artefact(manifest, arrays)
    except DataError as error:
        raise DataError(place(MANIFEST), f"its parts do not make a model: {error.message}") from None


def checked_manifest(data: bytes, place: Place) -> Manifest:
    """A manifest that asks for the files that a model of its kind has, and for no others."""
    manifest = read_manifest(data, place(MANIFEST))
    if set(manifest.files) != set(TABLES if isinstance(manifest.model, AdditivePart) else TREES):
        raise DataError(place(MANIFEST), "it asks for other files than a model has.")
    return manifest


def _check_file(name: str, data: bytes | None, told: FilePart | None, place: Place) -> None:
    if data is None or told is None:
        raise DataError(place(name), "the file is missing.")
    if len(data) != told.bytes or hashlib.sha256(data).hexdigest() != told.sha256:
        raise DataError(place(name), "it was changed after it was written.")


def _artefact(manifest: Manifest, arrays: Mapping[str, NDArray[Any]]) -> Artefact:
    told, model = manifest.calibration, manifest.model
    calibration = Calibration(told.kind, told.slope, told.shift, _row(told.knots), _row(told.heights))
    axes = tuple(_axes(model.axes, arrays["edges.npy"]))
    scorer = _additive(model, axes, arrays) if isinstance(model, AdditivePart) else _boosted(axes, arrays)
    return Artefact(scorer, calibration, _intervals(manifest), manifest.features, manifest.facts)


def _intervals(manifest: Manifest) -> Intervals | None:
    told = manifest.intervals
    if told is None:
        return None
    if manifest.version == WITH_STEPS:
        return intervals_of_steps(_row(told.edges), _row(told.lows), _row(told.highs))
    return Intervals(_row(told.knots), _row(told.below), _row(told.above))


def _row(values: Sequence[float]) -> Floats:
    return np.array(values, np.float64)


def _axes(parts: Sequence[AxisPart], edges: Floats) -> Iterator[Axis]:
    for part, own in zip(parts, _split(edges, [part.edges for part in parts], "edges"), strict=True):
        yield Axis(part.feature, part.kind, own, part.categories)


def _additive(model: AdditivePart, axes: tuple[Axis, ...], arrays: Mapping[str, NDArray[Any]]) -> AdditiveModel:
    if any(not 0 <= axis < len(axes) for term in model.terms for axis in term.axes):
        raise DataError("model", "a term looks at features that are not there.")
    shapes = [tuple(axes[axis].size for axis in term.axes) for term in model.terms]
    sizes = [prod(shape) for shape in shapes]
    spread_sizes = [size for size, term in zip(sizes, model.terms, strict=True) if term.spread]
    spreads = iter(_split(arrays["spread.npy"], spread_sizes, "spreads"))
    scores, rows = (_split(arrays[f"{name}.npy"], sizes, name) for name in ("scores", "rows"))
    tables = []
    for term, shape, score, row in zip(model.terms, shapes, scores, rows, strict=True):
        spread = next(spreads).reshape(shape) if term.spread else None
        tables.append(TermTable(term.axes, score.reshape(shape), row.reshape(shape), spread))
    return AdditiveModel(model.intercept, axes, tuple(tables))


def _boosted(axes: tuple[Axis, ...], arrays: Mapping[str, NDArray[Any]]) -> BoostedModel:
    parts: dict[str, Any] = {field.name: arrays[f"{field.name}.npy"] for field in fields(Trees)}
    return BoostedModel(axes, Trees(**parts))


def _split(values: Floats, sizes: Sequence[int], what: str) -> list[Floats]:
    """Pieces of those sizes, which together are all there is."""
    if any(size < 0 for size in sizes) or sum(sizes) != len(values):
        raise DataError("model", f"there are more or fewer {what} than its terms have.")
    return [np.asarray(part, np.float64) for part in np.split(values, np.cumsum(sizes)[:-1])] if sizes else []


def _model_part(scorer: AdditiveModel | BoostedModel) -> AdditivePart | TreesPart:
    axes = tuple(AxisPart(axis.feature, axis.kind, len(axis.edges), axis.categories) for axis in scorer.axes)
    if isinstance(scorer, BoostedModel):
        return TreesPart(axes)
    return AdditivePart(
        scorer.intercept, axes, tuple(TermPart(table.axes, table.spread is not None) for table in scorer.tables)
    )


def _tables(model: AdditiveModel) -> dict[str, NDArray[Any]]:
    return {
        "edges.npy": _joined([axis.edges for axis in model.axes]),
        "scores.npy": _joined([table.scores for table in model.tables]),
        "rows.npy": _joined([table.rows for table in model.tables]),
        "spread.npy": _joined([table.spread for table in model.tables if table.spread is not None]),
    }


def _trees(model: BoostedModel) -> dict[str, NDArray[Any]]:
    parts = {f"{field.name}.npy": getattr(model.trees, field.name) for field in fields(Trees)}
    return {"edges.npy": _joined([axis.edges for axis in model.axes]), **parts}


def _joined(parts: Sequence[Floats]) -> Floats:
    return np.concatenate([np.empty(0), *(np.asarray(part, np.float64).ravel() for part in parts)])


def _calibration_part(calibration: Calibration) -> CalibrationPart:
    curve = (calibration.knots.tolist(), calibration.heights.tolist())
    return CalibrationPart(calibration.kind, float(calibration.slope), float(calibration.shift), *curve)


def _intervals_part(intervals: Intervals | None) -> IntervalsPart | None:
    if intervals is None:
        return None
    return IntervalsPart(intervals.knots.tolist(), intervals.below.tolist(), intervals.above.tolist())
