"""A definition in plain words: what reasons and explanations call a rule that has no label of its own.

In English, or in the language of `language.told_in`. Names of properties and events are as the data has them, those of
scores and segments as `language.with_labels` says.
"""

from __future__ import annotations

from collections.abc import Sequence

from tamis.definitions import french
from tamis.definitions.comparisons import PropertyCondition, ScoreCondition, TierCondition
from tamis.definitions.conditions import All, Any_, Associated, Condition, EventCondition, InSegment, None_, Times
from tamis.definitions.decay import Decay
from tamis.definitions.language import called, is_french, quoted, say, say_number
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
_OBJECTS = ("contact", "company", "deal")


def label_of(rule: RecordRule | EventRule) -> str:
    """The author's name for a rule, or else its description."""
    return rule.label or describe_rule(rule)


def case_label(case: Case | EventCase) -> str:
    """The author's name for a case, or else its condition."""
    return case.label or _capitalised(describe_condition(case.when if isinstance(case, Case) else case.where))


def describe_rule(rule: RecordRule | EventRule) -> str:
    """What a rule asks for, without its points: `Form submitted (form name is Demo) in the last 30 days`."""
    if isinstance(rule, EventRule):
        gate = _if(describe_condition(rule.when)) if rule.when is not None else ""
        return _capitalised(_often(rule, _events(rule.event, rule.where, rule.within))) + gate
    told = [case_label(case) for case in rule.cases or ()]
    asked = describe_condition(rule.when) if rule.when is not None else ""
    if told:
        asked = ", ".join(told[:3]) + (" …" if len(told) > 3 else "") + (_if(asked) if asked else "")
    return _capitalised(say("{name}: {condition}", name=_object(rule.of), condition=asked) if rule.of else asked)


def describe_condition(condition: Condition) -> str:
    """A condition as part of a sentence: `industry is hospitality`, `in segment beta_testers`."""
    return _described(condition, is_part=False)


def describe_range(counted: Times) -> str:
    """How often, with its points left to the caller: `1 to 3 times`, `at least 4 times`. That it is also meant for who
    never did it is always said.

    >>> describe_range(Times.model_validate({"from": 1, "to": 3}))
    '1 to 3 times'
    >>> describe_range(Times.model_validate({"from": 0, "to": 2}))
    'never, or at most 2 times'
    """
    low, high = counted.from_, counted.to
    if high is None:
        return say("never, or any number of times") if low == 0 else say("at least {count}", count=_times(low))
    if low == high:
        return say("never") if low == 0 else say("exactly {count}", count=_times(low))
    if low == 0:
        return say("never, or at most {count}", count=_times(high))
    return say("{low} to {count}", low=low, count=_times(high))


def describe_window(window: Window) -> str:
    """When an event has to have happened: `in the last 30 days`."""
    if isinstance(window, Last):
        return french.last(window.period) if is_french() else f"in the last {_period(window.period)}"
    if isinstance(window, Before):
        return say("before {instant}", instant=window.instant)
    if isinstance(window, After):
        return say("on or after {instant}", instant=window.instant)
    assert isinstance(window, Between)
    return say("from {first} to before {second}", first=window.first, second=window.second)


def describe_decay(decay: Decay) -> str:
    """How points fade: `50% lost every month`, `50% lost at the end of every month`."""
    end = "at the end of " if decay.mode == "step" else ""
    period = french.every(decay.every) if is_french() else _period(decay.every)
    return say(f"{{percent}}% lost {end}every {{period}}", percent=say_number(decay.percent), period=period)


def humanise(name: str) -> str:
    """A name with spaces for its underscores.

    >>> humanise("form_submitted")
    'form submitted'
    """
    return " ".join(name.replace("_", " ").split()) or name


def in_words(name: str) -> str:
    """A name of the data as a heading.

    >>> in_words("page_viewed")
    'Page viewed'
    """
    return _capitalised(humanise(name))


def _described(condition: Condition, *, is_part: bool) -> str:
    if isinstance(condition, All | Any_ | None_):
        return _joined(condition, is_part=is_part)
    if isinstance(condition, InSegment):
        return say("in segment {segment}", segment=called(condition.segment))
    if isinstance(condition, Associated):
        return say(
            "{name}: {condition}", name=_associated(condition), condition=_described(condition.condition, is_part=True)
        )
    if isinstance(condition, EventCondition):
        return _counted(condition)
    return _compared(condition)


