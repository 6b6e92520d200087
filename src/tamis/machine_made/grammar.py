"""What can be written in machine.yaml: a list of rules, each with what it looks at. Words only, no patterns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator

from tamis.definitions.grammar import Mistake, Model, found, wrong
from tamis.definitions.values import Key, Text, Texts, Truth
from tamis.machine_made.values import Domains, EventTypes, Networks, PropertyValue

_ABOUT_ITSELF = ("key", "label", "enabled")
_LOOKS_AT = ("event", "user_agent", "ip", "email_domain", "any_property")


def _as_list(value: Any) -> Any:
    """A value of a property, or several of which one is enough."""
    if isinstance(value, list) and not value:
        raise wrong("empty-value", "is an empty list", "give it an item, or leave the key out")
    return value if isinstance(value, list | tuple) else [value]


def _named_properties(value: Any) -> Any:
    if not isinstance(value, dict):
        raise wrong("wrong-shape", f"wants a mapping of names, not {found(value)}", "write {name: value}")
    if not value:
        raise wrong("empty-value", "is an empty mapping", "name a property, or leave the key out")
    return value


AnyProperty = Annotated[
    dict[str, Annotated[tuple[PropertyValue, ...], BeforeValidator(_as_list)]], BeforeValidator(_named_properties)
]


class _Part(Model):
    """What the classes of this file share: each key has a value, or is left out."""

    nullable = frozenset()


class UserAgent(_Part):
    """What the program that acted calls itself; all that is written must hold. Capital letters make no difference."""

    noun = "condition on the user agent"

    known_bot: Truth | None = None
    """Whether it is that of a bot, crawler or proxy in the list that Tamis brings."""
    is_any_of: Texts | None = None
    contains_any_of: Texts | None = None
    contains_none_of: Texts | None = None

    @classmethod
    def clashes(cls, keys: frozenset[str]) -> Iterator[Mistake]:
        if not keys:
            yield Mistake("empty-value", "user_agent says nothing", f"its keys are {', '.join(cls.written_keys())}")


class MachineRule(_Part):
    """A rule: an event for which everything holds that is written was made by a machine."""

    noun = "rule"

    key: Key
    label: Text | None = None
    enabled: Truth = True
    event: EventTypes | None = None
    user_agent: UserAgent | None = None
    ip: Networks | None = None
    email_domain: Domains | None = None
    any_property: AnyProperty | None = None
    """Names of event properties, and the values of which one is enough; one such property is enough."""

    @classmethod
    def clashes(cls, keys: frozenset[str]) -> Iterator[Mistake]:
        # With any other key, that key is the mistake.
        if keys <= set(_ABOUT_ITSELF):
            message = "the rule looks at nothing, so it would hold for every event"
            yield Mistake("missing-key", message, f"give it one of {', '.join(_LOOKS_AT)}")


class MachineFile(_Part):
    """All rules, in the order in which they are asked."""

    noun = "list of rules"

    rules: tuple[MachineRule, ...]

    @classmethod
    def arrange(cls, raw: Mapping[str, Any], mistakes: list[Mistake]) -> dict[str, Any]:
        mistakes += _repeated_keys(raw.get("rules"))
        return super().arrange(raw, mistakes)


def _repeated_keys(rules: Any) -> Iterator[Mistake]:
    """Rules that have the key of one before them; told with whatever else is wrong with the file."""
    seen = Counter[str]()
    for index, rule in enumerate(rules if isinstance(rules, list) else ()):
        key = rule.get("key") if isinstance(rule, dict) else None
        if isinstance(key, str):
            if seen[key]:
                yield Mistake(
                    "repeated-key", f'another rule has the key "{key}"', "rename one", ("rules", index, "key")
                )
            seen[key] += 1
