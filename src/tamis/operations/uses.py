"""Who asks for what: the definitions of a workspace, and the goals of its live models, that name a score, a segment or
a property, and where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from tamis.definitions import InSegment, Score, Segment, read_definitions
from tamis.definitions.comparisons import PropertyCondition
from tamis.definitions.goal import read_goal
from tamis.definitions.grammar import Path
from tamis.definitions.source import Source
from tamis.definitions.walk import references, walk_conditions
from tamis.operations.published import draft_file, file_of
from tamis.store.application import Application, KeptModel

State = Literal["published", "deactivated", "draft"]


@dataclass(frozen=True)
class Use:
    """One definition that asks for something, what people call it, in which of its states, and the parts of it that
    do."""

    kind: str
    key: str
    label: str
    state: State
    places: tuple[str, ...]

    def __str__(self) -> str:
        inside = [place for place in self.places if place.casefold() != f"{self.kind} {self.key}".casefold()]
        told = [*inside, *([] if self.state == "published" else [self.state])]
        return f"{self.kind} {self.key}" + (f" ({', '.join(told)})" if told else "")


@dataclass(frozen=True)
class Written:
    """A definition as it stands somewhere, and its text; or a part of a live model's goal, as a segment, and what the
    part is called."""

    state: State
    definition: Score | Segment
    source: Source
    model: KeptModel | None = None
    part: str = ""


def written_definitions(application: Application) -> list[Written]:
    """Every definition that is not deleted: what is published or deactivated, and the drafts; and what the live models
    foretell. One that an older Tamis took and this one does not read asks for nothing."""
    found: list[Written] = []
    for standing in application.standing():
        if standing.version is not None:
            state: State = "published" if standing.is_active else "deactivated"
            found += _read(state, file_of(standing.version))
        if standing.draft is not None:
            found += _read("draft", draft_file(standing.draft))
    for model in application.models.all():
        if model.live is not None:
            found += _of_goal(model)
    return found


def uses_of_definition(written: Iterable[Written], kind: str, key: str) -> tuple[Use, ...]:
    """The definitions that ask for a score or a segment."""
    places = [
        (each, [found.path for found in references(each.definition) if (found.kind, found.key) == (kind, key)])
        for each in written
    ]
    return tuple(_use(each, paths) for each, paths in places if paths)


def uses_of_property(written: Iterable[Written], object_type: str, name: str) -> tuple[Use, ...]:
    """The definitions that ask for a property of the records of an object."""
    return tuple(
        _use(each, paths)
        for each in written
        if (
            paths := [
                path for of, asked, path in properties_asked_for(each.definition) if (of, asked) == (object_type, name)
            ]
        )
    )


def properties_asked_for(definition: Score | Segment) -> Iterator[tuple[str, str, Path]]:
    """Object, name and place of every property of a record that the definition asks for."""
    for site in walk_conditions(definition):
        if isinstance(site.condition, PropertyCondition) and not site.events:
            yield site.record, site.condition.property, site.path


def in_use(uses: Iterable[Use]) -> list[Use]:
    """Those that decide values now."""
    return [use for use in uses if use.state == "published"]


def asked_for(uses: Iterable[Use]) -> str:
    """What is to be done before what these ask for can go."""
    return "These ask for it:" + "".join(f"\n  {use}" for use in uses) + "\n  hint: change or deactivate them first"


def _read(state: State, file: tuple[str, str]) -> Iterator[Written]:
    read = read_definitions([file], check_unreached=False)
    found: list[Score | Segment] = [*read.scores, *read.segments]
    for definition in found:
        yield Written(state, definition, read.source_of(definition))


def _of_goal(model: KeptModel) -> Iterator[Written]:
    read = read_goal((f"models/{model.key}", model.goal))
    if read.goal is None or read.source is None:
        return
    parts = dict(read.goal.segments())
    if read.goal.segment is not None:
        among = InSegment.model_validate({"in_segment": read.goal.segment})
        parts["segment"] = Segment.model_construct(key=model.key, object=read.goal.object, when=among)
    for name, part in parts.items():
        yield Written("published", part, read.source, model, name)


def _use(written: Written, paths: Iterable[Path]) -> Use:
    if written.model is not None:
        return Use("model", written.model.key, written.model.label, "published", (written.part,))
    places = dict.fromkeys(written.source.name_of(path) for path in paths)
    found = written.definition
    return Use(found.noun, found.key, found.label or found.key, written.state, tuple(places))
