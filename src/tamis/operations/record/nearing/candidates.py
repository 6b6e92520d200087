"""What could earn a record more points in a category: each case of each rule, and each event, that could come true."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tamis.definitions import All, Condition, EventRule, RecordRule, Score
from tamis.definitions.rules import Case
from tamis.definitions.wording import case_label, label_of
from tamis.operations.record.nearing.surroundings import Around, Spot
from tamis.operations.record.nearing.wanted import event_cells, is_open
from tamis.operations.record.nearing.wishes import Way, Wish, together, ways_to_associate, ways_to_fail, ways_to_meet
from tamis.store.warehouse.suppositions import Cells, EventHappens, IsAssociated


@dataclass(frozen=True)
class Candidate:
    """Things that may earn points together, by one rule. `event`: which of them may happen more than once, if one."""

    way: Way
    event: int | None = None

    def times(self, times: int) -> Candidate:
        """The same with the event so many times."""
        if self.event is None:
            return self
        wish = self.way[self.event]
        assert isinstance(wish.supposed, EventHappens)
        again = replace(wish, supposed=replace(wish.supposed, times=times))
        return replace(self, way=(*self.way[: self.event], again, *self.way[self.event + 1 :]))


def candidates(score: Score, category: str, around: Around) -> list[Candidate]:
    """Every one of a category's rules, each once."""
    found = [
        candidate
        for group in score.groups
        if group.category == category
        for rule in group.rules
        if rule.enabled
        for candidate in (_of_record(rule, around) if isinstance(rule, RecordRule) else _of_events(rule, around))
        if candidate.way
    ]
    return list({tuple(w.supposed for w in each.way): each for each in reversed(found)}.values())[::-1]


def _of_record(rule: RecordRule, around: Around) -> Iterator[Candidate]:
    cases = rule.cases or (Case.model_construct(label=rule.label, when=rule.when, points=rule.points or 0.0),)
    gate = rule.when if rule.cases else None
    for case in cases:
        spots = [around.spot] if rule.of is None else around.associated(around.spot, rule.of, rule.association)
        for spot in spots:
            ways = _ways(gate, case, spot, around)
            yield from (Candidate(way) for way in ways)
        if rule.of is not None and not spots and case.points > 0:
            conditions = [each for each in (gate, case.when) if each is not None]
            ways = ways_to_associate(around.spot, rule.of, rule.association, conditions, around)
            yield from (Candidate(way) for way in ways)


def _ways(gate: Condition | None, case: Case, spot: Spot, around: Around) -> list[Way]:
    if case.points > 0:
        return together([ways_to_meet(gate, spot, around), ways_to_meet(case.when, spot, around)])
    return ways_to_fail(case.when, spot, around) if case.points < 0 else []


def _of_events(rule: EventRule, around: Around) -> Iterator[Candidate]:
    if not is_open(rule.within, around.moment):
        return
    for where, words in _wheres(rule):
        for type in rule.event:
            shape = around.catalog.events.get(type)
            for cells in event_cells(where, shape, around.moment) if shape is not None else []:
                for way in _happening(rule, words, type, cells, around):
                    is_repeated = isinstance(way[-1].supposed, EventHappens)
                    yield Candidate(way, len(way) - 1 if is_repeated else None)


def _wheres(rule: EventRule) -> Iterator[tuple[Condition | None, str]]:
    """What an event has to be for it to earn points, in each of the ways there are, and what that is called."""
    if rule.cases is None:
        if rule.times is not None and any(each.points > 0 for each in rule.times) or (rule.points or 0) > 0:
            yield rule.where, label_of(rule)
        return
    for case in rule.cases:
        if case.points > 0:
            parts = tuple(each for each in (rule.where, case.where) if each is not None)
            where = All.model_construct(conditions=parts) if len(parts) > 1 else parts[0]
            yield where, f"{label_of(rule)}: {case_label(case)}" if rule.label else case_label(case)


def _happening(rule: EventRule, words: str, type: str, cells: Cells, around: Around) -> list[Way]:
    """The event as the last of what would have to be so."""
    gates = ways_to_meet(rule.when, around.spot, around)
    found: list[Way] = []
    contacts = around.contacts_of(around.spot)
    for contact in contacts:
        chosen = ways_to_meet(rule.contacts.where, contact, around) if rule.contacts else [()]
        event = Wish("event", words, EventHappens(contact.n, type, cells), contact.title)
        found += [(*way, event) for way in together([gates, chosen])]
    if not contacts and around.spot.object != "contact" and (around.spot.object, "contact") in around.catalog.links:
        label = rule.contacts.association if rule.contacts and rule.contacts.association != "any" else None
        newcomer = IsAssociated(around.spot.object, around.spot.n, "contact", label, (), (type, cells))
        found += [(*way, Wish("association", words, newcomer, "contact")) for way in gates]
    return found
