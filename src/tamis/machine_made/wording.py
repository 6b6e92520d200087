"""A machine rule in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tamis.machine_made.grammar import MachineRule, UserAgent


def describe_rule(rule: MachineRule) -> str:
    """What must hold, as part of a sentence.

    >>> from tamis.machine_made import read_machine_rules
    >>> rules = read_machine_rules("rules: [{key: proxy, event: email_opened, any_property: {proxy: true}}]", "")
    >>> describe_rule(rules.rules[0])
    'event email_opened; property proxy is true'
    """
    return "; ".join(_parts(rule))


def _parts(rule: MachineRule) -> Iterator[str]:
    yield f"event {_or(rule.event)}" if rule.event else "any event"
    if rule.user_agent is not None:
        yield f"the user agent {' and '.join(_user_agent(rule.user_agent))}"
    if rule.ip is not None:
        yield f"from {_or(rule.ip)}"
    if rule.email_domain is not None:
        yield f"the contact's e-mail is at {_or(rule.email_domain)}"
    if rule.any_property is not None:
        yield "property " + _or([f"{name} is {_or(values)}" for name, values in rule.any_property.items()])


def _user_agent(condition: UserAgent) -> Iterator[str]:
    if condition.known_bot is not None:
        yield "is that of a known bot" if condition.known_bot else "is not that of a known bot"
    if condition.is_any_of is not None:
        yield f"is {_quoted(condition.is_any_of)}"
    if condition.contains_any_of is not None:
        yield f"contains {_quoted(condition.contains_any_of)}"
    if condition.contains_none_of is not None:
        yield f"does not contain {_quoted(condition.contains_none_of)}"


def _quoted(words: Sequence[str]) -> str:
    return _or([f'"{word}"' for word in words])


def _or(words: Sequence[str]) -> str:
    return " or ".join([*([", ".join(words[:-1])] if len(words) > 1 else []), *words[-1:]])
