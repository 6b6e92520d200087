"""A review for a program."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tamis.cli.columns import iso_text, json_points
from tamis.operations.review import Review, ReviewedDefinition, ReviewedScore


def review_json(review: Review) -> dict[str, Any]:
    """The whole review; points as numbers, instants in UTC."""
    return {
        "as_of": iso_text(review.as_of),
        "definitions": [_definition(each) for each in review.definitions],
        "scores": [_score(each) for each in review.scores],
    }


def _definition(reviewed: ReviewedDefinition) -> Mapping[str, Any]:
    return {
        "kind": reviewed.kind,
        "key": reviewed.key,
        "version": reviewed.version or None,
        "next_version": reviewed.next_version,
        "changed": reviewed.is_changed,
        "differences": [str(difference) for difference in reviewed.differences],
    }


def _score(score: ReviewedScore) -> Mapping[str, Any]:
    moves = score.moves
    return {
        "score": score.key,
        "object": score.object,
        "computed_at": None if score.computed_at is None else iso_text(score.computed_at),
        "records": moves.records,
        "changed": moves.changed,
        "changed_by_time": moves.by_time,
        "distribution": [
            {"from": json_points(b.start), "to": json_points(b.end), "before": b.before, "after": b.after}
            for b in moves.distribution
        ],
        "tiers": [{"before": b, "after": a, "records": number} for (b, a), number in moves.tiers.items()],
        "largest": [
            {
                "id": move.id,
                "before": json_points(move.before),
                "after": json_points(move.after),
                "tier_before": move.tier_before,
                "tier_after": move.tier_after,
                "reasons": [
                    {"label": reason.label, "before": reason.before, "after": reason.after}
                    for reason in score.reasons[move.id]
                ],
            }
            for move in moves.largest
        ],
    }
