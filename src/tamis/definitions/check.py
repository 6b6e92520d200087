"""Warnings: definitions that are well-formed and cannot do what they seem to (never a guess; silence if in doubt)."""

from __future__ import annotations

from collections.abc import Iterator

from tamis.definitions.comparisons import PropertyCondition
from tamis.definitions.grammar import Path
from tamis.definitions.impossible import is_impossible
from tamis.definitions.reach import Reach, category_reach, rule_reach
from tamis.definitions.rules import EventRule, RecordRule
from tamis.definitions.score import Score, Tier
from tamis.definitions.segment import Segment
from tamis.definitions.source import Source
from tamis.definitions.walk import walk_conditions
from tamis.definitions.windows import is_never
from tamis.errors import Issue


def warnings(definition: Score | Segment, source: Source) -> tuple[Issue, ...]:
    """What the author probably did not mean: unreachable tiers and cases, two tiers of one name, rules that never earn,
    bounds the wrong way round, an object in the plural.

    Of a definition with mistakes nothing is told: what was taken out of it might be what is missed.
    """
    if not source.is_whole:
        return ()
    found = [*_object(definition), *_reversed(definition, source)]
    if isinstance(definition, Score):
        places = [path for path, *_ in found]
        others = [*_population(definition), *_rules(definition), *_tiers(definition)]
        # What bounds the wrong way round have led to needs no telling.
        found += [each for each in others if not any(path[: len(each[0])] == each[0] for path in places)]
    return tuple(
        sorted(
            source.issue(path, code, f"{source.name_of(path)}: {message}.", hint, "warning")
            for path, code, message, hint in found
        )
    )


Warned = tuple[Path, str, str, str]
"""Path, code, message without its subject, hint."""
_SPANS = ("between", "not_between")
_PLURALS = {"contacts": "contact", "companies": "company", "deals": "deal"}


def _object(definition: Score | Segment) -> Iterator[Warned]:
    if definition.object in _PLURALS:
        message = f'records of the standard data are not called "{definition.object}"'
        yield ("object",), "plural-object", message, f"write object: {_PLURALS[definition.object]}"


def _reversed(definition: Score | Segment, source: Source) -> Iterator[Warned]:
    for site in walk_conditions(definition):
        condition = site.condition
        if isinstance(condition, PropertyCondition) and condition.operator in _SPANS and _is_reversed(condition):
            path = (*site.path, condition.operator)
            first, second = (getattr(each, "text", None) or f"{each}" for each in source.written(path))
            message = f"between {first} and {second} lies nothing: the lesser must come first"
            if isinstance(condition.value[0], str):
                message = f"between {first} and {second} lies nothing: the earlier must come first"
            yield path, "reversed-bounds", message, f"write {condition.operator}: [{second}, {first}]"


def _is_reversed(condition: PropertyCondition) -> bool:
    first, second = condition.value
    if isinstance(first, str):
        return is_never(first, second) and not is_never(second, first)
    return bool(first > second)


def _population(score: Score) -> Iterator[Warned]:
    population = score.population
    if population and population.include and set(population.include) <= set(population.exclude or ()):
        message = "every segment of include is excluded too, so no record is scored"
        yield ("population",), "empty-population", message, "take it out of exclude"


def _rules(score: Score) -> Iterator[Warned]:
    for path, rule in score.rules():
        if not rule.enabled:
            continue
        if (never := _never(rule, path)) is not None:
            yield never
        elif rule_reach(rule, score.object) == Reach(0, 0):
            yield path, "rule-never-earns", "it gives 0 points whatever happens", "give it points, or take it out"
        else:
            yield from _cases(rule, path)


def _never(rule: RecordRule | EventRule, path: Path) -> Warned | None:
    """A rule whose own condition holds of nothing."""
    keys = ["when"]
    # A range from 0 earns by the very absence of events.
    if isinstance(rule, EventRule) and not any(counted.from_ == 0 for counted in rule.times or ()):
        keys.append("where")
    for key in keys:
        if (condition := getattr(rule, key)) is not None and is_impossible(condition):
            return (
                (*path, key),
                "rule-never-earns",
                f'its "{key}" can never hold',
                "look at the values it compares with",
            )
    return None


def _cases(rule: RecordRule | EventRule, path: Path) -> Iterator[Warned]:
    key = "when" if isinstance(rule, RecordRule) else "where"
    for index, case in enumerate(rule.cases or ()):
        if is_impossible(getattr(case, key)):
            message = f'the "{key}" of case {index + 1} can never hold'
            yield (*path, "cases", index, key), "unreachable-case", message, "look at the values it compares with"
    if isinstance(rule, EventRule) and rule.where is not None and is_impossible(rule.where):
        for index, counted in enumerate(rule.times or ()):
            if counted.from_ > 0:
                message = f"range {index + 1} counts events of which there can be none"
                yield (*path, "times", index), "unreachable-case", message, 'look at the values in "where"'


def _tiers(score: Score) -> Iterator[Warned]:
    for category, tiers in score.thresholds.items():
        reach = category_reach(score, category)
        above: float | None = None
        for index, tier in enumerate(tiers):
            path = ("thresholds", category, index)
            yield from _tier(tier, above, reach, category, path)
            if tier.tier in (each.tier for each in tiers[:index]):
                message = f'tier "{tier.tier}" stands there twice, so that nobody sees the difference'
                yield (*path, "tier"), "repeated-tier", message, "give it another name, or take one of them out"
            above = tier.from_


def _tier(tier: Tier, above: float | None, reach: Reach, category: str, path: Path) -> Iterator[Warned]:
    if tier.from_ is not None and reach.most < tier.from_:
        message = f'tier "{tier.tier}" begins at {tier.from_:.15g}, and {category} reaches at most {reach.most:.15g}'
        yield path, "unreachable-tier", message, "lower its from, or raise limits and points"
    elif above is not None and reach.least >= above:
        message = f'tier "{tier.tier}" lies below {above:.15g}, and {category} is never less than {reach.least:.15g}'
        yield path, "unreachable-tier", message, "raise the from of the tier before it, or lower the floor"
