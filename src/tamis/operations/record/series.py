"""What became of a record's values: a step for each change, with its cause, ready to be drawn."""

from __future__ import annotations

from dataclasses import dataclass

from tamis.operations.record.opened import OpenRecord


@dataclass(frozen=True)
class Step:
    """From `at` on (microseconds since the epoch, UTC) the value is `points` (whole millionths; None for none) and the
    tier is `tier`. `before`: the value until then. `cause` and `detail`: as the history has them."""

    at: int
    before: int | None
    points: int | None
    tier_before: str | None
    tier: str | None
    version: int
    cause: str
    detail: str


@dataclass(frozen=True)
class Series:
    """The steps of one score, oldest first; of more than were asked for, the newest. `label` is that of the published
    version, or the key of a score that is published no longer. `points_now`: the value in use."""

    score: str
    label: str
    steps: tuple[Step, ...]
    points_now: int | None
    is_cut: bool


def read_series(record: OpenRecord, *, most: int = 500) -> tuple[Series, ...]:
    """The series of every score that ever gave the record a value: those that are published first, in their order."""
    rows = record.warehouse.rows(
        f"""
        SELECT score, "at", before, after, tier_before, tier_after, version, cause, detail
        FROM (SELECT *, rowid AS place FROM warehouse.score_history WHERE object = $1 AND n = $2
            QUALIFY row_number() OVER (PARTITION BY score ORDER BY rowid DESC) <= {most + 1:d})
        ORDER BY score, place
        """,
        [record.object, record.n],
    )
    steps: dict[str, list[Step]] = {}
    for score, *step in rows:
        steps.setdefault(score, []).append(Step(*step))
    labels = {score.key: score.label or score.key for score in record.scores}
    now = dict(
        record.warehouse.rows(
            "SELECT score, points FROM warehouse.score_values WHERE object = ? AND n = ?", [record.object, record.n]
        )
    )
    ordered = [key for key in (*labels, *sorted(steps.keys() - labels.keys())) if key in steps]
    return tuple(
        Series(key, labels.get(key, key), tuple(steps[key][-most:]), now.get(key), len(steps[key]) > most)
        for key in ordered
    )
