"""When a condition holds (scoring.md, "Conditions")."""

from dataclasses import dataclass, field

from tests.spec.interpreter.events import Event
from tests.spec.interpreter.operators import holds_of_value
from tests.spec.interpreter.records import Record
from tests.spec.interpreter.windows import is_within
from tests.spec.interpreter.world import View

_OF = {"of", "association"}


@dataclass
class Conditions:
    """Decides conditions on records and events at an instant. `scored(key, record)` gives another score's outcome."""

    view: View
    scored: object = field(repr=False)

    def holds(self, condition: dict, record: Record) -> bool:
        """Whether the condition holds of a record."""
        match condition:
            case {"of": object}:
                inner = {key: value for key, value in condition.items() if key not in _OF}
                others = self.view.associated(record, object, condition.get("association"))
                return any(self.holds(inner, other) for other in others)
            case {"all": parts}:
                return all(self.holds(part, record) for part in parts)
            case {"any": parts}:
                return any(self.holds(part, record) for part in parts)
            case {"none": parts}:
                return not any(self.holds(part, record) for part in parts)
            case {"in_segment": key}:
                return self.is_in(key, record)
            case {"event": _}:
                return self._has_happened(condition, record)
            case {"score": key}:
                return self._compares("number", self.scored(key, record).total, condition)
            case {"tier": key}:
                return self._compares("choice", self.scored(key, record).tier, condition)
            case {"property": name}:
                kind = self.view.world.records[record.object].properties[name].kind
                return self._compares(kind, self.view.value(record, name), condition)
        raise ValueError(condition)

    def is_in(self, key: str, record: Record) -> bool:
        """With `when` a segment is dynamic; without, its members are the rows that name it."""
        segment = self.view.world.segments.get(key, {})
        if "when" in segment:
            return self.holds(segment["when"], record)
        return record.id in self.view.world.members.get(key, set())

    def _has_happened(self, condition: dict, record: Record) -> bool:
        """On a company, deal or custom record it counts the events of all its associated contacts together."""
        contacts = [record] if record.object == "contact" else self.view.associated(record, "contact", None)
        times = condition.get("times", {"from": 1})
        count = sum(len(self.matching_events(condition, contact)) for contact in contacts)
        return times["from"] <= count and ("to" not in times or count <= times["to"])

    def matching_events(self, rule: dict, contact: Record) -> list[Event]:
        """The contact's events that are of the rule's type, inside `within`, and meet `where`."""
        types = [rule["event"]] if isinstance(rule["event"], str) else rule["event"]
        return [
            event
            for event in self.view.events(contact)
            if event.type in types
            and (not event.machine or rule.get("machine") == "include")
            and (not rule.get("within") or is_within(rule["within"], event.occurred_at, self.view.as_of, self._zone))
            and (not rule.get("where") or self.holds_of_event(rule["where"], event))
        ]

    def holds_of_event(self, where: dict, event: Event) -> bool:
        """ "`where` holds of one single event"."""
        match where:
            case {"all": parts}:
                return all(self.holds_of_event(part, event) for part in parts)
            case {"any": parts}:
                return any(self.holds_of_event(part, event) for part in parts)
            case {"none": parts}:
                return not any(self.holds_of_event(part, event) for part in parts)
            case {"property": name}:
                kind = self.view.world.events.properties(event.type)[name].kind
                return self._compares(kind, event.values.get(name), where)
        raise ValueError(where)

    @property
    def _zone(self) -> str:
        return self.view.world.schema.time_zone

    def _compares(self, kind: str, value: object, condition: dict) -> bool:
        return holds_of_value(kind, value, condition, as_of=self.view.as_of, time_zone=self._zone)
