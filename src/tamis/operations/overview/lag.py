"""How far the scores are behind what happens: from what the serving process measures."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from prometheus_client import Histogram

from tamis.operations.meters import Meters


@dataclass(frozen=True)
class Lag:
    """Since the server began: messages that came and whose scores are kept, and from coming to being kept, in seconds,
    what half and what 95 of a hundred took at most (None before the first). `waiting`: messages that are stored and not
    taken in yet."""

    messages: int
    half: float | None
    most: float | None
    waiting: int | None


def read_lag(meters: Meters) -> Lag:
    """What the meters say now."""
    edges, counts = _buckets(meters.drain_lag)
    waiting = _value(meters)
    return Lag(
        messages=int(counts[-1]) if counts else 0,
        half=_quantile(edges, counts, 0.5),
        most=_quantile(edges, counts, 0.95),
        waiting=None if math.isnan(waiting) else int(waiting),
    )


def _value(meters: Meters) -> float:
    [metric] = meters.queue_depth.collect()
    return float(metric.samples[0].value)


def _buckets(histogram: Histogram) -> tuple[list[float], list[float]]:
    """Upper edges in seconds, and how many lie at or below each."""
    [metric] = histogram.collect()
    found = [(float(s.labels["le"]), s.value) for s in metric.samples if s.name.endswith("_bucket")]
    return [edge for edge, _ in found], [count for _, count in found]


def _quantile(edges: Sequence[float], counts: Sequence[float], share: float) -> float | None:
    """The edge of the bucket that it lies in; the highest finite one above them."""
    if not counts or not counts[-1]:
        return None
    reached = next(edge for edge, count in zip(edges, counts, strict=True) if count >= share * counts[-1])
    return reached if math.isfinite(reached) else edges[-2]
