"""From what data tell of a goal to a model with its card, whether the data are a folder's or a workspace's."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from tamis.compile.catalog import Catalog
from tamis.definitions import Score
from tamis.definitions.goal import Goal
from tamis.predict.card.model_card import GoalOnCard, ModelCard
from tamis.predict.evaluation.suspect import Suspect
from tamis.predict.examples import Asking, Made, as_they_stand, make_examples
from tamis.predict.feature import Examples, Feature, Kind
from tamis.predict.features import Encoding, Gathering, Plan, Rows
from tamis.predict.kept import Kept
from tamis.predict.training.asked import Asked
from tamis.predict.training.candidates import candidates_of
from tamis.predict.training.live import Live
from tamis.progress import Progress

# By so few different values are results told apart, and for so many properties.
_FEWEST_GROUPS, _MOST_GROUPS, _MOST_GROUPINGS = 2, 8, 3
_OF_PROPERTIES = ("properties", "record", "company")


@dataclass(frozen=True)
class LiveModel:
    """The model that is live: its version, and the instant that it looked back from (microseconds since the epoch,
    UTC). What was not known by then, it cannot have learnt from."""

    version: str
    kept: Kept
    as_of: int


@dataclass(frozen=True)
class Learning:
    """What to learn: a goal with the text of its file, up to an instant (microseconds since the epoch, UTC). `kept`
    names properties to use whatever speaks against them, `kinds` the kinds of model to try (all, if there are none);
    `scores` are features too; `live` is the model that this one is to be held against."""

    goal: Goal
    text: str
    as_of: int
    scores: Sequence[Score] = ()
    kept: Collection[str] = ()
    version: str = "1"
    seed: int = 0
    threads: int = 1
    kinds: Collection[str] = ()
    live: LiveModel | None = None


@dataclass(frozen=True)
class Learnt:
    """The card, the model (None: there was too little to learn one from), and sentences on what is not exact."""

    card: ModelCard
    kept: Kept | None
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Prepared:
    """Everything that a training needs of the data: so it can be done in another process."""

    examples: Examples
    asked: Asked
    text: str
    plan: Plan
    encoding: Encoding
    notes: tuple[str, ...]


def learn(asking: Asking, learning: Learning, progress: Progress) -> Learnt:
    """Makes examples and trains on them. Raises UsageError and DataError for what cannot be learnt."""
    return learnt_from(prepare(asking, learning, progress), progress.step)


def prepare(asking: Asking, learning: Learning, progress: Progress) -> Prepared:
    """Makes examples, and looks at how records stand. Raises UsageError for a goal that the data cannot tell of."""
    progress.step("Looking at records as they were")
    made = make_examples(
        asking, learning.goal, as_of=learning.as_of, seed=learning.seed, score_features=learning.scores
    )
    now = as_they_stand(asking, learning.goal, learning.as_of)
    live = None if learning.live is None else _live(asking, learning, learning.live, made.examples)
    asked = _asked(learning, made, asking.catalog, open_now=int(now.is_open.sum()), live=live)
    return Prepared(made.examples, asked, learning.text, made.plan, made.encoding, made.notes)


def learnt_from(prepared: Prepared, on_step: Callable[[str], None]) -> Learnt:
    """Trains. The same examples give the same model, wherever that is done. Raises DataError for examples that nothing
    can be learnt from."""
    # Imported here: what prepares in a process that serves has another one train.
    from tamis.predict.training.walk import train

    trained = train(prepared.examples, prepared.asked, on_step=on_step)
    if trained.model is None:
        return Learnt(trained.card, None, prepared.notes)
    kept = Kept(trained.model, trained.card, prepared.text, prepared.plan, prepared.encoding)
    return Learnt(trained.card, kept, prepared.notes)


def _live(asking: Asking, learning: Learning, live: LiveModel, examples: Examples) -> Live:
    """What the live model says of the examples that were not over when it was trained."""
    goal = learning.goal
    said = np.full(len(examples), np.nan)
    if not goal.is_snapshot:
        places = np.flatnonzero(examples.landmark + goal.horizon.micros > live.as_of)
        if len(places):
            rows = Rows(examples.record[places], examples.landmark[places])
            gathering = Gathering(
                asking.engine, asking.catalog, live.kept.plan, scores=learning.scores, segments=asking.segments
            )
            table = live.kept.encoding.table(gathering.gather(rows))
            said[places] = live.kept.model.calibrated.log_odds(table)
    return Live(live.version, said)


def _asked(learning: Learning, made: Made, catalog: Catalog, *, open_now: int, live: Live | None) -> Asked:
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
        live=live,
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
