"""A trained model with everything that it needs to be asked later: the goal, what it looks at, and its card."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
import numpy as np

from tamis.errors import DataError
from tamis.predict.additive import AdditiveModel, BoostedModel
from tamis.predict.artefact import Artefact
from tamis.predict.card.json_form import from_json, to_json
from tamis.predict.card.model_card import ModelCard
from tamis.predict.features import Encoding, Plan
from tamis.predict.model import Model
from tamis.predict.reasons import Facts


@dataclass(frozen=True)
class Kept:
    """A model, its card, the text of its goal file, and how its features are made of data: `plan` says what is looked
    at, `encoding` which columns that gives."""

    model: Model
    card: ModelCard
    goal: str
    plan: Plan
    encoding: Encoding


def artefact_of(kept: Kept) -> Artefact:
    """As one value that can be written."""
    model = kept.model
    assert isinstance(model.scorer, AdditiveModel | BoostedModel)
    facts = {
        "goal": kept.goal,
        "base_rate": model.base_rate,
        "plan": kept.plan.to_json(),
        "encoding": kept.encoding.to_json(),
        "reasons": {name: _told(each) for name, each in model.facts.items()},
        "card": msgspec.json.decode(to_json(kept.card)),
    }
    return Artefact(model.scorer, model.calibration, model.intervals, model.features, facts)


def kept_of(artefact: Artefact, place: str) -> Kept:
    """What `artefact_of` made of it; DataError, naming the place, where it says something else."""
    facts = artefact.facts
    try:
        reasons = {str(name): _read(each) for name, each in facts["reasons"].items()}
        model = Model(
            artefact.features,
            artefact.scorer,
            artefact.calibration,
            artefact.intervals,
            reasons,
            float(facts["base_rate"]),
        )
        card = from_json(msgspec.json.encode(facts["card"]), file=place)
        return Kept(
            model, card, str(facts["goal"]), Plan.from_json(facts["plan"]), Encoding.from_json(facts["encoding"])
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        raise DataError(place, "it does not say how it is to be asked.", "train the model again") from None


def _told(facts: Facts) -> dict[str, Any]:
    edges = None if facts.edges is None else facts.edges.tolist()
    return {
        "edges": edges,
        "categories": list(facts.categories),
        "rows": facts.rows.tolist(),
        "reached": facts.reached.tolist(),
    }


def _read(told: Mapping[str, Any]) -> Facts:
    """Raises ValueError where the bins are not as many as the counts."""
    edges = None if told["edges"] is None else np.array(told["edges"], dtype=np.float64)
    categories = tuple(str(each) for each in told["categories"])
    rows, reached = (np.array(told[name], dtype=np.float64) for name in ("rows", "reached"))
    bins = len(categories) + 1 if edges is None else len(edges) + 2
    if rows.shape != (bins,) or reached.shape != (bins,) or (edges is not None and (np.diff(edges) <= 0).any()):
        raise ValueError("bins")
    return Facts(edges, categories, rows, reached)
