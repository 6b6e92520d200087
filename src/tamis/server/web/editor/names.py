"""The names that a form offers, as options of its lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format

from tamis.definitions import PropertyType
from tamis.definitions.editing.beginnings import Known
from tamis.definitions.wording import in_words
from tamis.operations.known_names import KnownNames, KnownProperty, to_begin_with
from tamis.server.web.editor.words import OBJECTS


@dataclass(frozen=True)
class Option:
    """One entry of a list."""

    value: str
    label: Any
    is_chosen: bool = False


def options(words: Mapping[str, Any], chosen: Any, only: Iterable[str] | None = None) -> list[Option]:
    """The entries of a table of words; what is chosen and is no word comes first, as it is written."""
    keys = list(words) if only is None else list(only)
    known = [Option(key, words.get(key, key), key == chosen) for key in keys]
    return known if chosen in keys else [Option(str(chosen or ""), str(chosen or "–"), True), *known]


def _worded(names: Iterable[str]) -> dict[str, str]:
    """Names of the data as people write them; as they are where two would be written alike."""
    words = {name: in_words(name) for name in names}
    alike = Counter(words.values())
    return {name: word if alike[word] == 1 else name for name, word in words.items()}


@dataclass(frozen=True)
class Names:
    """What the data has and what is defined."""

    known: KnownNames

    @property
    def definitions(self) -> dict[str, str]:
        """What scores and segments are called, by key."""
        return {each.key: each.label for each in (*self.known.segments, *self.known.scores)}

    def properties(self, place: Place) -> tuple[KnownProperty, ...]:
        """What can be asked of a record, or of every one of some event types alike."""
        if place.events is None:
            found = self.known.object(place.object)
            return found.properties if found is not None else ()
        shapes = [shape.properties for type in place.events if (shape := self.known.event(type)) is not None]
        if not shapes:
            return ()
        others = [{(each.name, each.type) for each in shape} for shape in shapes[1:]]
        return tuple(each for each in shapes[0] if all((each.name, each.type) in other for other in others))

    def kind_of(self, place: Place, name: str) -> PropertyType | None:
        """The type of a property; None where it is not known."""
        found = next((each for each in self.properties(place) if each.name == name), None)
        return PropertyType(found.type) if found is not None and found.type in set(PropertyType) else None

    def property_options(self, place: Place, chosen: str) -> list[Option]:
        """Properties, the fullest first."""
        return options(_worded(each.name for each in self.properties(place)), chosen)

    def event_options(self, chosen: str) -> list[Option]:
        """Event types with how many events there are."""
        words = _worded(each.type for each in self.known.events)
        counts = {each.type: number_format(each.count, force_grouping=True) for each in self.known.events}
        return options({type: f"{word} · {counts[type]}" for type, word in words.items()}, chosen)

    def segment_options(self, object_type: str, chosen: str) -> list[Option]:
        """The segments of an object."""
        return options({each.key: each.label for each in self.known.segments if each.object == object_type}, chosen)

    def score_options(self, object_type: str, chosen: str) -> list[Option]:
        """The scores of an object."""
        return options({each.key: each.label for each in self.known.scores if each.object == object_type}, chosen)

    def tiers(self, score: str) -> tuple[str, ...]:
        """The tiers that a score gives."""
        return next((each.tiers for each in self.known.scores if each.key == score), ())

    def object_options(self, chosen: str, *, associated_with: str | None = None) -> list[Option]:
        """All objects, or those that are associated with one."""
        names = [each.object for each in self.known.objects]
        if associated_with is not None:
            linked = {a.to_object for a in self.known.associations if a.from_object == associated_with}
            names = [name for name in names if name in linked]
        return options({name: OBJECTS.get(name, in_words(name)) for name in names}, chosen)

    def labels(self, one: str, other: str) -> tuple[str, ...]:
        """The labels of associations between two objects."""
        pairs = [each.labels for each in self.known.associations if (each.from_object, each.to_object) == (one, other)]
        return tuple(label for labels in pairs for label in labels)

    def beginnings(self, place: Place, *, today: str) -> Known:
        """What new things begin with there: the fullest property, the most frequent event type."""
        own, events = self.properties(Place(place.object)), self.known.events
        other = next((o.value for o in self.object_options("", associated_with=place.object) if o.value), "")
        types = place.events or tuple(each.type for each in events[:1])
        score = next((each for each in self.known.scores if each.object == place.object), None)
        return Known(
            property=to_begin_with(own),
            event=events[0].type if events else "",
            segment=next((each.key for each in self.known.segments if each.object == place.object), ""),
            associated=other,
            associated_property=to_begin_with(self.properties(Place(other))),
            event_property=to_begin_with(self.properties(Place(place.object, types))),
            score=score.key if score is not None else "",
            tier=score.tiers[0] if score is not None and score.tiers else "",
            today=today,
        )


@dataclass(frozen=True)
class Place:
    """What a condition is about: records of an object, or events of some types."""

    object: str
    events: tuple[str, ...] | None = None
