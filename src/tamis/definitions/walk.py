"""What definitions look at: every condition with the record it is about, every reference, and the needs of a call."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeVar

from tamis.definitions.comparisons import PropertyCondition, ScoreCondition, TierCondition
from tamis.definitions.conditions import JOINS, Associated, Condition, EventCondition, InSegment, condition_word
from tamis.definitions.decay import Decay
from tamis.definitions.grammar import Path
from tamis.definitions.rules import EventRule, RecordRule
from tamis.definitions.score import Score
from tamis.definitions.segment import Segment
from tamis.definitions.windows import Window

CONTACT = "contact"
_T = TypeVar("_T")


@dataclass(frozen=True)
class Site:
    """A condition, where it stands, and what it is about."""

    path: Path
    condition: Condition
    record: str
    """The object of the record; inside `where` of events, that of the contact the events belong to."""
    events: tuple[str, ...] = ()
    """Inside `where` of events, their types: then the condition is about the event."""


@dataclass(frozen=True)
class Link:
    """A turn from a record to its associated records."""

    path: Path
    from_object: str
    to_object: str
    association: str | None


@dataclass(frozen=True)
class Look:
    """How far back a place looks at events: when they have to have happened, and how their points fade (None: whenever,
    never)."""

    window: Window | None = None
    decay: Decay | None = None


@dataclass(frozen=True)
class Events:
    """A place that asks for events of some types; they belong to contacts."""

    path: Path
    types: tuple[str, ...]
    record: str
    look: Look


@dataclass(frozen=True)
class Reference:
    """One definition naming another."""

    path: Path
    kind: str
    """`segment` or `score`."""
    key: str
    record: str
    """The object of the records it is asked for."""


def walk_conditions(definition: Score | Segment) -> Iterator[Site]:
    """Every condition at every depth, joins included, in the order of the file."""
    return (part for part in parts_of(definition) if isinstance(part, Site))


def links(definition: Score | Segment) -> Iterator[Link]:
    """Every turn to associated records that is written: `of`, and `contacts` of event rules."""
    return (part for part in parts_of(definition) if isinstance(part, Link))


def references(definition: Score | Segment) -> Iterator[Reference]:
    """Every segment and score that the definition names."""
    if isinstance(definition, Score) and definition.population:
        for side in ("include", "exclude"):
            for index, key in enumerate(getattr(definition.population, side) or ()):
                yield Reference(("population", side, index), "segment", key, definition.object)
    for site in walk_conditions(definition):
        if isinstance(site.condition, InSegment):
            yield Reference((*site.path, "in_segment"), "segment", site.condition.segment, site.record)
        elif isinstance(site.condition, ScoreCondition):
            yield Reference((*site.path, "score"), "score", site.condition.score, site.record)
        elif isinstance(site.condition, TierCondition):
            yield Reference((*site.path, "tier"), "score", site.condition.tier, site.record)


def objects_of(definition: Score | Segment) -> set[str]:
    """Every object that the definition names: its own, and those that it turns to."""
    return {definition.object, *(link.to_object for link in links(definition))}


@dataclass(frozen=True)
class Needs:
    """What the definitions of a call look at; nothing else has to be loaded."""

    objects: Mapping[str, frozenset[str]]
    """The property names by object, for every object whose records are touched."""
    events: Mapping[str, frozenset[str]]
    """The event property names by event type."""
    segments: frozenset[str]
    """Every segment that is reached, through others too."""
    static_segments: frozenset[str]
    """Those of them that no definition gives a condition: their members are in the data."""
    links: frozenset[tuple[str, str]]
    """(from, to) pairs of objects whose associations are followed."""
    scores: frozenset[str]
    """Keys of scores that conditions name."""
    looks: Mapping[str, frozenset[Look]] = field(default_factory=dict)
    """By event type, how far back the definitions look."""


def needs(scores: Sequence[Score], segments: Sequence[Segment]) -> Needs:
    """What the scores look at, with every segment they reach; without scores, what all the segments look at."""
    reached = reached_segments(scores, segments) if scores else {segment.key for segment in segments}
    by_key = {segment.key: segment for segment in segments}
    used: list[Score | Segment] = [*scores, *(by_key[key] for key in sorted(reached) if key in by_key)]
    objects: dict[str, set[str]] = defaultdict(set)
    events: dict[str, set[str]] = defaultdict(set)
    looks: dict[str, set[Look]] = defaultdict(set)
    turns: set[tuple[str, str]] = set()
    for definition in used:
        objects[definition.object].update()
        for part in parts_of(definition):
            _note(part, objects, events, turns)
            if isinstance(part, Events):
                for name in part.types:
                    looks[name].add(part.look)
    named = [reference for definition in used for reference in references(definition)]
    keys = reached | {reference.key for reference in named if reference.kind == "segment"}
    return Needs(
        objects=_frozen(objects),
        events=_frozen(events),
        segments=frozenset(keys),
        static_segments=frozenset(key for key in keys if key not in by_key or by_key[key].when is None),
        links=frozenset(turns),
        scores=frozenset(reference.key for reference in named if reference.kind == "score"),
        looks=_frozen(looks),
    )


def reached_segments(scores: Iterable[Score | Segment], segments: Iterable[Segment]) -> set[str]:
    """The keys of the segments that these definitions name, and of those that these name in turn."""
    by_key = {segment.key: segment for segment in segments}
    waiting: list[Score | Segment] = list(scores)
    reached: set[str] = set()
    while waiting:
        for reference in references(waiting.pop()):
            if reference.kind == "segment" and reference.key not in reached:
                reached.add(reference.key)
                waiting += [by_key[reference.key]] if reference.key in by_key else []
    return reached


Part = Site | Link | Events


def _note(part: Part, objects: dict[str, set[str]], events: dict[str, set[str]], turns: set[tuple[str, str]]) -> None:
    if isinstance(part, Link):
        objects[part.to_object].update()
        turns.add((part.from_object, part.to_object))
    elif isinstance(part, Events):
        objects[CONTACT].update()
        turns.update({(part.record, CONTACT)} if part.record != CONTACT else ())
        for name in part.types:
            events[name].update()
    elif isinstance(part.condition, PropertyCondition):
        for name in part.events:
            events[name].add(part.condition.property)
        if not part.events:
            objects[part.record].add(part.condition.property)


def _frozen(names: Mapping[str, set[_T]]) -> Mapping[str, frozenset[_T]]:
    return MappingProxyType({name: frozenset(names[name]) for name in sorted(names)})


def parts_of(definition: Score | Segment) -> Iterator[Part]:
    """Everything that the definition asks for, in the order of the file."""
    if isinstance(definition, Segment):
        yield from _inside(definition.when, definition.object, ("when",))
        return
    for path, rule in definition.rules():
        if isinstance(rule, RecordRule):
            yield from _of_record_rule(rule, definition.object, path)
        else:
            group = definition.groups[int(path[1])]
            yield from _of_event_rule(rule, definition.object, path, rule.decay_in(group))


def _of_record_rule(rule: RecordRule, scored: str, path: Path) -> Iterator[Part]:
    record = rule.of or scored
    if rule.of is not None:
        yield Link((*path, "of"), scored, rule.of, rule.association)
    yield from _inside(rule.when, record, (*path, "when"))
    for index, case in enumerate(rule.cases or ()):
        yield from _inside(case.when, record, (*path, "cases", index, "when"))


def _of_event_rule(rule: EventRule, scored: str, path: Path, decay: Decay | None) -> Iterator[Part]:
    # What is counted does not fade.
    look = Look(rule.within, None if rule.times is not None else decay)
    yield Events((*path, "event"), rule.event, scored, look)
    yield from _inside(rule.when, scored, (*path, "when"))
    yield from _inside(rule.where, CONTACT, (*path, "where"), rule.event)
    for index, case in enumerate(rule.cases or ()):
        yield from _inside(case.where, CONTACT, (*path, "cases", index, "where"), rule.event)
    if rule.contacts is not None:
        yield Link((*path, "contacts"), scored, CONTACT, rule.contacts.association)
        yield from _inside(rule.contacts.where, CONTACT, (*path, "contacts", "where"))


def _inside(condition: Condition | None, record: str, path: Path, events: tuple[str, ...] = ()) -> Iterator[Part]:
    if condition is None:
        return
    yield Site(path, condition, record, events)
    if isinstance(condition, JOINS):
        for index, inner in enumerate(condition.conditions):
            yield from _inside(inner, record, (*path, condition_word(condition), index), events)
    elif isinstance(condition, Associated):
        yield Link((*path, "of"), record, condition.of, condition.association)
        yield from _inside(condition.condition, condition.of, path)
    elif isinstance(condition, EventCondition):
        yield Events((*path, "event"), condition.event, record, Look(condition.within))
        yield from _inside(condition.where, CONTACT, (*path, "where"), condition.event)
