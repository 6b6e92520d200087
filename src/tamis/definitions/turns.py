"""How far definitions look from a scored record: to records associated with it, to those associated with these, …"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tamis.definitions.score import Score
from tamis.definitions.segment import Segment
from tamis.definitions.walk import CONTACT, Events, Link, parts_of, references


def most_turns(scores: Sequence[Score], segments: Mapping[str, Segment]) -> int:
    """The most turns from record to associated record that lie in a row, those of named segments and scores included;
    never too few, and rarely one too many. What is named must not lead back to itself."""
    by_key = {score.key: score for score in scores}
    known: dict[tuple[str, str], int] = {}

    def of(definition: Score | Segment) -> int:
        place = (type(definition).__name__, definition.key)
        if place not in known:
            known[place] = _own_turns(definition) + max(map(of, _named(definition, by_key, segments)), default=0)
        return known[place]

    return max(map(of, scores), default=0)


def _own_turns(definition: Score | Segment) -> int:
    parts = list(parts_of(definition))
    # A turn stands below the path of what it leads to.
    turned = [part.path[:-1] for part in parts if isinstance(part, Link)]
    events = [part.path for part in parts if isinstance(part, Events) and part.record != CONTACT]
    inside = [sum(path[: len(outer)] == outer for outer in turned) for path in turned]
    counted = [1 + sum(path[: len(outer)] == outer for outer in turned) for path in events]
    return max([*inside, *counted], default=0)


def _named(
    definition: Score | Segment, scores: Mapping[str, Score], segments: Mapping[str, Segment]
) -> list[Score | Segment]:
    found = [
        segments.get(reference.key) if reference.kind == "segment" else scores.get(reference.key)
        for reference in references(definition)
    ]
    return [definition for definition in found if definition is not None]
