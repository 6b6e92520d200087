"""Names and types: what the definitions ask for, held against what the data has. All mistakes at once.

Types are compared here, before any expression is built: an engine would cast a text to a boolean without a word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from tamis.compile.catalog import Catalog, EventProperty, Property
from tamis.compile.moment import span_of
from tamis.compile.values import value_mistake
from tamis.definitions import (
    OPERATORS,
    All,
    Any_,
    Associated,
    Between,
    Condition,
    EventCondition,
    EventRule,
    InSegment,
    None_,
    PropertyCondition,
    PropertyType,
    RecordRule,
    Score,
    ScoreCondition,
    Segment,
    TierCondition,
    Window,
)
from tamis.definitions.conditions import condition_word
from tamis.definitions.grammar import UNKNOWN_OBJECT
from tamis.errors import Issue, closest, nearest

Path = tuple[str | int, ...]

_PLURALS = {"contact": "contacts", "company": "companies", "deal": "deals"}


class Source(Protocol):
    """Where a definition was written, so that an issue finds its line."""

    def issue(self, path: Path, code: str, message: str, hint: str = "", severity: str = "error") -> Issue:
        """The issue, at the node of that path or its nearest parent."""
        ...

    def as_written(self, path: Path) -> Path:
        """A path in the definition as the path in the file, where something may stand that was taken out."""
        ...

    def written(self, path: Path) -> object:
        """The value at a path in the definition, as it was written."""
        ...


@dataclass(frozen=True)
class Asked:
    """A condition on the records of an object: where it stands, and what messages call it (`Goal "close_90d"`)."""

    condition: Condition
    object_type: str
    subject: str
    path: Path
    source: Source


@dataclass(frozen=True)
class Mistake:
    """A mistake at a path of one definition, not yet at a line."""

    path: Path
    code: str
    message: str
    hint: str = ""


def bind(
    scores: Sequence[Score],
    segments: Mapping[str, Segment],
    sources: Mapping[str, Source],
    catalog: Catalog,
    *,
    also: Iterable[str] = (),
    beside: Iterable[Score] = (),
) -> tuple[Issue, ...]:
    """Every name and type of the scores, and of the segments they reach, that the data does not bear out.

    `sources` leads from the key of a score or segment to where it was written; `segments` holds those written, and
    `also` names those to test though no score may reach them. `beside` are scores that may be asked for, and are not
    tested. Where it is not certain which object is meant, what would be a mistake of every object is told all the same.
    """
    binder = _Binder(catalog, {score.key: score for score in (*beside, *scores)}, segments)
    binder.reached |= dict.fromkeys(also)
    issues: list[Issue] = []
    for score in scores:
        issues += [_placed(mistake, sources[score.key]) for mistake in binder.score_mistakes(score, sources[score.key])]
    return tuple(sorted({*issues, *_reached(binder, segments, sources)}))


def bind_condition(
    asked: Asked,
    scores: Sequence[Score],
    segments: Mapping[str, Segment],
    sources: Mapping[str, Source],
    catalog: Catalog,
) -> tuple[Issue, ...]:
    """The same of a condition that stands in no score and no segment, and of the segments it reaches."""
    binder = _Binder(catalog, {score.key: score for score in scores}, segments)
    issues = [_placed(mistake, asked.source) for mistake in binder.condition_mistakes(asked)]
    return tuple(sorted({*issues, *_reached(binder, segments, sources)}))


def _reached(binder: _Binder, segments: Mapping[str, Segment], sources: Mapping[str, Source]) -> Iterator[Issue]:
    while waiting := [key for key in binder.reached if key not in binder.done]:
        for key in waiting:
            binder.done.add(key)
            yield from (_placed(mistake, sources[key]) for mistake in binder.segment_mistakes(segments[key]))


def _placed(mistake: Mistake, source: Source) -> Issue:
    return source.issue(mistake.path, mistake.code, mistake.message, mistake.hint)


@dataclass(frozen=True)
class _Place:
    """Where a condition stands: its path, the object it is about, and how to speak of it."""

    path: Path
    object_type: str
    subject: str

    def at(self, *steps: str | int) -> _Place:
        return replace(self, path=(*self.path, *steps))

    def mistake(self, code: str, message: str, hint: str = "", step: str = "") -> Mistake:
        return Mistake((*self.path, step) if step else self.path, code, f"{self.subject} {message}", hint)


class _Binder:
    def __init__(self, catalog: Catalog, scores: Mapping[str, Score], segments: Mapping[str, Segment]) -> None:
        self._catalog = catalog
        self._scores = scores
        self._segments = segments
        self.reached: dict[str, None] = {}
        self.done: set[str] = set()

    def score_mistakes(self, score: Score, source: Source) -> Iterator[Mistake]:
        name = score.label or source.written(("key",))
        place = _Place((), self._known(score.object), f'Score "{name}"' if isinstance(name, str) else "Score")
        yield from self._unknown_object(place.at("object"), score.object)
        for word, keys in (
            (("include", score.population.include), ("exclude", score.population.exclude)) if (score.population) else ()
        ):
            for index, key in enumerate(keys or ()):
                yield from self._segment(key, place.at("population", word, index))
        for path, rule in score.rules():
            yield from self._rule(rule, replace(place, path=path, subject=_named(rule, score, source, path)))

    def condition_mistakes(self, asked: Asked) -> Iterator[Mistake]:
        place = _Place(asked.path, self._known(asked.object_type), asked.subject)
        yield from self._unknown_object(replace(place, path=("object",)), asked.object_type)
        yield from self._condition(asked.condition, place)

    def segment_mistakes(self, segment: Segment) -> Iterator[Mistake]:
        place = _Place(("when",), self._known(segment.object), f'Segment "{segment.label or segment.key}"')
        yield from self._unknown_object(replace(place, path=("object",)), segment.object)
        if segment.when is not None:
            yield from self._condition(segment.when, place)

    # -- rules ------------------------------------------------------------------------------------------------------

    def _rule(self, rule: RecordRule | EventRule, place: _Place) -> Iterator[Mistake]:
        if isinstance(rule, EventRule):
            yield from self._event_rule(rule, place)
            return
        about = place
        if rule.of is not None:
            yield from self._unknown_object(place.at("of"), rule.of)
            about = replace(place, object_type=self._known(rule.of))
        if rule.when is not None:
            yield from self._condition(rule.when, about.at("when"))
        for index, case in enumerate(rule.cases or ()):
            yield from self._condition(case.when, about.at("cases", index, "when"))

    def _event_rule(self, rule: EventRule, place: _Place) -> Iterator[Mistake]:
        if rule.when is not None:
            yield from self._condition(rule.when, place.at("when"))
        yield from self._events(rule.event, rule.where, place)
        yield from self._window(rule.within, place)
        for index, case in enumerate(rule.cases or ()):
            yield from self._where(rule.event, case.where, place.at("cases", index, "where"))
        if rule.contacts is not None and rule.contacts.where is not None:
            contact = replace(place, object_type="contact")
            yield from self._condition(rule.contacts.where, contact.at("contacts", "where"))

    # -- conditions -------------------------------------------------------------------------------------------------

    def _condition(self, condition: Condition, place: _Place) -> Iterator[Mistake]:
        match condition:
            case All() | Any_() | None_():
                for index, part in enumerate(condition.conditions):
                    yield from self._condition(part, place.at(condition_word(condition), index))
            case PropertyCondition():
                yield from self._property(condition, place)
            case EventCondition():
                yield from self._events(condition.event, condition.where, place)
                yield from self._window(condition.within, place)
            case InSegment():
                yield from self._segment(condition.segment, place.at("in_segment"))
            case Associated():
                yield from self._unknown_object(place.at("of"), condition.of)
                yield from self._condition(condition.condition, replace(place, object_type=self._known(condition.of)))
            case ScoreCondition():
                yield from self._score(condition.score, place, "score", needs_tiers=False)
            case TierCondition():
                yield from self._score(condition.tier, place, "tier", needs_tiers=True)

    def _property(self, condition: PropertyCondition, place: _Place) -> Iterator[Mistake]:
        if place.object_type == UNKNOWN_OBJECT:
            yield from self._property_of_any(condition, place)
        if place.object_type not in self._catalog.objects:
            return
        properties = self._catalog.objects[place.object_type].properties
        found = properties.get(condition.property)
        if found is None:
            plural = _PLURALS.get(place.object_type, place.object_type)
            message = f"asks for {place.object_type}.{condition.property}; {plural} have no such property."
            hint = closest(condition.property, properties) or _some("properties are", properties)
            yield place.mistake("unknown-property", message, hint, "property")
            return
        yield from _type_mistakes(condition, found, place)

    def _property_of_any(self, condition: PropertyCondition, place: _Place) -> Iterator[Mistake]:
        """What is wrong of whatever object it is."""
        shapes = self._catalog.objects.values()
        having = [shape.properties[condition.property] for shape in shapes if condition.property in shape.properties]
        if not having:
            known = {name for shape in shapes for name in shape.properties}
            message = f"asks for the property {condition.property}; no records have such a property."
            yield place.mistake("unknown-property", message, closest(condition.property, known), "property")
            return
        first, *others = ([*_type_mistakes(condition, found, place)] for found in having)
        if all(first == other for other in others):
            yield from first

    def _events(self, types: Sequence[str], where: Condition | None, place: _Place) -> Iterator[Mistake]:
        known = self._catalog.events
        for name in types:
            if name not in known:
                hint = closest(name, known) or _some("event types are", known)
                message = f"asks for the event {name}; the data has no such event type."
                yield place.mistake("unknown-event", message, hint, "event")
        if where is not None and all(name in known for name in types):
            yield from self._where(types, where, place.at("where"))

    def _window(self, window: Window | None, place: _Place) -> Iterator[Mistake]:
        """A date and a time can only be compared once the time zone is known in which the date begins."""
        if isinstance(window, Between):
            span = span_of(window, self._catalog.time_zone)
            if span.since is not None and span.until is not None and span.until < span.since:
                message = f"counts events between {window.first} and {window.second}, where nothing lies."
                hint = f"write between: [{window.second}, {window.first}]"
                yield place.mistake("empty-window", message, hint, "within")

    def _where(self, types: Sequence[str], where: Condition, place: _Place) -> Iterator[Mistake]:
        if not all(name in self._catalog.events for name in types):
            return
        if isinstance(where, All | Any_ | None_):
            for index, part in enumerate(where.conditions):
                yield from self._where(types, part, place.at(condition_word(where), index))
        elif isinstance(where, PropertyCondition):
            yield from self._event_property(types, where, place)

    def _event_property(self, types: Sequence[str], condition: PropertyCondition, place: _Place) -> Iterator[Mistake]:
        found = {name: self._catalog.events[name].get(condition.property) for name in types}
        for name, missing in found.items():
            if missing is None:
                known = self._catalog.events[name]
                message = f"asks for {name}.{condition.property}; the event {name} has no such property."
                hint = closest(condition.property, known) or _some("its properties are", known)
                yield place.mistake("unknown-property", message, hint, "property")
        have = {name: shape for name, shape in found.items() if shape is not None}
        kinds = {shape.type for shape in have.values()}
        if len(kinds) > 1:
            told = ", ".join(f"{shape.type} for {name}" for name, shape in have.items())
            message = f"asks for {condition.property} of several event types, whose type differs: {told}."
            yield place.mistake("mixed-types", message, "write a rule for each", "property")
        elif have:
            yield from _type_mistakes(condition, next(iter(have.values())), place)

    # -- segments and scores ----------------------------------------------------------------------------------------

    def _segment(self, key: str, place: _Place) -> Iterator[Mistake]:
        segment = self._segments.get(key)
        object_type = segment.object if segment else self._catalog.static_segments.get(key)
        if object_type is None:
            known = {*self._segments, *self._catalog.static_segments}
            hint = closest(key, known) or _some("segments are", known)
            yield place.mistake("unknown-segment", f"asks for the segment {key}; there is no such segment.", hint)
            return
        if segment is not None:
            self.reached[key] = None
        if self._differ(object_type, place.object_type):
            message = f"asks whether a {place.object_type} is in the segment {key}, which is of {object_type} records."
            yield place.mistake("wrong-object", message, "use a segment of the same object")

    def _score(self, key: str, place: _Place, word: str, *, needs_tiers: bool) -> Iterator[Mistake]:
        score = self._scores.get(key)
        if score is None:
            message = f"asks for the {word} of {key}; no such score is among those given."
            yield place.mistake(
                "unknown-score", message, closest(key, self._scores) or "give its definition in the same call", word
            )
        elif self._differ(score.object, place.object_type):
            message = f"asks for the {word} of {key}, which scores {score.object} records, not {place.object_type}."
            yield place.mistake("wrong-object", message, "", word)
        elif needs_tiers and not score.thresholds:
            message = f"asks for the tier of {key}, which has no thresholds."
            yield place.mistake("no-tiers", message, f"give {key} thresholds, or ask for its score", word)

    # -- objects ----------------------------------------------------------------------------------------------------

    def _known(self, name: str) -> str:
        """The object if there is one of that name, or that is like it; of others the data may have nothing yet."""
        is_meant = name in self._catalog.objects or not nearest(name, self._catalog.objects)
        return name if is_meant else UNKNOWN_OBJECT

    def _differ(self, one: str, other: str) -> bool:
        """Whether they are certain not to be the same."""
        return one != other and {one, other} <= self._catalog.objects.keys()

    def _unknown_object(self, place: _Place, name: str) -> Iterator[Mistake]:
        known = self._catalog.objects
        if name not in known and name != UNKNOWN_OBJECT:
            hint = closest(name, known) or _some("objects are", known)
            yield place.mistake("unknown-object", f"asks for {name} records; there is no such object.", hint)


def _type_mistakes(condition: PropertyCondition, found: Property | EventProperty, place: _Place) -> Iterator[Mistake]:
    if found.type is None:
        return
    name, operator = condition.property, condition.operator
    if operator not in OPERATORS[found.type]:
        message = f"compares {name} by {operator}, which a {found.type} does not have; {name} is a {found.type}."
        hint = closest(operator, OPERATORS[found.type]) or _other_type(name, operator, found.type)
        yield place.mistake("wrong-operator", message, hint, operator)
    elif mistake := value_mistake(found, operator, condition.value):
        message, hint = mistake
        yield place.mistake("wrong-value", message, hint, operator)


def _other_type(name: str, operator: str, found: PropertyType) -> str:
    """A column is a text as soon as one of its cells is no number, which its owner may not know."""
    kinds = [kind for kind, operators in OPERATORS.items() if operator in operators]
    if found == PropertyType.TEXT and kinds:
        return (
            f"if it should be a {kinds[0]}, declare {name}: {kinds[0]} in schema.yaml; cells that are none are listed"
        )
    return _some(f"a {found} has", OPERATORS[found])


def _named(rule: RecordRule | EventRule, score: Score, source: Source, path: Path) -> str:
    if rule.label:
        return f'Rule "{rule.label}"'
    # A key that is missing, wrong or there twice has another one in its place.
    name = score.groups[int(path[1])].label or source.written((*path[:2], "key"))
    _, group, _, number = source.as_written(path)
    return f"Rule {int(number) + 1} of group " + (f'"{name}"' if isinstance(name, str) else f"{int(group) + 1}")


def _some(words: str, names: object, most: int = 8) -> str:
    """A hint that lists what there is, if that helps."""
    listed = sorted(names)  # type: ignore[call-overload]
    if not listed:
        return ""
    return f"{words} {', '.join(listed[:most])}{' …' if len(listed) > most else ''}"
