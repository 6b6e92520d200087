"""What became of a verb, as programs are told it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from tamis.definitions.difference import Difference
from tamis.operations.import_data import Imported
from tamis.operations.merge import Merging
from tamis.operations.merge_duplicates import MergingTogether
from tamis.operations.publish import Drafted, Publication
from tamis.operations.record.erasing import Erasure
from tamis.operations.rescore import Rescored
from tamis.operations.reset import Resetting
from tamis.operations.review import Review, ReviewedScore
from tamis.operations.segments import ListChange
from tamis.server.api.problems import Mistake
from tamis.server.api.shapes import instant_text
from tamis.server.french import spoken

if TYPE_CHECKING:
    # They bring all of numpy along.
    from tamis.operations.models.assessing import Assessed
    from tamis.operations.models.predicting import PredictedModels
    from tamis.operations.models.publishing import MadeLive
    from tamis.operations.models.train_model import TrainedModel


def outcome_of(kind: str, result: Any) -> dict[str, Any] | None:
    """The result of a job of that kind; None where it has none that anybody but its command reads."""
    tell = _TELLERS.get(kind)
    return tell(result) if tell is not None else None


def told_difference(difference: Difference) -> dict[str, Any]:
    """One thing that differs between two versions."""
    return {"what": difference.kind, "text": str(difference)}


def told_review(review: Review) -> dict[str, Any]:
    """What publishing would change."""
    return {
        "as_of": instant_text(review.as_of),
        "definitions": [
            {
                "kind": each.kind,
                "key": each.key,
                "version": each.version or None,
                "next_version": each.next_version,
                "is_changed": each.is_changed,
                "differences": [told_difference(difference) for difference in each.differences],
            }
            for each in review.definitions
        ],
        "scores": [_told_score(each) for each in review.scores],
        "warnings": [Mistake.of(issue).as_json() for issue in review.warnings],
    }


def _told_score(score: ReviewedScore) -> dict[str, Any]:
    moves = score.moves
    return {
        "key": score.key,
        "object": score.object,
        "records": moves.records,
        "changed": moves.changed,
        "changed_by_time": moves.by_time,
        "tiers": [{"before": a, "after": b, "records": count} for (a, b), count in moves.tiers.items()],
        "distribution": [
            {"from": _points(bin.start), "to": _points(bin.end), "before": bin.before, "after": bin.after}
            for bin in moves.distribution
        ],
        "largest": [
            {
                "id": move.id,
                "before": _points(move.before),
                "after": _points(move.after),
                "tier_before": move.tier_before,
                "tier_after": move.tier_after,
                "reasons": [
                    vars(reason) | {"label": spoken(reason.label)} for reason in score.reasons.get(move.id, ())
                ],
            }
            for move in moves.largest
        ],
    }


def _points(micros: int | None) -> float | None:
    return None if micros is None else micros / 1_000_000


def _drafted(drafted: Drafted) -> dict[str, Any]:
    return told_review(drafted.review)


def _published(publication: Publication) -> dict[str, Any]:
    changed = publication.changed
    return {
        "versions": dict(publication.versions),
        "changed": {key: each.records for key, each in changed.items()},
        "changed_by_time": {key: each.by_time for key, each in changed.items()},
    }


def _imported(imported: Imported) -> dict[str, Any]:
    taken = imported.taken
    return {
        "new_records": dict(taken.new_records),
        "changed_records": dict(taken.changed_records),
        "events": taken.events,
        "events_known": taken.events_known,
        "associations": taken.links,
        "members": taken.members,
        "changes": taken.changes,
        "rejected": imported.rejected,
        "rejected_rows": imported.rejected_rows,
        "rejected_cells": imported.rejected_cells,
        "rejects": imported.rejects_file.name if imported.rejects_file else None,
        "messages": [spoken(message) for message in imported.messages],
        "definitions": [file.name for file in imported.definitions],
        "rescored": _rescored(imported.rescored) if imported.rescored else None,
        "unscored": [Mistake.of(issue).as_json() for issue in imported.unscored],
    }


def _rescored(rescored: Rescored) -> dict[str, Any]:
    return {"as_of": instant_text(rescored.as_of), "scores": [vars(score) for score in rescored.scores]}


def _merged(merging: Merging) -> dict[str, Any]:
    return {
        "kept": merging.kept,
        "other": merging.other,
        "rescored": _rescored(merging.rescored) if merging.rescored else None,
        "unscored": [Mistake.of(issue).as_json() for issue in merging.unscored],
    }


def _merged_together(merging: MergingTogether) -> dict[str, Any]:
    return {
        "asked_at": instant_text(merging.asked_at),
        "contacts": merging.contacts,
        "rescored": _rescored(merging.rescored) if merging.rescored else None,
        "unscored": [Mistake.of(issue).as_json() for issue in merging.unscored],
    }


def _reset(resetting: Resetting) -> dict[str, Any]:
    return {
        "object": resetting.object,
        "id": resetting.id,
        "at": instant_text(resetting.at),
        "reset_at": None if resetting.reset_at is None else instant_text(resetting.reset_at),
        "is_new": resetting.is_new,
    }


def _erased(erasure: Erasure) -> dict[str, Any]:
    return {"ids": erasure.ids, "rows": dict(erasure.rows)}


def _listed(change: ListChange) -> dict[str, Any]:
    return {
        "segment": change.segment,
        "object": change.object,
        "named": change.named,
        "changed": change.changed,
        "members": change.members,
        "unknown": list(change.unknown),
        "moved": dict(change.moved),
    }


def _trained(trained: TrainedModel) -> dict[str, Any]:
    return {
        "key": trained.key,
        "label": trained.label,
        "number": trained.number,
        "level": trained.level,
        "is_live": trained.is_live,
        "why": spoken(trained.why),
        "messages": [spoken(message) for message in trained.messages],
        "card": msgspec.json.decode(trained.card),
    }


def _predicted(predicted: PredictedModels) -> dict[str, Any]:
    return {"models": [vars(model) for model in predicted.models]}


def _assessed(assessed: Assessed) -> dict[str, Any]:
    ready = assessed.readiness
    return {
        "key": assessed.key,
        "label": assessed.label,
        "object": assessed.object,
        "stage": str(ready.stage),
        "reached": ready.reached,
        "open": ready.open,
        "converted": ready.converted,
        "others": ready.others,
        "landmarks": ready.landmarks,
        "rows": ready.rows,
        "needs": [{"what": need.what, "have": need.have, "wanted": need.wanted} for need in ready.needs],
        "notes": [spoken(note) for note in assessed.notes],
    }


def _made_live(made: MadeLive) -> dict[str, Any]:
    return {"key": made.key, "number": made.number, "before": made.before}


_TELLERS: Mapping[str, Callable[[Any], dict[str, Any]]] = {
    "review": _drafted,
    "review draft": _drafted,
    "publish": _published,
    "import": _imported,
    "retype": _imported,
    "rescore": _rescored,
    "erase": _erased,
    "merge": _merged,
    "unmerge": _merged,
    "merge duplicates": _merged_together,
    "unmerge duplicates": _merged_together,
    "reset": _reset,
    "unreset": _reset,
    "create list": _listed,
    "change members": _listed,
    "train model": _trained,
    "predict": _predicted,
    "assess goal": _assessed,
    "publish model": _made_live,
    "revert model": _made_live,
    "withdraw model": _made_live,
}
