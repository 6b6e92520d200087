"""A question to a list, held against what there is: ready to be asked in SQL."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from tamis.compile.catalog import Catalog, Property
from tamis.definitions import Score
from tamis.errors import UsageError, closest
from tamis.operations.leads.asked import MOST_COLUMNS, ORDERS, Asked
from tamis.operations.leads.columns import (
    CONTACTS,
    LIKELIHOOD,
    NAMED,
    PROPERTY,
    SCORE,
    Columns,
    columns_of,
)
from tamis.operations.leads.customers import Customers, customers
from tamis.operations.leads.filters import Filter, read_filter
from tamis.operations.leads.known_as import KnownAs, known_as
from tamis.operations.leads.likely import LIKELY_ORDERS, model_of, named_model, refuse_unlikely
from tamis.operations.leads.primaries import Primaries, primaries
from tamis.operations.leads.rejected import rejected_ids
from tamis.operations.models.likelihoods import LeadingModel, live_models
from tamis.operations.published import Published, published_in
from tamis.operations.search_texts import SearchTexts, search_texts
from tamis.operations.tiers import has_matrix, tiers_of
from tamis.operations.workspace import Workspace
from tamis.store.warehouse import Warehouse

_OF_SCORE = ("best", "tier", "score", "fit", "engagement", "trend")


@dataclass(frozen=True)
class Question:
    """What is asked, the score that ranks (None where none is published for the object), and what it is asked of, as
    of an instant (microseconds since the epoch, UTC). `hidden`: the ids of records that are not to be listed. `model`:
    the one that says how likely they are; None where none is live."""

    asked: Asked
    score: Score | None
    filter: Filter
    known_as: KnownAs
    published: Published
    catalog: Catalog
    warehouse: Warehouse
    as_of: int
    hidden: tuple[str, ...] = ()
    model: LeadingModel | None = None
    models: tuple[LeadingModel, ...] = ()
    """All that are live, for columns beside that one's."""
    customers: Customers | None = None
    """Those who are not to be listed, since they are some; None where all are listed."""
    primaries: Primaries | None = None
    """Where the filter looks at companies and they are kept: the primary ones."""
    texts: Mapping[str, SearchTexts] = field(default_factory=dict)
    """Where a text is looked for and they are kept: those of the object's records, and of companies, by the object."""

    @property
    def object(self) -> str:
        """Of which object the records are."""
        return self.asked.object

    @property
    def order(self) -> str:
        """By what is sorted: without a score, the best are the likeliest, or else by name; without tiers, by points;
        without a model, as if nothing were said of likelihoods."""
        if self.score is None and self.model is not None and self.asked.order == "best":
            return "likelihood"
        is_unknown = self.model is None and self.asked.order in LIKELY_ORDERS
        return order_of("best" if is_unknown else self.asked.order, self.score)

    @property
    def is_descending(self) -> bool:
        """Whether rows begin with the greatest."""
        return is_descending(self.asked, self.order)

    @property
    def columns(self) -> tuple[str, ...]:
        """What is shown, in its order."""
        return self.all_columns.shown(self.asked.columns)

    @property
    def all_columns(self) -> Columns:
        """What there is to be shown."""
        return columns_of(self.catalog, self.object, self.known_as, self.score, self.model)

    def likely(self, column: str) -> LeadingModel:
        """The model of a column `likelihood:KEY`. Raises UsageError for one that is not live."""
        return named_model(column.removeprefix(LIKELIHOOD), self.object, self.models)

    def property(self, name: str) -> Property:
        """A property of the object. Raises UsageError where there is none of that name."""
        return property_of(self.catalog, self.object, name)


@contextmanager
def questioned(workspace: Workspace, asked: Asked, as_of: int) -> Iterator[Question]:
    """The question, with the workspace open. Raises UsageError and DefinitionError for what is not there."""
    published = published_in(workspace)
    with workspace.opened() as warehouse:
        catalog = warehouse.catalog()
        if asked.object not in catalog.objects:
            raise UsageError(f'There is no object "{asked.object}"; there are {", ".join(catalog.objects)}.')
        score, model = ranking_score(published, asked), model_of(workspace, asked)
        found = read_filter(asked, published, catalog)
        known = known_as(catalog, asked.object)
        hidden = rejected_ids(workspace, warehouse, asked.object) if asked.hides_rejected else ()
        live = live_models(workspace, asked.object)
        bought = customers(workspace, warehouse, catalog, asked.object) if asked.hides_customers else None
        texts = dict(_texts(workspace, warehouse, catalog, asked))
        companies = primaries(workspace, warehouse, catalog, asked.object, found, as_of)
        question = Question(
            asked,
            score,
            found,
            known,
            published,
            catalog,
            warehouse,
            as_of,
            hidden=hidden,
            model=model,
            models=live,
            customers=bought,
            primaries=companies,
            texts=texts,
        )
        _refuse_unknown(question)
        yield question


