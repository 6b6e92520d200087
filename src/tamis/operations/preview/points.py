"""What each rule of a score gives the records of a sample, and what that comes to.

A rule that was computed on the sample once is not computed again, whichever score it stands in: after an edit only the
rule that was edited is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from tamis.compile.apart import GIVEN, Part, compile_parts, compile_whole, enabled_rules, given_column
from tamis.definitions import EventRule, Score
from tamis.engine.instants import ANY_INSTANT, at_instant
from tamis.engine.sql import duckdb_sql
from tamis.operations.drafted import DraftedScore
from tamis.operations.preview.sample import Sample
from tamis.operations.published import Published
from tamis.store.warehouse import Warehouse

if TYPE_CHECKING:
    from numpy.typing import NDArray

# 20,000 points are 160 kB.
_MOST_KEPT = 400


@dataclass(frozen=True)
class Computed:
    """Arrays in the order of a sample's numbers. `rules`: the points of each enabled rule, by the places of its group
    and of itself. `inside`: who has a value. `points`: the value in millionths of a point, 0 outside; `tiers`: None
    outside, or without thresholds."""

    rules: Mapping[tuple[int, int], NDArray[np.float64]]
    inside: NDArray[np.bool_]
    points: NDArray[np.int64]
    tiers: NDArray[np.object_]


def computed_on(warehouse: Warehouse, sample: Sample, score: Score, of: Published, drafted: DraftedScore) -> Computed:
    """A score of `of` for the records of the sample, as of the sample's instant."""
    parts = enabled_rules(score)
    keys = {(g, r): _key(part, drafted) for g, r, part in parts}
    wanted = {keys[g, r]: part for g, r, part in parts}
    whole = ("inside", score.population and repr(score.population), drafted.others)
    # Taken now: others who use the sample may have it forget some meanwhile.
    looked = ((key, sample.points.get(key)) for key in (*wanted, whole))
    known: dict[object, NDArray[np.float64]] = {key: kept for key, kept in looked if kept is not None}
    missing = {key: part for key, part in wanted.items() if key not in known}
    computed = _computed(warehouse, sample, score, of, missing, () if whole in known else (whole,))
    sample.points.update(computed)
    found = known | computed
    rules = {at: found[key] for at, key in keys.items()}
    inside = found[whole].astype(np.bool_)
    points, tiers = _whole(warehouse, score, sample, rules, inside)
    _forget_some(sample, {*keys.values(), whole})
    return Computed(rules, inside, points, tiers)


def _key(part: Part, drafted: DraftedScore) -> tuple[object, ...]:
    """All that the points of a rule depend on beside the sample."""
    rule, group = part
    decay = rule.decay_in(group) if isinstance(rule, EventRule) else None
    plain = rule.model_copy(update={"label": None, "decay": None} if isinstance(rule, EventRule) else {"label": None})
    return repr(plain), repr(decay), group.category, drafted.others


def _computed(
    warehouse: Warehouse,
    sample: Sample,
    score: Score,
    of: Published,
    parts: Mapping[tuple[object, ...], Part],
    whole: Sequence[tuple[object, ...]],
) -> dict[object, NDArray[np.float64]]:
    """The points of these rules and, if asked for by its key, who is inside."""
    if not parts and not whole:
        return {}
    scores = of.of_object(score.object, {score.key})
    insides = [score for _ in whole]
    query = compile_parts(list(parts.values()), insides, score.object, scores, of.segments, sample.catalog)
    text = at_instant(duckdb_sql(query, ANY_INSTANT), sample.as_of)
    with warehouse.current(sample.name):
        found = warehouse.engine.sql(f"FROM ({text}) WHERE n IN (SELECT n FROM sampled) ORDER BY n").fetchnumpy()
    rules: dict[object, NDArray[np.float64]] = {key: _plain(found[f"part_{i}"]) for i, key in enumerate(parts)}
    return rules | {key: _plain(found["inside_0"]) for key in whole}


def _plain(column: Any) -> NDArray[np.float64]:
    return np.asarray(np.ma.filled(column, 0), dtype=np.float64)


def _whole(
    warehouse: Warehouse,
    score: Score,
    sample: Sample,
    rules: Mapping[tuple[int, int], NDArray[np.float64]],
    inside: NDArray[np.bool_],
) -> tuple[NDArray[np.int64], NDArray[np.object_]]:
    columns: dict[str, Any] = {"n": np.array(sample.numbers, dtype=np.int32), "inside": inside}
    columns |= {given_column(*at): points for at, points in rules.items()}
    connection = warehouse.engine.connection
    connection.register(GIVEN, pa.table(columns))
    try:
        found = warehouse.engine.sql(f"FROM ({_text_of_whole(_Whole(score))}) ORDER BY n").fetchnumpy()
    finally:
        connection.unregister(GIVEN)
    tiers = np.ma.filled(np.ma.asarray(found["tier"]).astype(object), None)
    return np.ma.filled(found["points"], 0), tiers


@dataclass(frozen=True)
class _Whole:
    """A score as what its points are bounded by, whatever its rules ask for."""

    score: Score

    def __hash__(self) -> int:
        return hash(self._shape)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Whole) and self._shape == other._shape

    @property
    def _shape(self) -> tuple[object, ...]:
        groups = tuple(
            (group.category, group.limit, group.floor, tuple(rule.enabled for rule in group.rules))
            for group in self.score.groups
        )
        return self.score.limit, self.score.floor, groups, repr(self.score.thresholds)


@lru_cache(maxsize=32)
def _text_of_whole(whole: _Whole) -> str:
    return duckdb_sql(compile_whole(whole.score), 0)


def _forget_some(sample: Sample, used: set[object]) -> None:
    """The oldest that are not in use now, where there are many."""
    extra: Sequence[object] = [key for key in list(sample.points) if key not in used]
    for key in extra[: max(0, len(sample.points) - _MOST_KEPT)]:
        sample.points.pop(key, None)
