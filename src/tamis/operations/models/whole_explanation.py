"""Every reason for a likelihood: what each term adds, and the curve that it adds it by."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from tamis.compile.catalog import Catalog
from tamis.definitions import Score, Segment
from tamis.definitions.turns import most_turns
from tamis.definitions.walk import Needs
from tamis.errors import UsageError
from tamis.operations.models.asking import gathering_of, known_scores
from tamis.operations.models.learning import learning_from, published_now
from tamis.operations.models.likelihoods import LeadingModel, live_models
from tamis.operations.models.live_models import kept_version
from tamis.operations.models.reason_words import Value, fact_in, meaning_in, rate_of, value_in
from tamis.operations.record.opened import OpenRecord, open_record
from tamis.operations.workspace import Workspace
from tamis.predict.calibration import probability
from tamis.predict.evaluation.importance import Curve, Importance, Point
from tamis.predict.feature import OTHER, Feature, Kind
from tamis.predict.features import Rows
from tamis.predict.training.curves import curves
from tamis.store.warehouse import Warehouse
from tamis.store.warehouse.likelihoods import KeptLikelihood, read_likelihoods
from tamis.store.warehouse.surroundings import Surroundings

if TYPE_CHECKING:
    import pandas as pd

    from tamis.predict.kept import Kept

# From a contact to its company, and from that to its other contacts.
_TURNS = 2


@dataclass(frozen=True)
class ExplainedTerm:
    """One term: the names of its features (none: what a calibration adds), what they mean, the record's own value, what
    it adds to the log-odds, and a fact in a sentence. `curve` is what the term would add for other values, where it is
    one of those that matter most to the record and looks at one feature; the record is at the point of place `here`
    (None: at one that nobody was at in training)."""

    features: tuple[str, ...]
    meaning: str
    value: str
    contribution: float
    fact: str
    curve: Curve | None = None
    here: int | None = None


@dataclass(frozen=True)
class WholeExplanation:
    """What a version says of a record as of `at` (microseconds since the epoch, UTC), by what is known of it by now.

    `intercept` and the contributions of all `terms`, those first that add or take away most, sum up to `log_odds`,
    which are those of the `likelihood` (percent, 0–100). `kept` is the likelihood that the last run kept: they differ
    where something that happened before `at` was told after it.
    """

    model: str
    label: str
    version: int
    at: int
    intercept: float
    terms: tuple[ExplainedTerm, ...]
    log_odds: float
    likelihood: float
    base_rate: float
    kept: float


def whole_explanation(
    workspace: Workspace, object: str, id: str, model: str, *, language: str = "en"
) -> WholeExplanation:
    """Raises UsageError for a record that is not there, a model that is not live, and a record without a likelihood."""
    live = next((each for each in live_models(workspace, object) if each.key == model), None)
    if live is None:
        raise UsageError(f'No version of "{model}" is live.')
    with open_record(workspace, object, id) as record:
        said = read_likelihoods(record.warehouse, object, record.n).get(model)
        if said is None or said.likelihood is None:
            raise UsageError(f'"{record.id}" has no likelihood of "{model}".')
        version = kept_version(workspace, model, said.version)
        table = _gathered(record, version, said.at)
    return _explained(live, version, said, table, language)


def _gathered(record: OpenRecord, version: Kept, at: int) -> pd.DataFrame:
    """The features of the one record, gathered on a copy of all that they look at."""
    learning = learning_from(record.warehouse, published_now(record.workspace), record.object, version.goal)
    scores = known_scores(version, learning.scores)
    rows = Rows(np.array([record.n], dtype=np.int64), np.array([at], dtype=np.int64))
    with _around(record, scores, learning.segments):
        return version.encoding.table(gathering_of(learning, version, scores).gather(rows))


@contextmanager
def _around(record: OpenRecord, scores: Sequence[Score], segments: Mapping[str, Segment]) -> Iterator[Warehouse]:
    turns = max(_TURNS, most_turns(scores, segments))
    copy = Surroundings.of_needs(record.warehouse, record.catalog, record.object, _everything(record.catalog), turns)
    try:
        copy.fill([record.n])
        with copy.current():
            yield record.warehouse
    finally:
        copy.drop()


def _everything(catalog: Catalog) -> Needs:
    return Needs(
        objects={name: frozenset(shape.properties) for name, shape in catalog.objects.items()},
        events={type: frozenset(properties) for type, properties in catalog.events.items()},
        segments=frozenset(),
        static_segments=frozenset(catalog.static_segments),
        links=frozenset(catalog.links),
        scores=frozenset(),
    )


def _explained(
    live: LeadingModel, version: Kept, said: KeptLikelihood, table: pd.DataFrame, language: str
) -> WholeExplanation:
    assert said.likelihood is not None
    scorer = version.model.calibrated
    contributions = scorer.contributions(table)[0].tolist()
    log_odds = math.fsum([scorer.intercept, *contributions])
    order = sorted(range(len(contributions)), key=lambda place: (-abs(contributions[place]), place))
    terms = [(scorer.terms[place].features, contributions[place]) for place in order]
    return WholeExplanation(
        model=live.key,
        label=live.label,
        version=said.version,
        at=said.at,
        intercept=scorer.intercept,
        terms=tuple(_terms(version, terms, table, language)),
        log_odds=log_odds,
        likelihood=round(float(probability(np.array([log_odds]))[0]) * 100, 4),
        base_rate=version.model.base_rate * 100,
        kept=said.likelihood,
    )


def _terms(
    version: Kept, terms: Sequence[tuple[tuple[str, ...], float]], table: pd.DataFrame, language: str
) -> Iterator[ExplainedTerm]:
    model = version.model
    named = {feature.name: feature for feature in model.features}
    drawn = _curves(version, [names for names, _ in terms])
    for names, contribution in terms:
        features = [named[name] for name in names]
        values = [_value(table[feature.name].iloc[0], feature.kind) for feature in features]
        facts = model.facts.get(names[0]) if len(names) == 1 else None
        curve = drawn.get(names[0]) if len(names) == 1 else None
        yield ExplainedTerm(
            names,
            " × ".join(meaning_in(feature, language) for feature in features),
            " × ".join(value_in(f, value, language) for f, value in zip(features, values, strict=True)),
            contribution,
            fact_in(features, values, None if facts is None else rate_of(facts, values[0]), model.base_rate, language),
            curve,
            None if curve is None else _here(curve, features[0], values[0]),
        )


def _curves(version: Kept, terms: Sequence[tuple[str, ...]]) -> dict[str, Curve]:
    """The curves of the first terms, in the log-odds that likelihoods are made of."""
    scorer, calibration = version.model.scorer, version.model.calibration
    slope = calibration.slope if calibration.is_affine else 1.0
    found = curves(scorer, [Importance(" × ".join(names), names, 0.0, 0.0) for names in terms if names])
    return {each.feature: Curve(each.feature, tuple(_scaled(each, slope))) for each in found}


def _scaled(curve: Curve, slope: float) -> Iterator[Point]:
    for point in curve.points:
        error = None if point.standard_error is None else point.standard_error * slope
        yield replace(point, log_odds=point.log_odds * slope, standard_error=error)


def _here(curve: Curve, feature: Feature, value: Value) -> int | None:
    if feature.kind is Kind.CATEGORY and value is not None:
        labels = [point.label for point in curve.points]
        found = value if value in labels else OTHER
        return labels.index(found) if found in labels else None
    return next((place for place, point in enumerate(curve.points) if _is_at(point, value)), None)


def _is_at(point: Point, value: Value) -> bool:
    if not isinstance(value, float):
        return point.is_unknown
    return (
        not point.is_unknown
        and (point.low is None or point.low <= value)
        and (point.high is None or value < point.high)
    )


def _value(value: object, kind: Kind) -> Value:
    if value is None or value != value:
        return None
    return str(value) if kind is Kind.CATEGORY else float(value)  # type: ignore[arg-type]
