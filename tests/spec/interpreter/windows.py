"""`within` (scoring.md, "Event rule")."""

from tests.spec.interpreter.instants import read_instant, read_period


def is_within(window: dict, occurred_at: int, as_of: int, time_zone: str) -> bool:
    match window:
        case {"last": period}:
            return as_of - read_period(period) < occurred_at <= as_of
        case {"before": instant}:
            return occurred_at < read_instant(instant, time_zone)
        case {"after": instant}:
            return occurred_at >= read_instant(instant, time_zone)
        case {"between": [first, second]}:
            return read_instant(first, time_zone) <= occurred_at < read_instant(second, time_zone)
    raise ValueError(window)
