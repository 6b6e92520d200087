"""All records that a list finds, to do something with every one of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from tamis.errors import UsageError
from tamis.operations.leads.asked import Asked
from tamis.operations.leads.choosing import chosen_sql
from tamis.operations.leads.cursor import ordering
from tamis.operations.leads.parameters import Parameters
from tamis.operations.leads.question import Question, questioned
from tamis.operations.rescore import micros_of
from tamis.operations.workspace import Workspace

#: With so many records something is done at once.
MOST_FOUND = 10_000


def found_ids(workspace: Workspace, asked: Asked, *, now: Callable[[], datetime]) -> tuple[str, ...]:
    """The ids of all records that are asked for, in the order of the list.

    Raises as `read_leads` does, and UsageError where they are more than `MOST_FOUND`.
    """
    with questioned(workspace, asked, micros_of(now())) as question:
        numbers = found_numbers(question, most=MOST_FOUND + 1)
        if len(numbers) > MOST_FOUND:
            raise UsageError(f"More than {MOST_FOUND:,} records are in this list, too many at once; narrow it.")
        return _ids(question, numbers)


def found_numbers(question: Question, *, most: int | None = None) -> list[int]:
    """The numbers of all records that are asked for, in the order of the list, so many of them at most; texts are found
    whatever their accents where nobody has them as they were typed."""
    found = _numbers(question, most, is_lax=False)
    return found if found or not question.asked.search.strip() else _numbers(question, most, is_lax=True)


def _numbers(question: Question, most: int | None, *, is_lax: bool) -> list[int]:
    parameters = Parameters()
    chosen = chosen_sql(question, parameters, is_lax=is_lax)
    order = ordering(is_descending=question.is_descending)
    limit = "" if most is None else f" LIMIT {most:d}"
    return [n for (n,) in question.warehouse.rows(f"SELECT n FROM ({chosen}) ORDER BY {order}{limit}", parameters)]


def _ids(question: Question, numbers: list[int]) -> tuple[str, ...]:
    table = question.catalog.objects[question.object].table
    asked = "(SELECT unnest($1::INTEGER[]) AS n, generate_subscripts($1::INTEGER[], 1) AS place)"
    rows = question.warehouse.rows(
        f"SELECT r.id FROM {asked} AS a JOIN {table} AS r ON r.n = a.n ORDER BY a.place", [numbers]
    )
    return tuple(id for (id,) in rows)
