"""What a list can be asked for: columns, filters with their operators, tiers, segments and owners."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tamis.definitions import OPERATORS, PropertyType, Score
from tamis.errors import UsageError
from tamis.operations.conversion_kinds import ConversionKind
from tamis.operations.leads.asked import Asked
from tamis.operations.leads.columns import Columns, columns_of
from tamis.operations.leads.customers import customers_by
from tamis.operations.leads.known_as import KnownAs, known_as
from tamis.operations.leads.likely import model_of
from tamis.operations.leads.question import ranking_score
from tamis.operations.models.likelihoods import LeadingModel, live_models
from tamis.operations.published import published_in
from tamis.operations.tiers import tier_colors, tiers_of
from tamis.operations.workspace import Workspace


@dataclass(frozen=True)
class OfferedProperty:
    """A property that rows can be filtered and sorted by: its type, and the operators of that type."""

    name: str
    type: str
    operators: tuple[str, ...]
    options: tuple[str, ...]


@dataclass(frozen=True)
class OfferedScore:
    """A published score: `categories` and `tiers` are those it gives, tiers best first, each with its colour."""

    key: str
    label: str
    categories: tuple[str, ...]
    tiers: tuple[str, ...]
    colors: Mapping[str, str]


@dataclass(frozen=True)
class Offered:
    """All that the list of an object can be asked for. `objects`: whose records there are. `score`: the one that ranks;
    `segments` and, of these, `lists`, to which records can be added: key and label. `is_scored`: whether any object has
    a published score. `models`: those that are live, the leading one first; `model`: the one that tells likelihoods."""

    object: str
    objects: tuple[str, ...]
    properties: tuple[OfferedProperty, ...]
    scores: tuple[OfferedScore, ...]
    score: OfferedScore | None
    segments: tuple[tuple[str, str], ...]
    lists: tuple[tuple[str, str], ...]
    known_as: KnownAs
    columns: Columns
    records: int
    is_scored: bool
    models: tuple[LeadingModel, ...] = ()
    model: LeadingModel | None = None
    customers: ConversionKind | None = None
    """By what contacts are known for customers."""

    def property(self, name: str) -> OfferedProperty | None:
        """The property of that name, if there is one."""
        return next((each for each in self.properties if each.name == name), None)


def offered(
    workspace: Workspace, object: str = "contact", score: str | None = None, model: str | None = None
) -> Offered:
    """What there is to ask for. Raises UsageError for an object, a score or a model that is not there."""
    published = published_in(workspace)
    with workspace.opened() as warehouse:
        catalog = warehouse.catalog()
        if object not in catalog.objects:
            raise UsageError(f'There is no object "{object}"; there are {", ".join(catalog.objects)}.')
        records = int(warehouse.one(f"SELECT count(*) FROM {catalog.objects[object].table}"))
        objects = [name for name in catalog.objects if name in ("contact", "company", "deal") or name == object]
        customers = customers_by(workspace, warehouse, catalog, object)
    scores = tuple(_score(each) for each in published.scores if each.object == object)
    ranking = ranking_score(published, Asked(object=object, score=score))
    known, leading = known_as(catalog, object), model_of(workspace, Asked(object=object, model=model))
    listed = {key: key for key, of in catalog.static_segments.items() if of == object}
    listed |= {key: each.label or key for key, each in published.segments.items() if each.object == object}
    dynamic = {key for key, each in published.segments.items() if each.is_dynamic}
    properties = [
        OfferedProperty(each.name, str(each.type), OPERATORS[each.type], each.options)
        for each in catalog.objects[object].properties.values()
        if isinstance(each.type, PropertyType)
    ]
    return Offered(
        object=object,
        objects=tuple(objects),
        properties=tuple(sorted(properties, key=lambda each: each.name.casefold())),
        scores=scores,
        score=next((each for each in scores if ranking is not None and each.key == ranking.key), None),
        segments=tuple(sorted(listed.items(), key=_by_label)),
        lists=tuple(sorted(((key, label) for key, label in listed.items() if key not in dynamic), key=_by_label)),
        known_as=known,
        columns=columns_of(catalog, object, known, ranking, leading),
        records=records,
        is_scored=bool(published.scores),
        models=live_models(workspace, object),
        model=leading,
        customers=customers,
    )


def _by_label(item: tuple[str, str]) -> str:
    return item[1].casefold()


def _score(score: Score) -> OfferedScore:
    return OfferedScore(
        score.key, score.label or score.key, tuple(score.categories), tiers_of(score), tier_colors(score)
    )
