"""From what data tell of a goal to a model with its card, whether the data are a folder's or a workspace's."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from tamis.compile.catalog import Catalog
from tamis.definitions import Score
from tamis.definitions.goal import Goal
from tamis.predict.card.model_card import GoalOnCard, ModelCard
from tamis.predict.evaluation.suspect import Suspect
from tamis.predict.examples import Asking, Made, as_they_stand, make_examples
from tamis.predict.feature import Examples, Feature, Kind
from tamis.predict.kept import Kept
from tamis.predict.training import Asked, train
from tamis.predict.training.candidates import candidates_of
from tamis.progress import Progress

# By so few different values are results told apart, and for so many properties.
_FEWEST_GROUPS, _MOST_GROUPS, _MOST_GROUPINGS = 2, 8, 3
_OF_PROPERTIES = ("properties", "record", "company")


@dataclass(frozen=True)
class Learning:
    """What to learn: a goal with the text of its file, up to an instant (microseconds since the epoch, UTC). `kept`
    names properties to use whatever speaks against them, `kinds` the kinds of model to try (all, if there are none);
    `scores` are features too."""

    goal: Goal
    text: str
    as_of: int
    scores: Sequence[Score] = ()
    kept: Collection[str] = ()
    version: str = "1"
    seed: int = 0
    threads: int = 1
    kinds: Collection[str] = ()


@dataclass(frozen=True)
class Learnt:
    """The card, the model (None: there was too little to learn one from), and sentences on what is not exact."""

    card: ModelCard
    kept: Kept | None
    notes: tuple[str, ...]


def learn(asking: Asking, learning: Learning, progress: Progress) -> Learnt:
    """Makes examples and trains on them. Raises UsageError and DataError for what cannot be learnt."""
    progress.step("Looking at records as they were")
    made = make_examples(
        asking, learning.goal, as_of=learning.as_of, seed=learning.seed, score_features=learning.scores
    )
    now = as_they_stand(asking, learning.goal, learning.as_of)
    asked = _asked(learning, made, asking.catalog, open_now=int(now.is_open.sum()))
    trained = train(made.examples, asked, on_step=progress.step)
    if trained.model is None:
        return Learnt(trained.card, None, made.notes)
    return Learnt(
        trained.card,
        Kept(trained.model, trained.card, learning.text, made.plan, made.encoding),
        made.notes,
    )


def _asked(learning: Learning, made: Made, catalog: Catalog, *, open_now: int) -> Asked:
    goal, examples = learning.goal, made.examples
    horizon = 0 if goal.is_snapshot else goal.horizon.micros
    on_card = GoalOnCard(
        goal.key, goal.name, goal.object, horizon or None, goal.segment or "", tuple(sorted(goal.leave_out))
    )
    return Asked(
        goal=on_card,
        as_of=learning.as_of,
        horizon=horizon,
        open_now=open_now,
        version=learning.version,
        period=_period(examples),
        suspects=tuple(_suspects(examples.features, catalog, goal)),
        kept=frozenset(learning.kept),
        recency=_recency(examples.features),
        groupings=dict(_groupings(examples)),
        candidates=candidates_of(learning.kinds),
        seed=learning.seed,
        threads=learning.threads,
    )


def property_of(feature: Feature) -> str | None:
    """The property that a feature comes from, by the name that people know it by; None if it comes from none."""
    if feature.family not in _OF_PROPERTIES or not feature.source:
        return None
    return f"company.{feature.source}" if feature.family == "company" else feature.source


def _suspects(features: Sequence[Feature], catalog: Catalog, goal: Goal) -> Iterator[Suspect]:
    for feature in features:
        name = property_of(feature)
        if name is not None:
            shape = catalog.objects["company" if feature.family == "company" else goal.object]
            has_history = feature.source in shape.properties and shape.properties[feature.source].has_history
            yield Suspect(name, feature.name, has_history and not goal.is_snapshot)


def _recency(features: Sequence[Feature]) -> str | None:
    """The feature that tells the days since somebody did anything."""
    return next((each.name for each in features if each.family == "activity" and each.unit == "days"), None)


def _period(examples: Examples) -> int | None:
    """The time between landmarks, where records have several."""
    instants = np.unique(examples.landmark)
    if len(instants) < 2 or len(np.unique(examples.record)) == len(examples):
        return None
    return int(np.median(np.diff(instants)))


def _groupings(examples: Examples) -> Iterator[tuple[str, str]]:
    """By what results are told apart: categories of a few values."""
    found = 0
    for feature in examples.features:
        if feature.kind is Kind.CATEGORY and found < _MOST_GROUPINGS:
            values = examples.table[feature.name].nunique()
            if _FEWEST_GROUPS <= values <= _MOST_GROUPS:
                found += 1
                yield feature.meaning, feature.name
