"""Rules that are ready to be asked, event by event."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from tamis.machine_made.addresses import Ranges
from tamis.machine_made.grammar import MachineRule, UserAgent
from tamis.machine_made.known_bots import is_known_bot
from tamis.machine_made.values import compared
from tamis.messages import Message

# A browser's has 100 to 300 characters. More is cut: the memory and time it costs is not up to whoever sends it.
_LONGEST_USER_AGENT = 1000
_USER_AGENTS_KEPT = 4096
_USER_AGENT_PROPERTIES = ("userAgent", "user_agent", "useragent")

_Check = Callable[[Message, str | None], bool]


class MachineRules:
    """The rules of a workspace, in their order. Threads may share them."""

    def __init__(self, rules: Sequence[MachineRule]) -> None:
        self.rules = tuple(rules)
        self._agents = lru_cache(maxsize=_USER_AGENTS_KEPT)(self._rules_of_agent)
        self._asked = lru_cache(maxsize=_USER_AGENTS_KEPT)(self._asked_of)
        self._in_use = [(index, rule, _checks(rule)) for index, rule in enumerate(self.rules) if rule.enabled]
        self._types = frozenset(type for _, rule, _ in self._in_use for type in rule.event or ())

    def of(self, message: Message, *, email: str | None) -> str | None:
        """The key of the first rule by which a machine made the event; None where none does, or it is no event.

        `email` is the contact's address, if it is known. The user agent and the IP address are those of the message's
        context, or else of its properties.
        """
        return next(self._holding(message, email), None)

    def all_of(self, message: Message, *, email: str | None) -> tuple[str, ...]:
        """The keys of all rules that hold; the first is the one that decides."""
        return tuple(self._holding(message, email))

    def _holding(self, message: Message, email: str | None) -> Iterator[str]:
        if not message.event:
            return
        # What no rule names is all one, and not remembered one by one.
        type = message.event if message.event in self._types else None
        for key, checks in self._asked(type, _user_agent(message)):
            if all(check(message, email) for check in checks):
                yield key

    def _asked_of(self, type: str | None, user_agent: str) -> tuple[tuple[str, tuple[_Check, ...]], ...]:
        """The rules that may hold for such events, and what each looks at besides: nearly always no rule at all."""
        agreeing = self._agents(user_agent)
        return tuple(
            (rule.key, checks)
            for index, rule, checks in self._in_use
            if (not rule.event or type in rule.event) and (rule.user_agent is None or index in agreeing)
        )

    def _rules_of_agent(self, user_agent: str) -> frozenset[int]:
        """The rules whose condition on the user agent holds; none for an event without one."""
        if not user_agent:
            return frozenset()
        is_bot = any(rule.user_agent for rule in self.rules) and is_known_bot(user_agent)
        return frozenset(
            index
            for index, rule in enumerate(self.rules)
            if rule.user_agent is not None and _holds(rule.user_agent, user_agent.casefold(), is_bot=is_bot)
        )


def _checks(rule: MachineRule) -> tuple[_Check, ...]:
    """What a rule looks at besides the event type and the user agent, the quickest first."""
    return tuple(_each_check(rule))


def _each_check(rule: MachineRule) -> Iterator[_Check]:
    if rule.email_domain is not None:
        yield _domain_check(frozenset(rule.email_domain))
    if rule.any_property is not None:
        yield _property_check(tuple((name, frozenset(values)) for name, values in rule.any_property.items()))
    if rule.ip is not None:
        yield _address_check(Ranges(rule.ip))


def _holds(condition: UserAgent, user_agent: str, *, is_bot: bool) -> bool:
    return (
        (condition.known_bot is None or condition.known_bot == is_bot)
        and (condition.is_any_of is None or user_agent in map(str.casefold, condition.is_any_of))
        and (condition.contains_any_of is None or _contains(user_agent, condition.contains_any_of))
        and (condition.contains_none_of is None or not _contains(user_agent, condition.contains_none_of))
    )


def _contains(user_agent: str, words: Sequence[str]) -> bool:
    return any(word.casefold() in user_agent for word in words)


def _domain_check(domains: frozenset[str]) -> _Check:
    def check(_: Message, email: str | None) -> bool:
        domain = email.rpartition("@")[2].strip().lower().removesuffix(".") if email else ""
        while domain:
            if domain in domains:
                return True
            domain = domain.partition(".")[2]
        return False

    return check


def _property_check(wanted: tuple[tuple[str, frozenset[str]], ...]) -> _Check:
    def check(message: Message, _: str | None) -> bool:
        properties = message.properties
        return any(
            isinstance(value := properties.get(name), str | int | float) and compared(value) in values
            for name, values in wanted
        )

    return check


def _address_check(ranges: Ranges) -> _Check:
    def check(message: Message, _: str | None) -> bool:
        address = message.context.get("ip") or message.properties.get("ip")
        return isinstance(address, str) and ranges.holds(address)

    return check


def _user_agent(message: Message) -> str:
    """What the program that acted calls itself; empty if nobody says."""
    found = message.context.get("userAgent")
    for name in _USER_AGENT_PROPERTIES:
        found = found or message.properties.get(name)
    return found.strip()[:_LONGEST_USER_AGENT] if isinstance(found, str) else ""
