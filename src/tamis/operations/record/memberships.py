"""The segments that a record is in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from tamis.compile.bind import bind
from tamis.compile.catalog import Catalog
from tamis.compile.segment import compile_memberships
from tamis.definitions import Score, Segment
from tamis.definitions.score import Population
from tamis.engine import Engine
from tamis.engine.query import Query
from tamis.engine.writing import write_query
from tamis.operations.record.opened import OpenRecord
from tamis.store.warehouse.small_copy import on_a_copy


@dataclass(frozen=True)
class Membership:
    """A segment that the record is in. `is_dynamic`: by its condition, and not because it is listed."""

    key: str
    label: str
    is_dynamic: bool


def read_memberships(record: OpenRecord, as_of: int) -> tuple[Membership, ...]:
    """The segments that the record is in, by key, as of an instant (microseconds since the epoch, UTC).

    A segment that the data no longer bears out is left out: nobody is in it.
    """
    listed = {
        segment
        for (segment,) in record.warehouse.rows("SELECT segment FROM warehouse.members WHERE n = ?", [record.n])
        if record.catalog.static_segments.get(segment) == record.object
    }
    dynamic = _dynamic(record)
    held = _held(record, dynamic, as_of) if dynamic else set()
    segments = record.published.segments
    labels = {key: segments[key].label or key if key in segments else key for key in listed | held}
    return tuple(Membership(key, labels[key], key in held) for key in sorted(labels))


def _dynamic(record: OpenRecord) -> list[str]:
    """The segments of the record's object that have a condition which can be asked of the data."""
    asked = [s.key for s in record.published.segments.values() if s.is_dynamic and s.object == record.object]
    return [key for key in asked if not _is_broken(record, key)]


def _is_broken(record: OpenRecord, key: str) -> bool:
    published = record.published
    issues = bind(record.scores, published.segments, published.definitions.sources, record.catalog, also=[key])
    return any(issue.severity == "error" for issue in issues)


def _held(record: OpenRecord, keys: list[str], as_of: int) -> set[str]:
    segments = record.published.segments
    asked = _Asked(tuple(keys), record.object, record.scores, segments, record.catalog)
    # A score of all who are in one of them looks at what they look at.
    anyone = Score.model_construct(
        key="anyone", object=record.object, population=Population.model_construct(include=tuple(keys)), groups=()
    )

    def on(engine: Engine) -> list[Mapping[str, bool]]:
        return [row for row in engine.dicts(_written(asked, engine.dialect), as_of) if row["n"] == record.n]

    looked_at = [anyone, *record.scores]
    rows = on_a_copy(record.warehouse, record.catalog, looked_at, segments, [record.n], on)
    return {key for row in rows for i, key in enumerate(keys) if row[f"member_{i}"]}


@dataclass(frozen=True)
class _Asked:
    keys: tuple[str, ...]
    object: str
    scores: tuple[Score, ...]
    segments: Mapping[str, Segment]
    catalog: Catalog

    def __hash__(self) -> int:
        # The rest is only compared: mappings have no hash.
        return hash((self.keys, self.object))


@lru_cache(maxsize=16)
def _written(asked: _Asked, dialect: str) -> Query:
    """To write it takes longer than to run it."""
    table = compile_memberships(asked.keys, asked.object, asked.scores, asked.segments, asked.catalog)
    return write_query(table, dialect)
