"""Messages go into the warehouse: all of a batch or nothing, each once, with whose scores they touch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from tamis.store.warehouse.live.aliases import aliased_contacts, forget_aliases, note_aliases
from tamis.store.warehouse.live.companies import (
    associate,
    first_companies,
    name_companies,
    name_new_companies,
)
from tamis.store.warehouse.live.dirty import Happened
from tamis.store.warehouse.live.heard import note_heard
from tamis.store.warehouse.live.identities import bind_visitors, bound_contacts, visitor_numbers
from tamis.store.warehouse.live.live_events import take_live_events
from tamis.store.warehouse.live.numbers import Numbers, contact_numbers, known_contacts, record_numbers
from tamis.store.warehouse.live.said import Arrival, Record, Trait, ids_of, key_of, read_said
from tamis.store.warehouse.live.traits import TakenTraits, take_traits
from tamis.store.warehouse.merged_tables import taken_apart
from tamis.store.warehouse.merges import join_contacts
from tamis.store.warehouse.warehouse import Warehouse

# The number of the last message that was taken in; and up to which one may be told again, after another inbox came.
_DRAINED, _KNOWN = "drained", "known_upto"
_NEVER = 1 << 63


@dataclass(frozen=True)
class TakenMessages:
    """What a batch came to. `unreadable`: how many values were none of their property's type, by object or event type
    and property."""

    messages: int
    events: int
    unreadable: Mapping[tuple[str, str], int]


def drained_upto(warehouse: Warehouse) -> int:
    """The number of the last message of the inbox that is in the warehouse."""
    return int(warehouse.setting(_DRAINED) or 0)


def take_messages(warehouse: Warehouse, arrivals: Sequence[Arrival], at: int) -> TakenMessages:
    """Takes in messages of the inbox, in the order of their numbers; those that are in already count for nothing.

    `at`: the present instant (microseconds since the epoch, UTC).
    """
    upto = drained_upto(warehouse)
    fresh = [arrival for arrival in arrivals if arrival.n > upto]
    if not fresh:
        return TakenMessages(0, 0, {})
    unknown = _unknown(warehouse, fresh) if fresh[0].n <= _known_upto(warehouse) else fresh
    with warehouse.transaction():
        taken = _Taking(warehouse, unknown, at).take() if unknown else TakenMessages(0, 0, {})
        note_heard(warehouse, fresh)
        _note_drained(warehouse, fresh[-1].n)
    return taken


def begin_anew(warehouse: Warehouse) -> None:
    """Lets the messages of another inbox count, whose numbers begin again; of those with numbers that were taken in
    before, events that are known count once."""
    with warehouse.transaction():
        warehouse.note(_KNOWN, str(max(drained_upto(warehouse), _known_upto(warehouse))))
        _note_drained(warehouse, 0)


def pass_over(warehouse: Warehouse, upto: int) -> None:
    """Counts messages up to a number as taken in."""
    with warehouse.transaction():
        _note_drained(warehouse, max(upto, drained_upto(warehouse)))


def _note_drained(warehouse: Warehouse, upto: int) -> None:
    warehouse.note(_DRAINED, str(upto))


def _known_upto(warehouse: Warehouse) -> int:
    return int(warehouse.setting(_KNOWN) or 0)


def _unknown(warehouse: Warehouse, arrivals: Sequence[Arrival]) -> list[Arrival]:
    """Without those whose events the warehouse has."""
    keys = [key_of(arrival) for arrival in arrivals]
    known = warehouse.rows(
        "SELECT key FROM warehouse.events WHERE key IN (SELECT unnest(?::VARCHAR[])::UHUGEINT)", [list(map(str, keys))]
    )
    there = {int(key) for (key,) in known}
    return [arrival for arrival, key in zip(arrivals, keys, strict=True) if key not in there]


class _Taking:
    def __init__(self, warehouse: Warehouse, arrivals: Sequence[Arrival], at: int) -> None:
        self._warehouse, self._arrivals, self._at = warehouse, arrivals, at
        people, visitors = ids_of(arrival.message for arrival in arrivals)
        known = known_contacts(warehouse, people)
        aliased = aliased_contacts(warehouse, people - known.keys())
        self._said = read_said(arrivals, bound_contacts(warehouse, visitors), set(known), aliased)
        self._contacts = contact_numbers(warehouse, self._first_contacts(), people, known)
        companies = _firsts((each.message.group_id, each.message.occurred_at) for each in arrivals)
        self._companies = record_numbers(warehouse, "company", {id: companies[id] for id in self._said.companies})
        self._happened = Happened()
        self._unreadable: dict[tuple[str, str], int] = {}

    def _first_contacts(self) -> dict[str, int]:
        """When each contact was first heard of; nobody speaks of one that an anonymous id is bound to already."""
        messages = (arrival.message for arrival in self._arrivals)
        firsts = _firsts((each.user_id or each.anonymous_id, each.occurred_at) for each in messages)
        return {id: firsts.get(id, self._at) for id in self._said.contacts}

    def take(self) -> TakenMessages:
        with self._apart():
            self._take_records()
            self._merge()
        self._note_aliases()
        gained = bind_visitors(self._warehouse, self._said.bound, self._contacts)
        for n in gained:
            self._happened.add("contact", n, "identified")
        self._take_events()
        self._happened.write(self._warehouse)
        return TakenMessages(len(self._arrivals), len(self._said.events), self._unreadable)

    @contextmanager
    def _apart(self) -> Iterator[None]:
        """Merged contacts are taken apart only where the batch is about any: all of them are put together again."""
        if self._said.merged or self._contacts.whole or self._companies.new:
            with taken_apart(self._warehouse):
                yield
        else:
            yield

    def _take_records(self) -> None:
        said, own = self._said, self._contacts.own
        contacts = take_traits(self._warehouse, "contact", {own[id]: each for id, each in said.contacts.items()})
        companies = take_traits(
            self._warehouse, "company", {self._companies.own[id]: each for id, each in said.companies.items()}
        )
        self._note_traits("contact", self._contacts, contacts)
        self._note_traits("company", self._companies, companies)
        belonging = {
            (own[one], self._companies.own[other]): (at, other) for (one, other), at in said.associated.items()
        }
        first = self._name_first(belonging)
        pairs = associate(self._warehouse, belonging)
        pairs += name_companies(self._warehouse, {**contacts.companies, **first.companies})
        pairs += name_new_companies(self._warehouse, [self._companies.own[id] for id in self._companies.new])
        for contact, company in pairs:
            self._happened.add("contact", self._contacts.whole.get(contact, contact), "association")
            self._happened.add("company", company, "association")

    def _name_first(self, belonging: Mapping[tuple[int, int], tuple[int, str]]) -> TakenTraits:
        """Who is associated with a first company names it, as a file of contacts and companies would."""
        first = first_companies(self._warehouse, sorted(belonging, key=belonging.__getitem__))
        named: dict[int, Record] = {}
        for contact, company in first.items():
            at, id = belonging[contact, company]
            named[contact] = Record([Trait("company_id", id, at)])
        taken = take_traits(self._warehouse, "contact", named)
        self._note_traits("contact", self._contacts, taken)
        return taken

    def _note_traits(self, object: str, numbers: Numbers, taken: TakenTraits) -> None:
        for id in numbers.new:
            self._happened.add(object, numbers.of(id), "created")
        for own, names in taken.told.items():
            self._happened.add(object, numbers.whole.get(own, own), "property", *names)
        for name, count in taken.unreadable.items():
            self._unreadable[object, name] = count

    def _merge(self) -> None:
        for kept, other in self._said.merged:
            kept_n, other_n = self._contacts.of(kept), self._contacts.of(other)
            if kept_n != other_n:
                join_contacts(self._warehouse, [(kept_n, other_n)], self._at)
                self._contacts.merge(kept_n, other_n)
                self._happened.add("contact", kept_n, "merge")
                self._happened.add("contact", other_n, "merge")

    def _note_aliases(self) -> None:
        said = self._said
        forget_aliases(self._warehouse, said.come)
        note_aliases(
            self._warehouse,
            [(name, self._contacts.own[contact]) for name, contact in said.aliased if name not in said.come],
        )

    def _take_events(self) -> None:
        events = self._said.events
        # Who was found out in this very batch is no visitor any more.
        people = [event.contact or self._said.bound.get(event.visitor or "") for event in events]
        unknown = [event.visitor or "" for event, contact in zip(events, people, strict=True) if contact is None]
        visitors = visitor_numbers(self._warehouse, unknown) if unknown else {}
        numbers = [
            self._contacts.of(contact) if contact is not None else visitors[event.visitor or ""]
            for event, contact in zip(events, people, strict=True)
        ]
        self._unreadable |= take_live_events(self._warehouse, events, numbers)
        merged = [
            (self._contacts.own[contact], str(event.key))
            for event, contact, n in zip(events, people, numbers, strict=True)
            if contact is not None and self._contacts.own[contact] != n
        ]
        if merged:
            self._warehouse.engine.sql(
                "INSERT INTO warehouse.merged_events SELECT unnest(?::INTEGER[]), unnest(?::VARCHAR[])::UHUGEINT",
                [[own for own, _ in merged], [key for _, key in merged]],
            )
        happened = ((n, event.type) for event, n in zip(events, numbers, strict=True) if n >= 0)
        self._happened.add_each("contact", "event", happened)


def _firsts(named: Iterable[tuple[str | None, int]]) -> dict[str, int]:
    """When each of the records that messages name was first heard of."""
    firsts: dict[str, int] = {}
    for id, at in named:
        if id and at < firsts.get(id, _NEVER):
            firsts[id] = at
    return firsts
