"""A folder and definitions to what each record scores (scoring.md, "The arithmetic" and "What a score writes")."""

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import partial
from pathlib import Path

from tests.spec.interpreter.arithmetic import bounded, is_on_the_edge, rounded, tier_of
from tests.spec.interpreter.conditions import Conditions
from tests.spec.interpreter.definitions import read_scores
from tests.spec.interpreter.records import Record
from tests.spec.interpreter.rules import rule_points
from tests.spec.interpreter.told import Told
from tests.spec.interpreter.world import Resets, View, read_world


@dataclass(frozen=True)
class Outcome:
    """What one record has in one score; all None if it has no value."""

    values: dict[str, Decimal] = field(default_factory=dict)  # by category, rounded
    total: Decimal | None = None
    tier: str | None = None
    is_on_the_edge: bool = False  # a value lies where two roundings are right


@dataclass(frozen=True)
class Result:
    """`rows`: one mapping a record, in the order of ids, with the columns that `tamis score` writes."""

    rows: list[dict[str, object]]
    rejected: set[tuple[str, int]]
    listed: set[tuple[str, int, str]]
    is_on_the_edge: bool


def score_folder(folder: Path, definition_files: list[Path], as_of: int, resets: Resets | None = None) -> Result:
    """What every record of the scored object has in each definition; `as_of` in microseconds since 1970, UTC."""
    told = Told()
    view = View(read_world(folder, told, resets), as_of)
    scores = read_scores(definition_files)
    conditions = Conditions(view, scored=None)
    conditions.scored = lambda key, record: outcome(scores[key], record, conditions)
    object = next(iter(scores.values()))["object"]
    records = [record for _, record in sorted(view.world.records[object].by_id.items())]
    outcomes = {key: [outcome(score, record, conditions) for record in records] for key, score in scores.items()}
    rows = [{"id": record.id} for record in records]
    for key, score in scores.items():
        for row, of_record in zip(rows, outcomes[key], strict=True):
            row |= _columns(key, score, of_record)
    on_the_edge = any(one.is_on_the_edge for each in outcomes.values() for one in each)
    return Result(rows, set(told.rejected), told.listed, on_the_edge)


def outcome(score: dict, record: Record, conditions: Conditions) -> Outcome:
    """One record's category values, total and tier."""
    if not _has_value(score, record, conditions):
        return Outcome()
    points = partial(_category_points, score, record, conditions)
    exact_values = {category: points(category) for category in categories(score)}
    values = {category: rounded(value) for category, value in exact_values.items()}
    tiers = [tier_of(values[category], tiers) for category, tiers in _thresholds(score)]
    return Outcome(
        values, sum(values.values()), "".join(tiers) or None, any(is_on_the_edge(v) for v in exact_values.values())
    )


def categories(score: dict) -> list[str]:
    used = {group["category"] for group in score["groups"]}
    return [category for category in ("fit", "engagement") if category in used]


def _thresholds(score: dict) -> list[tuple[str, list[dict]]]:
    """Combined: the "fit tier followed by engagement tier"."""
    thresholds = score.get("thresholds") or {}
    return [(category, thresholds[category]) for category in categories(score) if category in thresholds]


def _has_value(score: dict, record: Record, conditions: Conditions) -> bool:
    """In at least one of `include`, in none of `exclude`, and not created after the as-of instant."""
    population = score.get("population") or {}
    is_included = not population.get("include") or any(conditions.is_in(key, record) for key in population["include"])
    is_excluded = any(conditions.is_in(key, record) for key in population.get("exclude") or [])
    return conditions.view.is_seen(record) and is_included and not is_excluded


def _category_points(score: dict, record: Record, conditions: Conditions, category: str) -> Fraction:
    """Steps 4 and 5: rules to groups, groups to the category, each bounded."""
    groups = [
        bounded(
            sum((rule_points(rule, group, record, conditions) for rule in group["rules"]), Fraction(0)),
            group,
        )
        for group in score["groups"]
        if group["category"] == category
    ]
    return bounded(sum(groups, Fraction(0)), score, limit=100, floor=0)


def _columns(key: str, score: dict, outcome: Outcome) -> dict[str, object]:
    columns = {key: outcome.total}
    if len(categories(score)) == 2:
        columns |= {f"{key}_{category}": outcome.values.get(category) for category in categories(score)}
    if score.get("thresholds"):
        columns[f"{key}_tier"] = outcome.tier
    return columns
