"""The curves of a model's most important features, for its card."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tamis.predict.additive import AdditiveModel, Axis
from tamis.predict.additive import Curve as Steps
from tamis.predict.additive import curves as steps_of
from tamis.predict.additive.axis import labels_of
from tamis.predict.evaluation.importance import Curve, Importance, Point
from tamis.predict.scorer import Scorer

_MOST = 24


def curves(scorer: Scorer, important: Sequence[Importance]) -> tuple[Curve, ...]:
    """Of the features that matter most and have a curve of their own; none of a model that is no sum of curves."""
    if not isinstance(scorer, AdditiveModel):
        return ()
    drawn = steps_of(scorer)
    names = [each.features[0] for each in important if len(each.features) == 1 and each.features[0] in drawn]
    return tuple(Curve(name, tuple(_points(drawn[name]))) for name in names[:_MOST])


def _points(steps: Steps) -> Iterator[Point]:
    """Known values in their order, then the unknown ones; bins that nobody was in are not drawn."""
    labels = labels_of(Axis(steps.feature, steps.kind, steps.edges, steps.categories))
    for place in (*range(1, len(steps.log_odds)), 0):
        if steps.rows[place] > 0:
            error = None if steps.error is None else float(steps.error[place])
            low, high, label = labels[place]
            yield Point(float(steps.log_odds[place]), float(steps.rows[place]), error, label, low, high)
