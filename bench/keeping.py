"""What keeping a workspace costs: `python -m bench.keeping WORKSPACE DEFINITION... `, on a workspace with data in it.

Prints the seconds of each work as JSON; medians. The workspace is changed.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.companies import AS_OF
from tamis.operations.publish import reviewing
from tamis.operations.published import read_published
from tamis.operations.rescore import micros_of
from tamis.operations.rescore_by_time import rescore_by_time
from tamis.operations.rescore_touched import rescore_touched
from tamis.operations.workspace import Workspace, find_workspace
from tamis.progress import NullProgress
from tamis.store.application import open_application
from tamis.store.warehouse import Warehouse, open_warehouse
from tamis.store.warehouse.neighbourhood import Neighbourhood
from tamis.store.warehouse.values import Plans, compute_values

_NOW = datetime.fromisoformat(AS_OF).astimezone(UTC)
_DIRTY = (1, 100, 10_000)
_RUNS = 5


def main(folder: str, *definitions: str) -> None:
    """Every work in turn, in one process that holds the warehouse, as the server does."""
    workspace = find_workspace(Path(folder), Path())
    with open_warehouse(workspace.warehouse, is_current=False) as held:
        holding = replace(workspace, held=held)
        found = _published(holding, [Path(each) for each in definitions])
        with held.session() as warehouse:
            found |= _kept(holding, warehouse)
    print(json.dumps(found))


def _published(workspace: Workspace, files: list[Path]) -> dict[str, float]:
    """The review that somebody looks at, in a process that has just begun and finds nothing in memory; then, as when
    they agree, the publication: the review again, the values, and a row of history for every record."""

    def review(*, is_agreed: bool) -> None:
        with reviewing(workspace, files, now=lambda: _NOW, progress=NullProgress()) as publishing:
            if is_agreed:
                publishing.publish(progress=NullProgress())

    return {"review": _seconds(lambda: review(is_agreed=False)), "publish": _seconds(lambda: review(is_agreed=True))}


def _kept(workspace: Workspace, warehouse: Warehouse) -> dict[str, float]:
    with open_application(workspace.application) as application:
        published = read_published(application)
    plans, at = Plans(), micros_of(_NOW)
    near = Neighbourhood(warehouse, plans)
    found: dict[str, float] = {}

    def bare() -> None:
        compute_values(warehouse, published.scores, published.segments, at, plans=plans)

    bare()
    found["bare"] = statistics.median(_seconds(bare) for _ in range(3))
    [(contacts,)] = warehouse.rows("SELECT count(*) FROM records_0")
    for count in _DIRTY:
        if count > contacts:
            continue
        times = []
        for run in range(_RUNS + 1):
            chosen = random.Random(run).sample(range(contacts), count)
            warehouse.engine.sql(
                "INSERT INTO warehouse.dirty SELECT 'contact', unnest(?::INTEGER[]), 'event', 'bench'", [chosen]
            )
            times.append(_seconds(lambda: rescore_touched(warehouse, published, as_of=at, plans=plans, near=near)))
        # The first one writes and plans the query.
        found[f"dirty {count}"] = statistics.median(times[1:])
    rescore_by_time(warehouse, published, as_of=at, plans=plans, near=near)
    days = [
        _seconds(
            lambda day=day: rescore_by_time(  # type: ignore[misc]
                warehouse, published, as_of=at + day * 86_400_000_000, plans=plans, near=near
            )
        )
        for day in (1, 2, 3)
    ]
    found["day"] = statistics.median(days)
    minute = at + 3 * 86_400_000_000 + int(timedelta(minutes=1) / timedelta(microseconds=1))
    found["minute"] = _seconds(lambda: rescore_by_time(warehouse, published, as_of=minute, plans=plans, near=near))
    return found


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    main(*sys.argv[1:])
