"""Reads a page of the ranked list that sales works from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from tamis.definitions import PropertyType
from tamis.errors import UsageError
from tamis.operations.leads.asked import MOST_ROWS, Asked
from tamis.operations.leads.choosing import chosen_sql
from tamis.operations.leads.columns import PROPERTY
from tamis.operations.leads.cursor import Cursor, Key, beyond, ordering, read_cursor, reverse
from tamis.operations.leads.details import Remembering, read_details
from tamis.operations.leads.lead import LeadPage
from tamis.operations.leads.parameters import Parameters
from tamis.operations.leads.question import Question, questioned
from tamis.operations.remembered import MANY_RECORDS, remembered_at_work, remembered_rows
from tamis.operations.rescore import micros_of
from tamis.operations.workspace import Workspace

MOST_SKIPPED = 10_000


def read_leads(
    workspace: Workspace,
    asked: Asked,
    *,
    now: Callable[[], datetime],
    cursor: str | None = None,
    skip: int = 0,
    most: int = 50,
) -> LeadPage:
    """A page of the records that are asked for: from the top, from a cursor of another page of the same question on,
    or after skipping some. Rows are the kept values, whatever is being computed.

    Raises UsageError for what is not there, and DefinitionError for a condition that the data does not bear out.
    """
    if not 1 <= most <= MOST_ROWS:
        raise UsageError(f"A page has 1 to {MOST_ROWS} rows, not {most}.")
    if not 0 <= skip <= MOST_SKIPPED:
        raise UsageError(f"A list skips {MOST_SKIPPED:,} rows at most; go on from a cursor, or ask for less.")
    with questioned(workspace, asked, micros_of(now())) as question:
        place = None if cursor is None else read_cursor(cursor)
        if place is not None:
            _refuse_other(place.key, question)
        # Who is on the page may be some seconds old where that is dear to find; where they stand never is.
        model = question.model
        spoken = [(each.key, each.predicted_at) for each in question.models]
        versions = (*question.published.versions.items(), model and model.key, *spoken)
        asks = ("leads", asked.as_json(), cursor, skip, most, versions, question.hidden)
        are_many = _are_many(workspace, question)
        found = remembered_at_work(workspace, asks, lambda: _found(question, place, skip, most), of_many=are_many)
        return _page(question, found, partial(remembered_rows, workspace) if are_many else None)


def _are_many(workspace: Workspace, question: Question) -> bool:
    """Whether they are so many that whoever asks may be given what another one has just been given."""
    if workspace.held is None:
        return False
    table = question.catalog.objects[question.object].table
    return int(question.warehouse.one(f"SELECT count(*) FROM {table}")) >= MANY_RECORDS


@dataclass(frozen=True)
class _Found:
    """The rows (sort key and number) of a page, the place of the first, and how many there are in all."""

    rows: list[tuple[Key, int]]
    first: int
    total: int


def _found(question: Question, cursor: Cursor | None, skip: int, most: int) -> _Found:
    found = _looked(question, cursor, skip, most, is_lax=False)
    if found.total or not question.asked.search.strip():
        return found
    return _looked(question, cursor, skip, most, is_lax=True)


def _looked(question: Question, cursor: Cursor | None, skip: int, most: int, *, is_lax: bool) -> _Found:
    parameters, descending = Parameters(), question.is_descending
    chosen = chosen_sql(question, parameters, is_lax=is_lax)
    side = beyond(cursor, parameters, is_descending=descending) if cursor else "true"
    backwards = cursor is not None and cursor.is_before
    order = reverse(is_descending=descending) if backwards else ordering(is_descending=descending)
    rows = question.warehouse.rows(
        # Counted and sorted in one pass over what may be dear to find.
        f"WITH chosen AS MATERIALIZED ({chosen}),"
        f" shown AS (SELECT k, n FROM chosen WHERE {side} ORDER BY {order} LIMIT {most:d} OFFSET {skip:d}),"
        f" counted AS (SELECT count(*) AS total, count(*) FILTER ({side}) AS ahead FROM chosen)"
        f" SELECT k, n, total, ahead FROM counted LEFT JOIN shown ON true ORDER BY n IS NULL, {order}",
        parameters,
    )
    _, _, total, ahead = rows[0]
    shown = [(key, n) for key, n, _, _ in rows if n is not None]
    if backwards:
        return _Found(shown[::-1], ahead - len(shown) + 1 - skip, total)
    return _Found(shown, total - ahead + 1 + skip, total)


def _page(question: Question, found: _Found, remembering: Remembering | None) -> LeadPage:
    is_last = found.first + len(found.rows) > found.total
    rows = found.rows
    return LeadPage(
        leads=tuple(read_details(question, [n for _, n in rows], remembering=remembering)) if rows else (),
        total=found.total,
        first=found.first if rows else 0,
        next=None if is_last or not rows else str(Cursor(*rows[-1])),
        previous=str(Cursor(*rows[0], is_before=True)) if rows and found.first > 1 else None,
        score=question.score.key if question.score else None,
        model=question.model.key if question.model else None,
        order=question.order,
        is_descending=question.is_descending,
        as_of=question.as_of,
        columns=question.columns,
        types=_types(question),
    )


def _types(question: Question) -> dict[str, PropertyType]:
    properties = {
        each: question.property(each.removeprefix(PROPERTY)) for each in question.columns if each.startswith(PROPERTY)
    }
    return {column: property.type for column, property in properties.items() if property.type is not None}


def _refuse_other(key: Key, question: Question) -> None:
    """Raises UsageError for a cursor of a list with another order."""
    is_text = isinstance(key, str)
    if key is not None and (is_text is not _is_by_text(question) or isinstance(key, bool) is not _is_by_flag(question)):
        raise UsageError("This is a place in a list with another order; begin at its top.")


def _is_by_text(question: Question) -> bool:
    kind = _kind(question)
    return question.order == "name" or kind in (PropertyType.TEXT, PropertyType.CHOICE, PropertyType.CHOICES)


def _is_by_flag(question: Question) -> bool:
    return _kind(question) is PropertyType.BOOLEAN


def _kind(question: Question) -> PropertyType | None:
    order = question.order
    return question.property(order.removeprefix(PROPERTY)).type if order.startswith(PROPERTY) else None
