"""What a batch of messages says of people and companies (ingest.md, "Meaning"): read in their order, nothing written.

A person is known by an id, or, until then, by an anonymous one. Whoever is identified without an id is a contact by
their anonymous id, until an id comes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import msgspec

from tamis.messages import Message

# What a message may not say of a record, as it is what the record is known by.
_NO_TRAITS = frozenset({"id"})


class Arrival(msgspec.Struct, frozen=True, gc=False):
    """A message as the inbox gives it: its number, its source's name, and whether a machine made it."""

    n: int
    source: str
    message: Message
    machine: bool = False


class Trait(msgspec.Struct, frozen=True, gc=False):
    """A property of a record that has a value from an instant on (None: none)."""

    name: str
    value: Any
    at: int


@dataclass
class Record:
    """All that was said of one record."""

    traits: list[Trait] = field(default_factory=list)


class Event(msgspec.Struct, frozen=True, gc=False):
    """Something that a contact (by id) or a visitor (by anonymous id) did."""

    contact: str | None
    visitor: str | None
    type: str
    occurred_at: int
    machine: bool
    key: int
    properties: Mapping[str, Any]


@dataclass
class Said:
    """`associated`: contacts and their companies, with the first instant of which that was said; `bound`: the contact
    that each anonymous id was found to be; `merged`: pairs of a contact's id and of one that is the same person, in
    order; `aliased`: names that nobody is known by yet, each with a contact whose it is; `come`: such names of before
    that somebody is known by now."""

    contacts: dict[str, Record] = field(default_factory=dict)
    companies: dict[str, Record] = field(default_factory=dict)
    associated: dict[tuple[str, str], int] = field(default_factory=dict)
    bound: dict[str, str] = field(default_factory=dict)
    merged: list[tuple[str, str]] = field(default_factory=list)
    aliased: list[tuple[str, str]] = field(default_factory=list)
    come: set[str] = field(default_factory=set)
    events: list[Event] = field(default_factory=list)


def ids_of(messages: Iterable[Message]) -> tuple[set[str], set[str]]:
    """The ids of contacts, and the anonymous ones, that messages speak of; an alias's previous id may be either."""
    people, visitors = set[str](), set[str]()
    for message in messages:
        people.add(message.user_id or "")
        visitors.add(message.anonymous_id or "")
        if message.previous_id:
            people.add(message.previous_id)
            visitors.add(message.previous_id)
    return people - {""}, visitors - {""}


def read_said(
    arrivals: Iterable[Arrival], bound: Mapping[str, str], contacts: set[str], aliased: Mapping[str, list[str]]
) -> Said:
    """What messages say, given whom anonymous ids stand for already, which of the named contacts are there, and whose
    the names are that nobody is known by yet."""
    reader = _Reader(dict(bound), set(contacts), {name: list(ids) for name, ids in aliased.items()})
    for arrival in arrivals:
        reader.read(arrival)
    return reader.said


class _Reader:
    def __init__(self, bound: dict[str, str], contacts: set[str], aliased: dict[str, list[str]]) -> None:
        self._bound, self._contacts, self._aliased = bound, contacts, aliased
        self.said = Said()

    def read(self, arrival: Arrival) -> None:
        message = arrival.message
        match message.kind:
            case "identify":
                self._identify(message)
            case "group":
                self._group(message)
            case "alias":
                self._alias(message)
            case _:
                self._event(arrival)

    def _identify(self, message: Message) -> None:
        contact = self._contact(message)
        record = self.said.contacts[contact]
        record.traits += _traits(message)
        if message.user_id and message.anonymous_id:
            self._bind(message.anonymous_id, contact)

    def _group(self, message: Message) -> None:
        assert message.group_id is not None
        company = self.said.companies.setdefault(message.group_id, Record())
        company.traits += _traits(message)
        pair = self._contact(message), message.group_id
        self.said.associated[pair] = min(self.said.associated.get(pair, message.occurred_at), message.occurred_at)

    def _alias(self, message: Message) -> None:
        assert message.previous_id is not None
        contact, other = self._contact(message), message.previous_id
        if other in self._contacts and other != contact:
            self._merge(contact, other)
            return
        self._bind(other, contact)
        if other != contact:
            # It may be an anonymous id, or the name of somebody who is heard of later: sources send side by side.
            self._aliased.setdefault(other, []).append(contact)
            self.said.aliased.append((other, contact))

    def _event(self, arrival: Arrival) -> None:
        message = arrival.message
        is_known = message.user_id or message.anonymous_id in self._bound
        contact = self._contact(message) if is_known else None
        visitor = None if contact else message.anonymous_id
        assert message.event is not None
        self.said.events.append(
            Event(contact, visitor, message.event, message.occurred_at, arrival.machine, key_of(arrival),
                  message.properties)
        )  # fmt: skip

    def _contact(self, message: Message) -> str:
        """The contact that a message is about, by the id of its own, or that its anonymous id stands for."""
        anonymous = message.anonymous_id or ""
        contact = message.user_id or self._bound.get(anonymous) or anonymous
        if not message.user_id:
            self._bind(anonymous, contact)
        if contact not in self.said.contacts:
            self.said.contacts[contact] = Record()
        if contact not in self._contacts:
            self._contacts.add(contact)
            self._come(contact)
        return contact

    def _come(self, name: str) -> None:
        """Somebody is known by a name from now on, and is whoever was said to be."""
        for contact in self._aliased.pop(name, []):
            self._merge(contact, name)
            self.said.come.add(name)

    def _merge(self, contact: str, other: str) -> None:
        self.said.contacts.setdefault(contact, Record())
        self.said.contacts.setdefault(other, Record())
        if (contact, other) not in self.said.merged:
            self.said.merged.append((contact, other))

    def _bind(self, anonymous: str, contact: str) -> None:
        """An anonymous id belongs to the first person who is known by it; whoever was known by nothing else is them."""
        before = self._bound.get(anonymous)
        if before == anonymous != contact:
            self._merge(contact, anonymous)
        if before is None or before == anonymous:
            self._bound[anonymous] = contact
            self.said.bound[anonymous] = contact


def key_of(arrival: Arrival) -> int:
    """By what an event is known again: its source and the id of its message, in 128 bits."""
    text = _named(arrival.source) + arrival.message.id.encode()
    return int.from_bytes(hashlib.blake2b(text, digest_size=16, person=b"tamis message").digest())


@lru_cache(maxsize=64)
def _named(source: str) -> bytes:
    name = source.encode()
    return b"%d:%b:" % (len(name), name)


def _traits(message: Message) -> list[Trait]:
    return [Trait(name, value, message.occurred_at) for name, value in message.traits.items() if name not in _NO_TRAITS]