def searched_columns(catalog: Catalog, object: str, *, of_associated: bool = False) -> list[str]:
    """The columns of an object's table that a search looks into; `of_associated`: for the records beside it."""
    known, properties = known_as(catalog, object), catalog.objects[object].properties
    if of_associated:
        return [properties[name].column for name in known.named_by]
    return ["id", *(properties[name].column for name in known.searched)]


def _texts(
    workspace: Workspace, warehouse: Warehouse, catalog: Catalog, asked: Asked
) -> Iterator[tuple[str, SearchTexts]]:
    if not asked.search.strip():
        return
    for object in {asked.object, "company"} & set(catalog.objects):
        columns = searched_columns(catalog, object, of_associated=object != asked.object)
        if columns and (found := search_texts(workspace, warehouse, catalog, object, columns)):
            yield object, found


def order_of(order: str, score: Score | None) -> str:
    """By what rows are sorted where `order` is asked for and a score, or none, ranks them."""
    if score is None:
        return "name" if order in _OF_SCORE else order
    if order == "best":
        return "tier" if has_matrix(score) else "score"
    return "score" if order == "tier" and not score.thresholds else order


def is_descending(asked: Asked, order: str) -> bool:
    """Whether rows begin with the greatest, by what they are sorted by."""
    return asked.is_descending if order != "name" or asked.order == "name" else bool(asked.descending)


def ranking_score(published: Published, asked: Asked) -> Score | None:
    """The score that was asked for, or else the leading one of the object."""
    if asked.score is not None:
        score = published.score(asked.score)
        if score.object != asked.object:
            raise UsageError(f'"{score.key}" scores {score.object} records, not {asked.object}.')
        return score
    return published.leading(asked.object)


def property_of(catalog: Catalog, object_type: str, name: str) -> Property:
    """A property of an object. Raises UsageError where there is none of that name."""
    properties = catalog.objects[object_type].properties
    if name not in properties:
        hint = closest(name, properties)
        raise UsageError(
            f'There is no property "{name}" of {object_type} records.' + (f"\n  hint: {hint}" if hint else "")
        )
    return properties[name]


def names_after(prefix: str, columns: Sequence[str]) -> list[str]:
    """The names of the columns of a kind.

    >>> names_after("score:", ["score:a", "property:b"])
    ['a']
    """
    return [column.removeprefix(prefix) for column in columns if column.startswith(prefix)]


def _refuse_unknown(question: Question) -> None:
    asked = question.asked
    refuse_unlikely(asked)
    _refuse_unknown_tiers(asked, question.score)
    if asked.order == CONTACTS and not question.all_columns.has(CONTACTS):
        raise UsageError(f"No contacts of {asked.object} records are counted.")
    columns = [each for each in asked.columns if each not in NAMED]
    if len(columns) > MOST_COLUMNS:
        raise UsageError(f"A list shows {MOST_COLUMNS} columns at most, and {len(columns)} are asked for.")
    orders = [asked.order] if asked.order not in ORDERS else []
    _refuse_unknown_columns(question, columns, NAMED)
    _refuse_unknown_columns(question, orders, ORDERS)
    named = [*columns, *orders]
    for key in names_after(LIKELIHOOD, named):
        named_model(key, asked.object, question.models)
    for name in names_after(PROPERTY, named):
        question.property(name)
    for key in names_after(SCORE, named):
        question.published.score(key)
    if asked.moved is not None and (question.score is None or not question.score.thresholds):
        raise UsageError(f"No score of {asked.object} records with tiers is published, so nobody moves between any.")
    if asked.owner is not None and question.known_as.owner is None:
        raise UsageError(f"The data says no owner of {asked.object} records.")


def _refuse_unknown_columns(question: Question, asked: Sequence[str], known: Sequence[str]) -> None:
    """Raises UsageError for what is neither one of the `known` nor of the kinds that have names of their own."""
    properties = question.catalog.objects[question.object].properties
    for name in asked:
        if name.startswith((PROPERTY, SCORE, LIKELIHOOD)):
            continue
        hint = f"did you mean {PROPERTY}{name}?" if name in properties else closest(name, known)
        raise UsageError(
            f'There is no column "{name}"; there are {", ".join(known)}, property:NAME, score:KEY and likelihood:KEY.'
            + (f"\n  hint: {hint}" if hint else "")
        )


def _refuse_unknown_tiers(asked: Asked, score: Score | None) -> None:
    """Raises UsageError for a tier that the score does not give; where none ranks, nobody is in any."""
    if score is None or not asked.tiers:
        return
    label, known = score.label or score.key, tiers_of(score)
    if not known:
        raise UsageError(f'"{label}" has no tiers.')
    for tier in asked.tiers:
        if tier not in known:
            raise UsageError(f'"{label}" has no tier "{tier}"; there are {", ".join(known)}.')
