"""The list as CSV, a piece at a time: all rows that are asked for, with the columns that are shown."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from tamis.definitions import Score
from tamis.errors import DefinitionError, UsageError
from tamis.operations.access import Actor, Permission, require
from tamis.operations.call import EPOCH
from tamis.operations.leads.asked import Asked
from tamis.operations.leads.columns import COMPANY, CONTACTS, FIELDS, LIKELIHOOD, NAME, NAMED, PROPERTY, SCORE, is_whole
from tamis.operations.leads.details import read_details
from tamis.operations.leads.found import found_numbers
from tamis.operations.leads.lead import Lead
from tamis.operations.leads.likely import LeadLikelihood
from tamis.operations.leads.question import Question, questioned
from tamis.operations.leads.reasons import LeadReason, reasons_in
from tamis.operations.output import harmless
from tamis.operations.people.audit import note
from tamis.operations.record.cells import Shown
from tamis.operations.rescore import micros_of
from tamis.operations.workspace import Workspace
from tamis.store.application import Deed, open_application

_AT_ONCE = 5_000
#: Of so many rows reasons are told, of so many at once: each is an explanation with all its events, 5 ms by 50 rules.
MOST_EXPLAINED, _EXPLAINED_AT_ONCE = 1_000, 250
_OF_MODEL = ("likelihood", "priority", "likelihood_change")


@contextmanager
def exporting_leads(
    workspace: Workspace, actor: Actor, asked: Asked, *, is_exact: bool = False, now: Callable[[], datetime]
) -> Iterator[Iterator[str]]:
    """The lines of the CSV, some thousands at a time, beginning with the names of the columns; that somebody took them
    is in the audit log. Reasons are told of the first MOST_EXPLAINED rows. `is_exact`: what asks has no page that shows
    which of the columns there are, so none that is asked for is left out: it is there, or refused.

    A cell that a spreadsheet would take for a formula begins with an apostrophe: this file is made to be opened in one.
    The workspace stays open for the block. Raises as `read_leads` does, before the first line, and Forbidden for who
    may not export.
    """
    require(actor, Permission.EXPORT_LEADS)
    with questioned(workspace, asked, micros_of(now())) as question:
        if is_exact:
            _refuse_absent(question)
        numbers = found_numbers(question)
        _note(workspace, actor, asked, len(numbers), question.as_of)
        yield _lines(question, numbers)


def _refuse_absent(question: Question) -> None:
    """Raises UsageError for a column that the list has not, such as a tier without a score."""
    there = question.all_columns
    absent = [each for each in question.asked.columns if each in NAMED and not there.has(each)]
    if not absent:
        return
    if absent[0] in _OF_MODEL and question.model is None:
        raise UsageError(f"No model of {question.object} records is live, so none of them has a likelihood.")
    known = ", ".join((*there.standard, *there.others))
    raise UsageError(
        f'There is no column "{absent[0]}" in this list; there are {known}, property:NAME, score:KEY and'
        " likelihood:KEY."
    )


def _note(workspace: Workspace, actor: Actor, asked: Asked, records: int, at: int) -> None:
    with open_application(workspace.application) as application, application.together():
        note(application, actor, Deed("export_leads", asked.object, after={"records": str(records)}), at)


def _lines(question: Question, numbers: Sequence[int]) -> Iterator[str]:
    columns = _columns(question)
    # Once for all: to ask the question of each row is most of what a row takes to write.
    valued = [each for each in question.columns if each not in FIELDS]
    yield _written([_header(question, columns)])
    for part, reasons in _parts(question, columns, numbers):
        leads = read_details(question, part)
        yield _written(_row(question, columns, valued, lead, reasons.get(lead.id, "")) for lead in leads)


def _parts(
    question: Question, columns: Sequence[str], numbers: Sequence[int]
) -> Iterator[tuple[Sequence[int], Mapping[str, str]]]:
    """The records, so many at a time, and the reasons of each by its id."""
    explained = MOST_EXPLAINED if "reasons" in columns else 0
    for part in _batched(numbers[:explained], _EXPLAINED_AT_ONCE):
        yield part, _reasons(question, part)
    for part in _batched(numbers[explained:], _AT_ONCE):
        yield part, {}


def _batched(numbers: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    return (numbers[begin : begin + size] for begin in range(0, len(numbers), size))


def _reasons(question: Question, numbers: Sequence[int]) -> Mapping[str, str]:
    if question.score is None:
        return {}
    # As the data is by now: the question's catalog may know properties that were deleted since the file began.
    warehouse, catalog = question.warehouse, question.warehouse.catalog()
    try:
        found = reasons_in(warehouse, catalog, question.published, question.score, numbers, at=question.as_of)
    except DefinitionError:
        # The values are kept and listed all the same, and the file has begun.
        return {}
    zone = ZoneInfo(question.warehouse.time_zone)
    return {id: "; ".join(_reason(each, zone) for each in several) for id, several in found.items()}


def _reason(reason: LeadReason, zone: ZoneInfo) -> str:
    """As the list says it, with the day itself, since a file is read later: `Saw prices ×4 +18.7 (2026-03-09)`."""
    often = f" ×{reason.times}" if reason.times > 1 else ""
    # Nor is what rounds to none written as "-0", or a million as "1e+06".
    told = f"{reason.label}{often} {f'{round(reason.points, 1) + 0.0:+.1f}'.removesuffix('.0')}"
    if reason.last_at is None:
        return told
    return f"{told} ({(EPOCH + timedelta(microseconds=reason.last_at)).astimezone(zone):%Y-%m-%d})"


def _columns(question: Question) -> tuple[str, ...]:
    """Those of the file, in their order: what was chosen, or else all that is known, with the standard ones as a file
    has always had them."""
    shown = question.columns
    if is_whole(question.asked.columns):
        return shown
    score, model = question.score, question.model
    of_score = ["score", *_several(score), *(["tier"] if score.thresholds else []), "trend"] if score else []
    of_model = ["likelihood", "priority", "likelihood_change"] if model else []
    others = (each for each in shown if each not in FIELDS)
    why = ("reasons",) if score else ()
    return (NAME, *of_score, *of_model, "last_activity", "owner", COMPANY, *others, *why)


def _several(score: Score) -> tuple[str, ...]:
    return tuple(score.categories) if len(score.categories) > 1 else ()


def _header(question: Question, columns: Sequence[str]) -> list[str]:
    return ["id", *(name for column in columns for name in _names(question, column))]


def _names(question: Question, column: str) -> Sequence[str]:
    """What the cells of a column are called."""
    if column in _OF_MODEL and question.model is not None:
        likelihood = question.model.likelihood_column
        return {
            "likelihood": (likelihood, f"{likelihood}_low", f"{likelihood}_high"),
            "priority": (question.model.priority_column,),
            "likelihood_change": (f"{likelihood}_change",),
        }[column]
    if column.startswith(LIKELIHOOD):
        return (question.likely(column).likelihood_column,)
    return ("points" if column == "score" else column.removeprefix(PROPERTY).removeprefix(SCORE),)


def _row(question: Question, columns: Sequence[str], valued: Sequence[str], lead: Lead, reasons: str) -> list[str]:
    """`valued`: the columns that a lead has `values` of, in their order."""
    values = dict(zip(valued, lead.values, strict=True))

    def cells_of(column: str) -> Sequence[str]:
        if column == "reasons":
            return (reasons,)
        return _fields(column, lead) if column in FIELDS else (_cell(question, column, values[column]),)

    cells = map(cells_of, columns)
    return [lead.id, *(cell for several in cells for cell in several)]


def _fields(column: str, lead: Lead) -> Sequence[str]:
    """The cells of a column that a lead has a field for."""
    match column:
        case "score":
            return (_points(lead.points),)
        case "fit" | "engagement" | "trend":
            return (_points(getattr(lead, column)),)
        case _ if column in _OF_MODEL:
            return _likely(column, lead.likelihood)
        case "last_activity":
            return (_instant(lead.last_activity),)
        case "company":
            return ((lead.company.name if lead.company else lead.company_text) or "",)
    return (getattr(lead, column) or "",)


def _likely(column: str, likely: LeadLikelihood | None) -> Sequence[str]:
    if column == "priority":
        return ((likely.priority if likely else None) or "",)
    if column == "likelihood_change":
        return (_percent(likely.change if likely else None),)
    ends = (likely.likelihood, likely.low, likely.high) if likely else (None, None, None)
    return tuple(_percent(each) for each in ends)


def _percent(value: float | None) -> str:
    """Four decimals, as a prediction has them."""
    return "" if value is None else f"{value:.4f}"


def _cell(question: Question, column: str, value: Shown) -> str:
    if column == CONTACTS:
        return str(value)
    if column.startswith(SCORE):
        return _points(value if isinstance(value, int) else None)
    if column.startswith(LIKELIHOOD):
        return _percent(value if isinstance(value, float) else None)
    if isinstance(value, date):
        return value.isoformat()
    if question.property(column.removeprefix(PROPERTY)).type == "datetime" and isinstance(value, int):
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
