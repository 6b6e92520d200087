"""Which templates fit the data of a workspace, and what they ask for that is not there."""

from __future__ import annotations

from dataclasses import dataclass

from tamis.compile.catalog import Catalog
from tamis.definitions import Score, needs, read_definitions
from tamis.definitions.reach import category_reach
from tamis.operations.fitted import count_unfitting
from tamis.operations.named_here import Renamed, named_here
from tamis.operations.workspace import Workspace
from tamis.templates import Template, list_templates, segment_text


@dataclass(frozen=True)
class MissingName:
    """A name that a template uses and the data does not have: a property of an object's records or of an event type
    (`of`), or an event type (`of` is empty)."""

    name: str
    of: str = ""


@dataclass(frozen=True)
class FittingTemplate:
    """A template, the names that it uses and the data lacks, and how many of its rules ask for such (`unfitting`).

    `renamed`: the names that the data has otherwise; the score uses the data's.
    Labels of the segments that come with it: those whose members get no score (`left_out`), and those that rules of it
    ask for (`asked_for`).
    """

    template: Template
    score: Score
    missing: tuple[MissingName, ...]
    unfitting: int = 0
    left_out: tuple[str, ...] = ()
    asked_for: tuple[str, ...] = ()
    renamed: tuple[Renamed, ...] = ()

    @property
    def rules(self) -> int:
        """How many rules it has."""
        return sum(len(group.rules) for group in self.score.groups)

    @property
    def fits(self) -> bool:
        """Whether the data has everything that it uses."""
        return not self.missing

    @property
    def left(self) -> int:
        """How many of its rules can be used with the data as it is."""
        return self.rules - self.unfitting


def fitting_templates(workspace: Workspace) -> tuple[FittingTemplate, ...]:
    """All templates, those that fit best first; one that only takes points away is nothing to begin with, and one of
    which nothing fits comes last."""
    with workspace.opened() as warehouse:
        catalog = warehouse.catalog()
    found = [_held_against(template, catalog) for template in list_templates()]
    return tuple(sorted(found, key=_rank))


def _rank(each: FittingTemplate) -> tuple[object, ...]:
    gives = any(category_reach(each.score, category).most > 0 for category in each.score.categories)
    return not each.left, not gives, -each.left / each.rules, -each.left, each.template.name


def _held_against(template: Template, catalog: Catalog) -> FittingTemplate:
    text, renamed = named_here(template.text, catalog)
    (score,) = read_definitions([(template.name, text)]).scores
    needed = needs([score], [])
    asked = [
        (name, of, name in (catalog.objects[of].properties if of in catalog.objects else ()))
        for of, names in needed.objects.items()
        for name in sorted(names)
    ]
    asked += [(type, "", type in catalog.events) for type in needed.events]
    asked += [
        (name, type, name in catalog.events[type])
        for type, names in needed.events.items()
        if type in catalog.events
        for name in sorted(names)
    ]
    missing = tuple(MissingName(name, of) for name, of, is_there in asked if not is_there)
    excluded = (score.population.exclude if score.population is not None else None) or ()
    of_segments = {key: named_here(segment_text(key), catalog, folder="segments") for key in template.segments}
    texts = {key: text for key, (text, _) in of_segments.items()}
    labels = {key: _label_of_segment(key, text) for key, text in texts.items()}
    return FittingTemplate(
        template,
        score,
        missing,
        unfitting=count_unfitting(text, texts, catalog),
        left_out=tuple(label for key, label in labels.items() if key in excluded),
        asked_for=tuple(label for key, label in labels.items() if key not in excluded),
        renamed=tuple(dict.fromkeys((*renamed, *(each for _, found in of_segments.values() for each in found)))),
    )


def _label_of_segment(key: str, text: str) -> str:
    (segment,) = read_definitions([(f"segments/{key}.yaml", text)], check_unreached=False).segments
    return segment.label or key
