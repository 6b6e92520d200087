"""What a live model says of every record, as a file with the columns of `tamis predict` on a data folder."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from math import copysign
from pathlib import Path
from typing import IO

import pyarrow as pa

from tamis.errors import UsageError
from tamis.operations.models.kept_reasons import KeptReason, read_reasons
from tamis.operations.models.likelihoods import live_models, told_reasons
from tamis.operations.models.live_models import kept_version
from tamis.operations.output import placed, write_table
from tamis.operations.targets import refuse_output
from tamis.operations.workspace import Workspace
from tamis.predict.kept import Kept
from tamis.store.warehouse import Warehouse

# Sentences that are alike for many records are made once.
_MOST_SENTENCES = 100_000
_DECIMALS = 6
_TEXT, _PERCENT = pa.large_string(), pa.float64()
_COLUMNS = {
    "id": _TEXT,
    "likelihood": _PERCENT,
    "low": _PERCENT,
    "high": _PERCENT,
    "priority": _TEXT,
    "reasons": _TEXT,
}


@dataclass(frozen=True)
class WrittenLikelihoods:
    """How many records of which object were written, how many of them with a likelihood, by which version, and when
    that was asked (microseconds since the epoch, UTC; None: not yet)."""

    object: str
    records: int
    open: int
    version: int
    computed_at: int | None


def write_likelihoods(workspace: Workspace, key: str, *, output: Path | IO[bytes]) -> WrittenLikelihoods:
    """Writes `id`, `likelihood`, `low`, `high` (percent, 4 decimals), `priority` and `reasons` (JSON) of every record
    that the model was asked about, by the ending of the file, or as CSV to a stream.

    Raises UsageError for a model that is not live.
    """
    if isinstance(output, Path):
        refuse_output(output)
    model = next((each for each in live_models(workspace) if each.key == key), None)
    if model is None:
        raise UsageError(f'No version of the model "{key}" is live.')
    with workspace.opened() as warehouse:
        table = _table(warehouse, workspace, key, model.object)
        file = output if isinstance(output, Path) else None
        with placed(file) as part:
            write_table(warehouse.engine, table, part, ending=file.suffix if file else ".csv")
            if not isinstance(output, Path):
                with part.open("rb") as written:
                    for piece in iter(lambda: written.read(1 << 20), b""):
                        output.write(piece)
                output.flush()
    open_ = len(table) - table["likelihood"].null_count
    return WrittenLikelihoods(model.object, len(table), open_, model.version, model.predicted_at)


def _table(warehouse: Warehouse, workspace: Workspace, key: str, object_type: str) -> pa.Table:
    records = warehouse.catalog().objects[object_type].table
    rows = warehouse.rows(
        f"SELECT r.id, likelihood, low, high, priority, version, reasons FROM {records} AS r"
        " JOIN likelihoods AS l USING (n) WHERE l.model = ? AND l.object = ?",
        [key, object_type],
    )
    tellers = {number: _telling(kept_version(workspace, key, number)) for number in {row[5] for row in rows}}
    told = [(*row[:5], tellers[row[5]](row[6])) for row in rows]
    columns = zip(*told, strict=True) if told else [()] * len(_COLUMNS)
    arrays = [pa.array(values, type) for values, type in zip(columns, _COLUMNS.values(), strict=True)]
    return pa.table(dict(zip(_COLUMNS, arrays, strict=True)))


def _telling(version: Kept) -> Callable[[str | None], str | None]:
    @lru_cache(_MOST_SENTENCES)
    def fact(features: tuple[str, ...], values: tuple[float | str | None, ...], sign: float) -> str:
        [told] = told_reasons(version, [KeptReason(sign, features, values)], "en") or [None]
        return told.fact if told else ""

    def telling(kept: str | None) -> str | None:
        if not kept:
            return None
        halves: dict[str, list[dict[str, object]]] = {"for": [], "against": []}
        for each in read_reasons(kept):
            told = {
                "features": list(each.features),
                "values": list(each.values),
                "contribution": round(each.contribution, _DECIMALS),
                "fact": fact(each.features, each.values, copysign(1.0, each.contribution)),
            }
            halves["for" if each.contribution > 0 else "against"].append(told)
        return json.dumps(halves, ensure_ascii=False)

    return telling
