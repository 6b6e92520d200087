"""Why records stand where they stand in a list: the rules that gave each of them the most points."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from tamis.compile.catalog import Catalog
from tamis.compile.explanation import ExplainedRule, ExplainedScore
from tamis.definitions import Score
from tamis.errors import UsageError
from tamis.operations.explain_records import Asked as ToExplain
from tamis.operations.explain_records import explain_on_a_copy, numbers_by_id
from tamis.operations.leads.asked import MOST_ROWS, Asked
from tamis.operations.leads.question import ranking_score
from tamis.operations.published import Published, published_in
from tamis.operations.remembered import remembered_rows
from tamis.operations.rescore import check_against, micros_of
from tamis.operations.workspace import Workspace
from tamis.store.warehouse import Warehouse

MOST_REASONS = 3
# Floats below this are the noise of an addition (points).
_NOISE = 1e-6


@dataclass(frozen=True)
class LeadReason:
    """What one rule gives a record: its label and its points; of an event rule, how many events it counts, and the
    instant of the newest (microseconds since the epoch, UTC)."""

    label: str
    points: float
    times: int = 0
    last_at: int | None = None


def read_reasons(
    workspace: Workspace,
    ids: Sequence[str],
    *,
    object: str = "contact",
    score: str | None = None,
    most: int = MOST_REASONS,
    now: Callable[[], datetime],
) -> Mapping[str, tuple[LeadReason, ...]]:
    """By id, the rules that weigh most in the value, the weightiest first: all records in one explanation.

    As of the newest of the instants that the values of these records were computed for; where this process holds the
    warehouse, as they were told last, unless a value was computed anew since. Records that are not there are left out.
    Raises UsageError for more records than a page has, or a score that is not published.
    """
    if len(ids) > MOST_ROWS:
        raise UsageError(f"Reasons are told of {MOST_ROWS} records at most, and {len(ids)} are asked for.")
    published = published_in(workspace)
    chosen = ranking_score(published, Asked(object=object, score=score))
    if chosen is None or not ids:
        return {}
    with workspace.opened() as warehouse:
        catalog = warehouse.catalog()
        numbers = numbers_by_id(catalog, warehouse.engine, object, ids)
        computed_at = _computed_at(warehouse, chosen, list(numbers.values()))

        def find(among: Sequence[int]) -> Mapping[int, tuple[LeadReason, ...]]:
            at = max((computed_at[n] for n in among if n in computed_at), default=micros_of(now()))
            told = _reasons_as_of(warehouse, catalog, published, chosen, among, at, most)
            return {numbers[id]: reasons for id, reasons in told.items()}

        # To explain fifty takes three times as long as to find them, and a browser asks with every list that it shows.
        # Whatever happens to a record, its value is computed anew.
        asked = ("reasons", object, chosen.key, most, tuple(published.versions.items()))
        told = remembered_rows(workspace, asked, find, computed_at)(list(numbers.values()))
        return {id: told[n] for id, n in numbers.items() if n in told}


def _computed_at(warehouse: Warehouse, score: Score, numbers: Sequence[int]) -> dict[int, int]:
    """Of when the values of these records are."""
    rows = warehouse.rows(
        'SELECT n, "at" FROM score_values WHERE score = ? AND object = ? AND n IN (SELECT unnest(?::INTEGER[]))',
        [score.key, score.object, list(numbers)],
    )
    return dict(rows)


def reasons_in(
    warehouse: Warehouse,
    catalog: Catalog,
    published: Published,
    score: Score,
    numbers: Sequence[int],
    *,
    at: int,
    most: int = MOST_REASONS,
) -> Mapping[str, tuple[LeadReason, ...]]:
    """The same, of records by their numbers, in a warehouse that is open; `at`: as of when, where they have no values
    (microseconds since the epoch, UTC). Raises DefinitionError where the data no longer bears out a definition."""
    instant = max(_computed_at(warehouse, score, numbers).values(), default=at)
    return _reasons_as_of(warehouse, catalog, published, score, numbers, instant, most)


def _reasons_as_of(
    warehouse: Warehouse,
    catalog: Catalog,
    published: Published,
    score: Score,
    numbers: Sequence[int],
    instant: int,
    most: int,
) -> Mapping[str, tuple[LeadReason, ...]]:
    check_against(published, catalog)
    scores = published.of_object(score.object, {score.key})
    asked = ToExplain(scores, published.segments, catalog, warehouse.engine, instant)
    trees = explain_on_a_copy(score, asked, warehouse, numbers, is_brief=True)
    return {tree.id: weightiest(tree, most) for tree in trees}


def weightiest(tree: ExplainedScore, most: int = MOST_REASONS) -> tuple[LeadReason, ...]:
    """The rules that weigh most, for or against the record."""
    told = [_reason(rule) for rule in _rules(tree) if abs(rule.points) > _NOISE]
    return tuple(sorted(told, key=lambda reason: (-abs(reason.points), reason.label))[:most])


def _rules(tree: ExplainedScore) -> Iterator[ExplainedRule]:
    return (rule for category in tree.categories for group in category.groups for rule in group.rules)


def _reason(rule: ExplainedRule) -> LeadReason:
    events = [*rule.events, *(event for record in rule.records for event in record.events)]
    if rule.kind != "event" or not events:
        return LeadReason(_label(rule), rule.points)
    return LeadReason(_label(rule), rule.points, _times(rule), max(event.occurred_at for event in events))


def _times(rule: ExplainedRule) -> int:
    """How many events it counts. One that meets several cases stands in the tree once for each."""
    several = [rule.events, *(record.events for record in rule.records)]
    by_case = (Counter((e.type, e.occurred_at, e.case) for e in events) for events in several)
    return sum(_most_of_a_case(counted) for counted in by_case)


def _most_of_a_case(counted: Counter[tuple[str, int, int | None]]) -> int:
    most: dict[tuple[str, int], int] = {}
    for (type, occurred_at, _), number in counted.items():
        most[type, occurred_at] = max(most.get((type, occurred_at), 0), number)
    return sum(most.values())


def _label(rule: ExplainedRule) -> str:
    """The rule's name; of a rule of several cases the one that held, if it was one."""
    held = [case.label for case in rule.cases if case.holds]
    if len(rule.cases) > 1 and len(held) == 1:
        return f"{rule.label}: {held[0]}" if held[0] not in rule.label else rule.label
    return rule.label
