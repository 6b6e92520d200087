"""A definition in plain English: what reasons and explanations call a rule that has no label of its own."""

from __future__ import annotations

from collections.abc import Sequence

from tamis.definitions.comparisons import PropertyCondition, ScoreCondition, TierCondition
from tamis.definitions.conditions import All, Any_, Associated, Condition, EventCondition, InSegment, None_, Times
from tamis.definitions.decay import Decay
from tamis.definitions.periods import Period
from tamis.definitions.rules import Case, EventCase, EventRule, RecordRule
from tamis.definitions.windows import After, Before, Between, Last, Window

_OPERATOR_WORDS = {
    "is": "is",
    "is_not": "is not",
    "is_any_of": "is",
    "is_none_of": "is none of",
    "contains": "contains",
    "does_not_contain": "does not contain",
    "contains_any_of": "contains",
    "contains_all_of": "contains all of",
    "contains_none_of": "contains none of",
    "is_exactly": "is exactly",
    "starts_with": "starts with",
    "ends_with": "ends with",
    "greater_than": "is greater than",
    "at_least": "is at least",
    "less_than": "is less than",
    "at_most": "is at most",
    "between": "is between",
    "not_between": "is not between",
    "before": "is before",
    "after": "is on or after",
    "in_the_last": "is in the last",
    "in_the_next": "is in the next",
    "more_than_ago": "is more than",
}
_JOIN_LAST = {
    "is_any_of": "or",
    "contains_any_of": "or",
    "is_none_of": "or",
    "contains_none_of": "or",
    "between": "and",
    "not_between": "and",
}


def label_of(rule: RecordRule | EventRule) -> str:
    """The author's name for a rule, or else its description."""
    return rule.label or describe_rule(rule)


def case_label(case: Case | EventCase) -> str:
    """The author's name for a case, or else its condition."""
    return case.label or _capitalised(describe_condition(case.when if isinstance(case, Case) else case.where))


def describe_rule(rule: RecordRule | EventRule) -> str:
    """What a rule asks for, without its points: `Form submitted (form name is Demo) in the last 30 days`."""
    if isinstance(rule, EventRule):
        gate = f", if {describe_condition(rule.when)}" if rule.when is not None else ""
        return _capitalised(_events(rule.event, rule.where, rule.within)) + gate
    told = [case_label(case) for case in rule.cases or ()]
    asked = describe_condition(rule.when) if rule.when is not None else ""
    if told:
        asked = ", ".join(told[:3]) + (" …" if len(told) > 3 else "") + (f", if {asked}" if asked else "")
    return _capitalised(f"{humanise(rule.of)}: {asked}" if rule.of else asked)


def describe_condition(condition: Condition) -> str:
    """A condition as part of a sentence: `industry is hospitality`, `in segment beta_testers`."""
    return _described(condition, is_part=False)


def describe_range(counted: Times) -> str:
    """How often, with its points left to the caller: `1 to 3 times`, `at least 4 times`.

    >>> describe_range(Times.model_validate({"from": 1, "to": 3}))
    '1 to 3 times'
    """
    low, high = counted.from_, counted.to
    if high is None:
        return "any number of times" if low == 0 else f"at least {_times(low)}"
    if low == high:
        return "never" if low == 0 else f"exactly {_times(low)}"
    return f"at most {_times(high)}" if low == 0 else f"{low} to {_times(high)}"


def describe_window(window: Window) -> str:
    """When an event has to have happened: `in the last 30 days`."""
    if isinstance(window, Last):
        return f"in the last {_period(window.period)}"
    if isinstance(window, Before):
        return f"before {window.instant}"
    if isinstance(window, After):
        return f"on or after {window.instant}"
    assert isinstance(window, Between)
    return f"from {window.first} to before {window.second}"


def describe_decay(decay: Decay) -> str:
    """How points fade: `50 % lost every month`, `50 % lost at the end of every month`."""
    end = "at the end of " if decay.mode == "step" else ""
    return f"{_number(decay.percent)} % lost {end}every {_period(decay.every)}"


def humanise(name: str) -> str:
    """A name with spaces for its underscores.

    >>> humanise("form_submitted")
    'form submitted'
    """
    return " ".join(name.replace("_", " ").split()) or name


def _described(condition: Condition, *, is_part: bool) -> str:
    if isinstance(condition, All | Any_ | None_):
        return _joined(condition, is_part=is_part)
    if isinstance(condition, InSegment):
        return f"in segment {condition.segment}"
    if isinstance(condition, Associated):
        inner = _described(condition.condition, is_part=True)
        named = "" if condition.association in (None, "any", "primary") else f' ("{condition.association}")'
        primary = "primary " if condition.association == "primary" else ""
        return f"{primary}{humanise(condition.of)}{named}: {inner}"
    if isinstance(condition, EventCondition):
        return _counted(condition)
    return _compared(condition)


def _counted(condition: EventCondition) -> str:
    low, high = condition.times.from_, condition.times.to
    if (low, high) == (0, 0):
        return f"no {_events(condition.event, condition.where, condition.within)}"
    counted = "" if (low, high) == (1, None) else f" {describe_range(condition.times)}"
    return _events(condition.event, condition.where, condition.within, counted)


def _joined(condition: All | Any_ | None_, *, is_part: bool) -> str:
    parts = [_described(part, is_part=len(condition.conditions) > 1) for part in condition.conditions]
    if isinstance(condition, None_):
        return f"not ({' or '.join(parts)})"
    words = (" and " if isinstance(condition, All) else " or ").join(parts)
    return f"({words})" if is_part and len(parts) > 1 else words


def _events(types: Sequence[str], where: Condition | None, within: Window | None, counted: str = "") -> str:
    asked = f" ({describe_condition(where)})" if where is not None else ""
    when = f" {describe_window(within)}" if within is not None else ""
    return _listed([humanise(name) for name in types], "or") + asked + counted + when


def _compared(condition: PropertyCondition | ScoreCondition | TierCondition) -> str:
    if isinstance(condition, PropertyCondition):
        name = humanise(condition.property)
    else:
        name = f"score {condition.score}" if isinstance(condition, ScoreCondition) else f"tier of {condition.tier}"
    if condition.operator == "is_known":
        return f"{name} is {'known' if condition.value else 'unknown'}"
    value = _value(condition.value, _JOIN_LAST.get(condition.operator, "and"))
    if condition.operator == "more_than_ago":
        value = f"{condition.value} ago"
    unknown = {None: "", True: ", or is unknown", False: ", and is known"}[condition.matches_unknown]
    return f"{name} {_OPERATOR_WORDS[condition.operator]} {value}{unknown}"


def _value(value: object, last: str) -> str:
    if isinstance(value, tuple):
        return _listed([_value(item, last) for item in value], last)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _number(value)
    return _period(value) if isinstance(value, Period) else str(value)


def _number(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:,.15g}"


def _period(period: Period) -> str:
    return period.text.removeprefix("1 ").removesuffix("s") if period.text.startswith("1 ") else period.text


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _listed(words: Sequence[str], last: str) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"


def _capitalised(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
