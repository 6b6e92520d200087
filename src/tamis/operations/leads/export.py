"""The list as CSV, a piece at a time: all rows that are asked for, with the columns that are shown."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from tamis.operations.access import Actor, Permission, require
from tamis.operations.call import EPOCH
from tamis.operations.leads.asked import Asked
from tamis.operations.leads.details import read_details
from tamis.operations.leads.found import found_numbers
from tamis.operations.leads.lead import Lead
from tamis.operations.leads.likely import LeadLikelihood
from tamis.operations.leads.question import LIKELIHOOD, PROPERTY, SCORE, Question, questioned
from tamis.operations.output import harmless
from tamis.operations.people.audit import note
from tamis.operations.record.cells import Shown
from tamis.operations.rescore import micros_of
from tamis.operations.workspace import Workspace
from tamis.store.application import Deed, open_application

_AT_ONCE = 5_000


@contextmanager
def exporting_leads(
    workspace: Workspace, actor: Actor, asked: Asked, *, now: Callable[[], datetime]
) -> Iterator[Iterator[str]]:
    """The lines of the CSV, some thousands at a time, beginning with the names of the columns; that somebody took them
    is in the audit log.

    A cell that a spreadsheet would take for a formula begins with an apostrophe: this file is made to be opened in one.
    The workspace stays open for the block. Raises as `read_leads` does, before the first line, and Forbidden for who
    may not export.
    """
    require(actor, Permission.EXPORT_LEADS)
    with questioned(workspace, asked, micros_of(now())) as question:
        numbers = found_numbers(question)
        _note(workspace, actor, asked, len(numbers), question.as_of)
        yield _lines(question, numbers)


def _note(workspace: Workspace, actor: Actor, asked: Asked, records: int, at: int) -> None:
    with open_application(workspace.application) as application, application.together():
        note(application, actor, Deed("export_leads", asked.object, after={"records": str(records)}), at)


def _lines(question: Question, numbers: Sequence[int]) -> Iterator[str]:
    yield _written([_header(question)])
    for begin in range(0, len(numbers), _AT_ONCE):
        yield _written(_row(question, lead) for lead in read_details(question, numbers[begin : begin + _AT_ONCE]))


def _header(question: Question) -> list[str]:
    columns = ["id", "name"]
    score = question.score
    if score is not None:
        columns += ["points", *(score.categories if len(score.categories) > 1 else ())]
        columns += (["tier"] if score.thresholds else []) + ["trend"]
    columns += _likely_columns(question)
    columns += ["last_activity", "owner", "company"]
    return columns + [_called(question, column) for column in question.asked.columns]


def _called(question: Question, column: str) -> str:
    if column.startswith(LIKELIHOOD):
        return question.likely(column).likelihood_column
    return column.removeprefix(PROPERTY).removeprefix(SCORE)


def _row(question: Question, lead: Lead) -> list[str]:
    score = question.score
    cells: list[str] = [lead.id, lead.name]
    if score is not None:
        points = {"fit": lead.fit, "engagement": lead.engagement}
        several = score.categories if len(score.categories) > 1 else ()
        cells += [_points(lead.points), *(_points(points[category]) for category in several)]
        cells += ([lead.tier or ""] if score.thresholds else []) + [_points(lead.trend)]
    cells += _likely(lead.likelihood) if question.model is not None else []
    company = lead.company.name if lead.company else lead.company_text
    cells += [_instant(lead.last_activity), lead.owner or "", company or ""]
    return cells + [_cell(question, *each) for each in zip(question.asked.columns, lead.values, strict=True)]


def _likely_columns(question: Question) -> list[str]:
    model = question.model
    if model is None:
        return []
    likelihood = model.likelihood_column
    return [likelihood, f"{likelihood}_low", f"{likelihood}_high", model.priority_column, f"{likelihood}_change"]


def _likely(likely: LeadLikelihood | None) -> list[str]:
    if likely is None:
        return [""] * 5
    return [
        *(_percent(each) for each in (likely.likelihood, likely.low, likely.high)),
        likely.priority or "",
        _percent(likely.change),
    ]


def _percent(value: float | None) -> str:
    """Four decimals, as a prediction has them."""
    return "" if value is None else f"{value:.4f}"


def _cell(question: Question, column: str, value: Shown) -> str:
    if column.startswith(SCORE):
        return _points(value if isinstance(value, int) else None)
    if column.startswith(LIKELIHOOD):
        return _percent(value if isinstance(value, float) else None)
    kind = question.property(column.removeprefix(PROPERTY)).type
    if kind in ("date", "datetime") and isinstance(value, int):
        return _instant(value)
    if isinstance(value, tuple):
        return "; ".join(value)
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else format(value, ".15g") if isinstance(value, float) else str(value)


def _points(micros: int | None) -> str:
    """Points without a float: `-0.5`, `12`."""
    if micros is None:
        return ""
    whole, part = divmod(abs(micros), 1_000_000)
    shown = f"{whole}.{part:06d}".rstrip("0").rstrip(".") if part else str(whole)
    return f"-{shown}" if micros < 0 else shown


def _instant(micros: int | None) -> str:
    return "" if micros is None else (EPOCH + timedelta(microseconds=micros)).astimezone(UTC).isoformat()


def _written(rows: Iterator[list[str]] | list[list[str]]) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\r\n").writerows([harmless(cell) for cell in row] for row in rows)
    return stream.getvalue()
