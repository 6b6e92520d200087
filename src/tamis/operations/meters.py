"""What the serving process counts and measures; any thread may write, and /metrics reads."""

from __future__ import annotations

import math
from collections.abc import Callable

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    generate_latest,
)

from tamis.errors import TamisError

CONTENT_TYPE = CONTENT_TYPE_LATEST
"""Of what `Meters.text` gives."""

# In seconds: from a commit to a job of an hour.
_FINE = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_COARSE = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 1800.0, 3600.0)

# When a counter began is of use to nobody here, and doubles what is sent. (The function has no types.)
disable_created_metrics()  # type: ignore[no-untyped-call]


class Meters:
    """Counters only grow (`inc`), gauges are set, histograms are told each value (`observe`); seconds throughout."""

    def __init__(self) -> None:
        self._registry = own = CollectorRegistry()
        self.requests = Counter("tamis_ingest_requests", "Requests to ingest routes.", ["status"], registry=own)
        self.messages_received = Counter(
            "tamis_ingest_messages", "Messages that were stored durably, repeats among them.", registry=own
        )
        self.messages_rejected = Counter(
            "tamis_ingest_messages_rejected", "Messages that could not be taken, in batches that were.", registry=own
        )
        self.put_seconds = Histogram(
            "tamis_ingest_put_seconds", "How long it took to make a request durable.", buckets=_FINE, registry=own
        )
        self.bodies = Gauge("tamis_bodies", "Requests whose body is being received.", registry=own)
        self.stalled = Counter(
            "tamis_ingest_stalled", "Connections cut off in the middle of a request that did not go on.", registry=own
        )
        self.queue_depth = Gauge(
            "tamis_inbox_depth", "Messages that wait to be taken in; repeats may be among them.", registry=own
        )
        self.messages_drained = Counter(
            "tamis_messages_drained", "Messages that the warehouse has taken in.", registry=own
        )
        self.drain_lag = Histogram(
            "tamis_lag_seconds",
            "From the receipt of a message until the scores it changes are kept.",
            buckets=_COARSE,
            registry=own,
        )
        self.rescored_records = Counter("tamis_rescored_records", "Records computed anew.", registry=own)
        self.rescore_seconds = Histogram(
            "tamis_rescore_seconds", "How long it took to compute records anew.", buckets=_COARSE, registry=own
        )
        self.jobs = Counter("tamis_jobs", "Attempts at jobs, by how they ended.", ["kind", "state"], registry=own)
        self.keeper_failures = Counter(
            "tamis_keeper_failures", "Steps of the keeper that failed unexpectedly.", registry=own
        )
        self.warnings = Gauge(
            "tamis_warnings", "What is amiss although the server works, as /healthz tells.", ["part"], registry=own
        )

    def read_depth(self, depth: Callable[[], float]) -> None:
        """From now on the depth of the inbox is asked for whenever it is read; not a number while nobody knows it."""
        self.queue_depth.set_function(lambda: _or_unknown(depth))

    def text(self) -> bytes:
        """All of them, in Prometheus's text format."""
        return generate_latest(self._registry)


def _or_unknown(depth: Callable[[], float]) -> float:
    try:
        return depth()
    except TamisError:
        return math.nan