def _associated(condition: Associated) -> str:
    if condition.association == "primary":
        return say("primary {name}", name=_object(condition.of))
    is_labelled = condition.association not in (None, "any")
    return _object(condition.of) + (f" ({quoted(str(condition.association))})" if is_labelled else "")


def _object(name: str) -> str:
    return say(name) if name in _OBJECTS else humanise(name)


def _if(condition: str) -> str:
    return say(", if {condition}", condition=condition)


def _counted(condition: EventCondition) -> str:
    low, high = condition.times.from_, condition.times.to
    if (low, high) == (0, 0):
        return say("no {events}", events=_events(condition.event, condition.where, condition.within))
    counted = "" if (low, high) == (1, None) else f" {describe_range(condition.times)}"
    return _events(condition.event, condition.where, condition.within, counted)


def _often(rule: EventRule, events: str) -> str:
    """The events of a rule; one that counts them and gives points for none has to say so, or else says the opposite."""
    ranges = rule.times or ()
    if not any(each.from_ == 0 for each in ranges):
        return events
    if all(each.to == 0 for each in ranges):
        return say("no {events}", events=events)
    return say("{events}, by how often, zero times included", events=events)


def _joined(condition: All | Any_ | None_, *, is_part: bool) -> str:
    parts = [_described(part, is_part=len(condition.conditions) > 1) for part in condition.conditions]
    if isinstance(condition, None_):
        return say("not ({conditions})", conditions=f" {say('or')} ".join(parts))
    words = f" {say('and' if isinstance(condition, All) else 'or')} ".join(parts)
    return f"({words})" if is_part and len(parts) > 1 else words


def _events(types: Sequence[str], where: Condition | None, within: Window | None, counted: str = "") -> str:
    asked = f" ({describe_condition(where)})" if where is not None else ""
    when = f" {describe_window(within)}" if within is not None else ""
    return _listed([humanise(name) for name in types], "or") + asked + counted + when


def _compared(condition: PropertyCondition | ScoreCondition | TierCondition) -> str:
    name = _subject(condition)
    if condition.operator == "is_known":
        return say("{name} is known" if condition.value else "{name} is unknown", name=name)
    unknown = {None: "", True: ", or is unknown", False: ", and is known"}[condition.matches_unknown]
    return f"{name} {_operator(condition.operator, condition.value)}{say(unknown)}"


def _subject(condition: PropertyCondition | ScoreCondition | TierCondition) -> str:
    if isinstance(condition, PropertyCondition):
        return humanise(condition.property)
    if isinstance(condition, ScoreCondition):
        return say("score {key}", key=called(condition.score))
    return say("tier of {key}", key=called(condition.tier))


def _operator(operator: str, value: object) -> str:
    """An operator with what it compares with: `is in the last 30 days`, `is hospitality or retail`."""
    word = say(_OPERATOR_WORDS[operator])
    if is_french() and operator in _NEITHER and isinstance(value, tuple):
        told = [_value(item, "or") for item in value]
        first, neither = _NEITHER[operator]
        return f"{first} {told[0]}" if len(told) == 1 else f"{neither} {' ni '.join(told)}"
    if is_french() and operator in ("in_the_last", "in_the_next") and isinstance(value, Period):
        return f"{word} {(french.last if operator == 'in_the_last' else french.next_)(value)}"
    if operator == "more_than_ago" and isinstance(value, Period):
        period = french.period(value) if is_french() else value.text
        return f"{word} {say('{period} ago', period=period)}"
    return f"{word} {_value(value, _JOIN_LAST.get(operator, 'and'))}"


# In French a denial of several goes with each of them.
_NEITHER = {"is_none_of": ("n’est pas", "n’est ni"), "contains_none_of": ("ne contient pas", "ne contient ni")}


def _value(value: object, last: str) -> str:
    if isinstance(value, tuple):
        return _listed([_value(item, last) for item in value], last)
    if isinstance(value, bool):
        return say("true" if value else "false")
    if isinstance(value, int | float):
        return say_number(value)
    return _period(value) if isinstance(value, Period) else str(value)


def _period(period: Period) -> str:
    if is_french():
        return french.period(period)
    return period.text.removeprefix("1 ").removesuffix("s") if period.text.startswith("1 ") else period.text


def _times(count: int) -> str:
    return say("once") if count == 1 else say("{count} times", count=count)


def _listed(words: Sequence[str], last: str) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {say(last)} {words[-1]}"


def _capitalised(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
