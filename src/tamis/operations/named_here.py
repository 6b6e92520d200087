"""A template in the names of the data: what a source calls `jobTitle` is what templates call `job_title`."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from tamis.compile.catalog import Catalog
from tamis.definitions import Score, Segment, read_definitions
from tamis.definitions.comparisons import PropertyCondition
from tamis.definitions.editing import rewritten, values_of
from tamis.definitions.editing.tree import put, value_at
from tamis.definitions.grammar import Path
from tamis.definitions.walk import Events, Site, parts_of
from tamis.operations.uploads.columns import plain, stands_for


@dataclass(frozen=True)
class Renamed:
    """A name of a template, and the data's own name `here` for the same: of a property of an object's records or of an
    event type (`of`), or of an event type (`of` is empty)."""

    name: str
    here: str
    of: str = ""


def named_here(text: str, catalog: Catalog, *, folder: str = "scores") -> tuple[str, tuple[Renamed, ...]]:
    """The text of a template with the names that the data has, where it has one that differs only by capitals, spaces
    and signs or, of a property, is known to say the same; and what was renamed."""
    read = read_definitions([(f"{folder}/draft.yaml", text)], check_unreached=False)
    values = values_of(text) or {}
    renamed: dict[Renamed, None] = {}
    definitions: list[Score | Segment] = [*read.scores, *read.segments]
    for path, name, here, of in _otherwise(definitions[0], values, catalog):
        values = put(values, path, here)
        renamed[Renamed(name, here, of)] = None
    return (rewritten(text, values) if renamed else text), tuple(renamed)


def _otherwise(
    definition: Score | Segment, values: dict[str, object], catalog: Catalog
) -> Iterator[tuple[Path, str, str, str]]:
    """Where a name stands that the data has otherwise, the name, the data's, and of what."""
    for part in parts_of(definition):
        if isinstance(part, Events):
            for path, name in _types_at(part.path, values):
                here = _name_here(name, catalog.events, is_property=False)
                if here is not None:
                    yield path, name, here, ""
        elif isinstance(part, Site) and isinstance(part.condition, PropertyCondition):
            of, known = _asked_of(part, catalog)
            here = _name_here(part.condition.property, known, is_property=True)
            if here is not None:
                yield (*part.path, "property"), part.condition.property, here, of


def _types_at(path: Path, values: dict[str, object]) -> list[tuple[Path, str]]:
    """Each event type that is written there, and where."""
    said = value_at(values, path)
    return [(path, said)] if isinstance(said, str) else [((*path, place), type) for place, type in enumerate(said)]


def _asked_of(site: Site, catalog: Catalog) -> tuple[str, Collection[str]]:
    """Of what the property of a condition is, and what that has."""
    if not site.events:
        return site.record, catalog.objects[site.record].properties if site.record in catalog.objects else ()
    types = [_name_here(type, catalog.events, is_property=False) or type for type in site.events]
    known = {name for type in types for name in catalog.events.get(type, ())}
    return types[0], known


def _name_here(name: str, known: Collection[str], *, is_property: bool) -> str | None:
    """The one name that the data has instead; None where it has this very one, none, or several."""
    if name in known:
        return None
    alike = [each for each in known if plain(each) == plain(name)]
    if not alike and is_property:
        alike = [each for each in known if stands_for(each, name)]
    return alike[0] if len(alike) == 1 else None
