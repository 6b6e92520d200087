"""Definitions that name each other: nothing may depend on itself, or ask a segment for records of another object."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

from tamis.definitions.grammar import UNKNOWN_OBJECT
from tamis.definitions.score import Score
from tamis.definitions.segment import Segment
from tamis.definitions.source import Source
from tamis.definitions.walk import Reference, reached_segments, references
from tamis.errors import Issue

MOST_LINKS = 50
Place = tuple[str, str]
"""The class of a definition and its key."""
_KINDS = {"segment": "Segment", "score": "Score"}


def reference_issues(
    scores: Sequence[Score],
    segments: Sequence[Segment],
    sources: Mapping[Place, Source],
    *,
    check_unreached: bool,
    unsure: frozenset[str],
) -> Iterator[Issue]:
    """Cycles, and segments or scores asked for records of another object, where that is certain."""
    reached = reached_segments(scores, segments)
    checked: list[Score | Segment] = [
        *scores,
        *(segment for segment in segments if check_unreached or segment.key in reached),
    ]
    known = {(type(definition).__name__, definition.key): definition for definition in checked}
    named = {place: tuple(references(definition)) for place, definition in known.items()}
    yield from _wrong_objects(known, named, sources, unsure | {UNKNOWN_OBJECT})
    cycles = [*_cycles(named, sources)]
    yield from cycles or _long_chains(named, sources)


def _long_chains(named: Mapping[Place, tuple[Reference, ...]], sources: Mapping[Place, Source]) -> Iterator[Issue]:
    """Definitions that reach through more others than any engine could follow: each link nests the query once more."""
    graph = {place: [(_KINDS[reference.kind], reference.key) for reference in found] for place, found in named.items()}
    lengths: dict[Place, int] = {}
    for place in TopologicalSorter(graph).static_order():
        lengths[place] = 1 + max((lengths[following] for following in graph.get(place, ())), default=0)
        if lengths[place] == MOST_LINKS + 1:
            kind, key = place
            message = f"{kind} {key} stands at the end of a chain of more than {MOST_LINKS} definitions."
            yield sources[place].issue((), "too-deep", message, "let fewer of them name one another")


def _wrong_objects(
    known: Mapping[Place, Score | Segment],
    named: Mapping[Place, tuple[Reference, ...]],
    sources: Mapping[Place, Source],
    unsure: frozenset[str],
) -> Iterator[Issue]:
    for place, found in named.items():
        for reference in found:
            other = known.get((_KINDS[reference.kind], reference.key))
            if other is None or unsure & {other.object, reference.record}:
                continue
            if other.object != reference.record:
                source = sources[place]
                message = (
                    f"{source.name_of(reference.path)}: {reference.kind} {reference.key} is of {other.object} records, "
                    f"and is asked here for a {reference.record}."
                )
                hint = f"use a {reference.kind} of {reference.record} records, or turn to them with of: {other.object}"
                yield source.issue(reference.path, "wrong-object", message, hint)


def _cycles(named: Mapping[Place, tuple[Reference, ...]], sources: Mapping[Place, Source]) -> Iterator[Issue]:
    graph: dict[Place, list[Place]] = {
        place: [(_KINDS[reference.kind], reference.key) for reference in found] for place, found in named.items()
    }
    while cycle := _cycle(graph):
        start = cycle.index(min(cycle, key=lambda place: (place[0], place[1])))
        cycle = [*cycle[start:], *cycle[:start]]
        following = cycle[1] if len(cycle) > 1 else cycle[0]
        yield _cycle_issue(cycle, named[cycle[0]][graph[cycle[0]].index(following)], sources[cycle[0]])
        graph[cycle[0]] = [place for place in graph[cycle[0]] if place != following]


def _cycle(graph: Mapping[Place, list[Place]]) -> list[Place]:
    """One cycle, each definition naming the next; empty if there is none."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        # graphlib lists each after what names it, with the first one twice.
        return list(reversed(error.args[1]))[:-1]
    return []


def _cycle_issue(cycle: list[Place], reference: Reference, source: Source) -> Issue:
    names = [f"{kind.lower()} {key}" for kind, key in cycle]
    chain = " → ".join([*names, names[0]])
    message = f"{names[0].capitalize()} depends on itself: {chain}."
    return source.issue(reference.path, "cycle", message, "break the chain at one of these")
