"""What is counted of the events: each thing that happens to a record, the marks that tell of it, and its figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tamis.compile.features.rows import FIRST_DISTINCT, UNANSWERED, VISIT
from tamis.definitions.wording import humanise
from tamis.predict.feature import Feature, Kind
from tamis.predict.features.families import COUNTS, TREND
from tamis.predict.features.plan import Plan
from tamis.predict.features.roles import CONVERSION, DISTINCT, PASSIVE, ROLES, SENT, SINGLE, roles_of
from tamis.predict.features.roles import VISIT as VIEWS

#: Which figures there are: the endings of names.
_EVERY = (*(ending for ending, _ in COUNTS), "trend", "since")
_FEW = ("ever", "90d")
_SAYINGS = dict(COUNTS)


@dataclass(frozen=True)
class Activity:
    """Something that happens: `noun` is what several are called, `marks` those that tell of it, `figures` the endings
    of its features."""

    key: str
    family: str
    source: str
    noun: str
    unit: str
    marks: frozenset[int]
    figures: tuple[str, ...]

    def features(self) -> Iterator[Feature]:
        """One for each figure."""
        for ending in self.figures:
            meaning, unit = self._says(ending)
            yield Feature(f"{self.key} {ending}", Kind.NUMBER, self.family, self.source, meaning, unit)

    def _says(self, ending: str) -> tuple[str, str]:
        if ending == "since":
            return f"days since the last {SINGLE.get(self.noun, self.noun)}", "days"
        if ending == "trend":
            return f"{self.noun} {TREND}", self.unit
        return f"{self.noun} {_SAYINGS[ending]}", self.unit


Marked = Mapping[tuple[str, tuple[tuple[str, str], ...]], int]


def activities_of(plan: Plan, marked: Marked) -> tuple[Activity, ...]:
    """Everything that is counted, given the number of each mark."""
    by_type = _by_type(marked)
    roles = roles_of(plan.types)
    return (
        *_own(by_type),
        *_of_roles(by_type, roles),
        *_of_types(plan, by_type, roles),
        *_of_values(plan, marked),
        *_derived(roles),
    )


def passive_types(roles: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """Event types that the contact did not do itself."""
    return frozenset(type for key in PASSIVE for type in roles.get(key, ()))


def _by_type(marked: Marked) -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for (type, _), mark in marked.items():
        found.setdefault(type, set()).add(mark)
    return {type: frozenset(marks) for type, marks in found.items()}


def _marks(by_type: Mapping[str, frozenset[int]], types: Sequence[str]) -> frozenset[int]:
    return frozenset[int]().union(*(by_type.get(type, frozenset()) for type in types))


def _own(by_type: Mapping[str, frozenset[int]]) -> Iterator[Activity]:
    passive = passive_types(roles_of(by_type))
    own = [type for type in by_type if type not in passive]
    if len(own) > 1:
        yield Activity("activity", "activity", "", "things done", "events", _marks(by_type, own), _EVERY)


def _of_roles(by_type: Mapping[str, frozenset[int]], roles: Mapping[str, Sequence[str]]) -> Iterator[Activity]:
    """Parts that several event types play; of one type, it is that type (`_of_types`)."""
    for role in ROLES:
        types = roles.get(role.key, ())
        if len(types) > 1:
            source, marks = ", ".join(types), _marks(by_type, types)
            yield Activity(f"role:{role.key}", role.family, source, role.noun, "events", marks, _EVERY)


def _of_types(
    plan: Plan, by_type: Mapping[str, frozenset[int]], roles: Mapping[str, Sequence[str]]
) -> Iterator[Activity]:
    alone = {roles[role.key][0]: role for role in reversed(ROLES) if len(roles.get(role.key, ())) == 1}
    for type in plan.types:
        role = alone.get(type)
        noun, family = (role.noun, role.family) if role else (humanise(type), "events")
        yield Activity(f"event:{type}", family, type, noun, "events", by_type.get(type, frozenset()), _EVERY)


def _of_values(plan: Plan, marked: Marked) -> Iterator[Activity]:
    roles = roles_of(plan.types)
    families = {type: "clicks" for key in ("social", "ads") for type in roles.get(key, ())}
    families |= dict.fromkeys(roles.get(CONVERSION, ()), "conversions")
    for type, properties in plan.values.items():
        for name, values in properties.items():
            for value in values:
                marks = frozenset(m for (of, shown), m in marked.items() if of == type and (name, value) in shown)
                noun = f"{humanise(type)} with {humanise(name)} “{value}”"
                key, family = f"event:{type}:{name}:{value}", families.get(type, "event values")
                yield Activity(key, family, f"{type}.{name}", noun, "events", marks, _FEW)


def _derived(roles: Mapping[str, Sequence[str]]) -> Iterator[Activity]:
    if VIEWS in roles:
        figures = ("ever", "7d", "30d", "90d", "365d")
        yield Activity("visits", "page views", "", "visits", "visits", frozenset({VISIT}), figures)
    if SENT in roles:
        noun, marks = "e-mails sent since the last answer", frozenset({UNANSWERED})
        yield Activity("unanswered", "e-mails", "", noun, "events", marks, ("ever",))
    for place, (key, family, noun, role, _) in enumerate(DISTINCT):
        if role in roles:
            marks = frozenset({FIRST_DISTINCT - place})
            yield Activity(f"distinct:{key}", family, "", noun, key, marks, ("ever", "30d", "90d"))
