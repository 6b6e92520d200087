"""Valid conditions over what a data folder holds."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.generative.constructs import NEGATIVE, OPERATORS, WINDOWS
from tests.generative.drawing import AGES, DAY, Drawing
from tests.generative.folders import LABELS
from tests.spec.interpreter.records import Property
from tests.spec.interpreter.world import World

_SPARE = {
    "text": ["hospitality", "SaaS", "Manager", "é", "nothing of the kind"],
    "choice": ["France", "Spain"],
    "choices": ["Northeast", "Midwest", "Southeast", "Mars"],
    "number": [0, 50, 49.5, 0.1, -1, 1000000],
}


@dataclass
class Language:
    """What can be said of a world: its properties, events, segments and scores."""

    d: Drawing
    world: World
    options: dict[tuple[str, str], tuple[str, ...]]  # (object or event type, property) -> options
    segments: dict[str, dict] = field(default_factory=dict)
    scores: dict[str, dict] = field(default_factory=dict)

    @property
    def objects(self) -> list[str]:
        return [name for name, records in self.world.records.items() if records.properties]

    @property
    def types(self) -> list[str]:
        happened = {event.type for events in self.world.events.by_contact.values() for event in events}
        return sorted(happened | set(self.world.events.declared))

    def condition(self, object: str, *, depth: int = 2, events: bool = True, scores: bool = False) -> dict:
        """A condition on a record of `object`, that takes `event` and `score` or not."""
        kinds: list[tuple[int, Callable[[], dict | None]]] = [
            (45, lambda: self._property(object)),
            (12, lambda: self._segment(object)),
            (14 if events else 0, lambda: self._event(object)),
            (60 if scores else 0, lambda: self._score(object)),
            (12 if depth else 0, lambda: self._of(object, depth, events)),
            (16 if depth else 0, lambda: self._several(object, depth, events, scores)),
        ]
        drawn = self.d.pick([kind for weight, kind in kinds for _ in range(weight)])()
        return drawn or self._property(object)

    def _several(self, object: str, depth: int, events: bool, scores: bool) -> dict:
        word = self.d.pick(("all", "any", "none"))
        self.d.use(f"condition {word}")
        parts = range(self.d.count(1, 3))
        return {word: [self.condition(object, depth=depth - 1, events=events, scores=scores) for _ in parts]}

    def _of(self, object: str, depth: int, events: bool) -> dict:
        # Primary companies have the most rules of all associations.
        other = self.d.pick(self.objects + ["company"] * (object == "contact" and "company" in self.objects))
        inner = self.condition(other, depth=0 if self.d.chance(70) else depth - 1, events=events)
        if "of" in inner:
            inner = {"all": [inner]}
        self.d.use(
            "condition of", *(["condition of contact, event"] if other == "contact" and "event" in inner else [])
        )
        return {"of": other, **self.association(object, other, "condition"), **inner}

    def association(self, object: str, other: str, place: str) -> dict:
        kinds = ["default", "any", "label"] + (["primary"] * 3 if (object, other) == ("contact", "company") else [])
        kind = self.d.pick(kinds)
        self.d.use(f"{place}, association {kind}")
        return {} if kind == "default" else {"association": self.d.pick(LABELS) if kind == "label" else kind}

    def segment_of(self, object: str) -> str | None:
        fitting = [key for key, segment in self.segments.items() if segment["object"] == object]
        return self.d.pick(fitting) if fitting else None

    def _segment(self, object: str) -> dict | None:
        key = self.segment_of(object)
        if key is None:
            return None
        self.d.use(f"condition in_segment, {'dynamic' if 'when' in self.segments[key] else 'static'}")
        return {"in_segment": key}

    def _score(self, object: str) -> dict | None:
        fitting = [key for key, score in self.scores.items() if score["object"] == object]
        if not fitting:
            return None
        key = self.d.pick(fitting)
        tiers = self._tiers(self.scores[key])
        if tiers and self.d.maybe(50, "condition tier"):
            return {"tier": key, **self._comparison("choice", tiers, "")}
        self.d.use("condition score")
        return {"score": key, **self._comparison("number", [0, 10, 50, 100, 2.5, -3], "")}

    def _tiers(self, score: dict) -> list[str]:
        lists = list(score.get("thresholds", {}).values())
        names = [[tier["tier"] for tier in tiers] for tiers in lists]
        return names[0] if len(names) == 1 else [a + b for a in names[0] for b in names[1]] if names else []

    def _property(self, object: str) -> dict:
        records = self.world.records[object]
        name = self._name(records.properties)
        seen = [record.values.get(name) for record in records.by_id.values()]
        places = self.world.changes.items()
        seen += [
            value for (kind, _, key), changes in places for value in changes.values() if (kind, key) == (object, name)
        ]
        self.d.use("condition property")
        kind = records.properties[name].kind
        return {"property": name, **self._comparison(kind, self._operands(kind, seen, (object, name)), "record")}

    def _name(self, properties: dict[str, Property]) -> str:
        """A property of any type: a type with many operators comes somewhat more often."""
        kinds = sorted({property.kind for property in properties.values()})
        kind = self.d.pick([kind for kind in kinds for _ in range(5 + len(OPERATORS[kind]))])
        return self.d.pick(sorted(name for name, property in properties.items() if property.kind == kind))

    def _operands(self, kind: str, seen: list, place: tuple[str, str]) -> list:
        if self.options.get(place):
            return list(self.options[place])
        known = [value for value in seen if value is not None]
        if kind == "choices":
            known = [item for items in known for item in sorted(items)]
        if kind == "text":
            known += [text.swapcase() for text in known] + [text[:3] for text in known] + [text[-3:] for text in known]
            known = [text for text in known if text.strip()]
        return list(dict.fromkeys([*known, self.d.pick(_SPARE.get(kind, [None]))]))

    def _comparison(self, kind: str, operands: list, place: str) -> dict:
        """One operator of the type and what it compares with, perhaps with `matches_unknown`."""
        operators = OPERATORS[kind] if place else [operator for operator in OPERATORS[kind] if operator != "is_known"]
        operator = self.d.pick(operators)
        if place:
            self.d.use(f"{place} {kind} {operator}")
        condition = {operator: self._operand(kind, operator, operands)}
        if operator != "is_known" and self.d.chance(20):
            condition["matches_unknown"] = self.d.pick((True, False)) if self.d.chance(50) else operator not in NEGATIVE
            self.d.use(f"matches_unknown: {str(condition['matches_unknown']).lower()}")
        return condition

    def _operand(self, kind: str, operator: str, operands: list):
        d = self.d
        if operator == "is_known" or kind == "boolean":
            return d.pick((True, False))
        if kind in ("date", "datetime"):
            return self._instants(operator, operands)
        if operator in ("between", "not_between"):
            return sorted((d.pick(operands), d.pick(operands)))
        if operator in (
            "contains_any_of",
            "contains_all_of",
            "contains_none_of",
            "is_exactly",
            "is_any_of",
            "is_none_of",
        ):
            return d.some(operands, 1, 3)
        return d.pick(operands)

    def _instants(self, operator: str, seen: list[int]):
        if operator in ("in_the_last", "in_the_next", "more_than_ago"):
            return self.d.period()
        if operator == "between":
            return self.two_instants()
        return self.d.instant_text(self.d.pick(seen) if seen and self.d.chance(60) else None)

    def two_instants(self) -> list[str]:
        """Two instants with the first before the second, by at least two days: a date may move by one."""
        early = self.d.as_of - self.d.pick(AGES)
        return [self.d.instant_text(early), self.d.instant_text(early + self.d.pick((2, 7, 30, 400)) * DAY)]

    def window(self, place: str) -> dict:
        kind = self.d.pick(WINDOWS)
        self.d.use(f"{place}, within {kind}")
        match kind:
            case "last":
                return {"last": self.d.period()}
            case "between":
                return {"between": self.two_instants()}
        return {kind: self.d.instant_text()}

    def _event(self, object: str) -> dict | None:
        if not self.types:
            return None
        condition = self.event_filter("condition event")
        self.d.use("condition event", *(["condition event on another object"] if object != "contact" else []))
        if self.d.maybe(40, "condition event, times"):
            low = self.d.count(0, 3)
            self.d.use(*(["condition event, times from zero"] if not low else []))
            condition["times"] = {"from": low} | ({"to": low + self.d.count(0, 2)} if self.d.chance(50) else {})
        return condition

    def event_filter(self, place: str) -> dict:
        """`event`, and perhaps `where`, `within` and `machine`."""
        d = self.d
        types = d.some(self.types, 1, 3) if d.maybe(35, f"{place}, several types") else [d.pick(self.types)]
        chosen: dict = {"event": types if len(types) > 1 or d.chance(20) else types[0]}
        if d.chance(60) and self.shared_properties(types):
            d.use(f"{place}, where")
            chosen["where"] = self.where(types)
        if d.chance(35):
            chosen["within"] = self.window(place)
        if d.maybe(15, f"{place}, machine include"):
            chosen["machine"] = "include"
        return chosen

    def shared_properties(self, types: list[str]) -> dict[str, Property]:
        """The properties that every one of the types has, with the same type."""
        first, *others = [self.world.events.properties(type) for type in types]
        return {
            name: property
            for name, property in first.items()
            if all(name in other and other[name].kind == property.kind for other in others)
        }

    def where(self, types: list[str], *, depth: int = 1) -> dict:
        if depth and self.d.chance(25):
            word = self.d.pick(("all", "any", "none"))
            return {word: [self.where(types, depth=depth - 1) for _ in range(self.d.count(1, 2))]}
        properties = self.shared_properties(types)
        name = self._name(properties)
        events = [event for events in self.world.events.by_contact.values() for event in events if event.type in types]
        kind = properties[name].kind
        options = [self.options[type, name] for type in types if self.options.get((type, name))]
        operands = self._operands(kind, [event.values.get(name) for event in events], ("", ""))
        return {"property": name, **self._comparison(kind, list(options[0]) if options else operands, "event")}
