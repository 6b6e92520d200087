"""The audit log: who did what, when, and how it was before and after."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from tamis.operations.access import Permission
from tamis.operations.labels import definition_labels
from tamis.operations.output import harmless
from tamis.operations.people import audit_choices, export_audit, read_audit
from tamis.operations.rescore import micros_of
from tamis.server.accounts.needs import needs
from tamis.server.context import context_of
from tamis.server.web.models.shown import models_of
from tamis.server.web.people.deeds import told_deed
from tamis.server.web.people.words import deed_name
from tamis.store.application import AuditEntry, AuditFilter

_PAGE = 50
_HEAD = ("at", "who", "person", "token", "what", "to", "before", "after")


@needs(Permission.SEE_AUDIT)
@require_GET
def audit(request: HttpRequest) -> HttpResponse:
    """A page of the log, by who, what and when."""
    context = context_of(request)
    before = request.GET.get("before", "")
    entries = read_audit(
        context.place, context.actor, _asked(request), before=int(before) if _is_id(before) else None, most=_PAGE + 1
    )
    actors, kinds = audit_choices(context.place, context.actor)
    labels = {**definition_labels(context.place), **{model.key: model.label for model in models_of(context)}}
    query = request.GET.copy()
    query.pop("before", None)
    shown = {
        "log": [told_deed(entry, labels) for entry in entries[:_PAGE]],
        "older": entries[_PAGE - 1].id if len(entries) > _PAGE else None,
        "actors": actors,
        "kinds": [(kind, deed_name(kind)) for kind in kinds],
        "query": query.urlencode(),
        "asked": {name: request.GET.get(name, "") for name in ("actor", "kind", "since", "until")},
    }
    return render(request, "people/audit.html", shown)


@needs(Permission.SEE_AUDIT)
@require_GET
def export(request: HttpRequest) -> StreamingHttpResponse:
    """All of it that was chosen, as CSV."""
    context = context_of(request)
    entries = export_audit(context.place, context.actor, _asked(request), now=context.now)
    answer = StreamingHttpResponse(_lines(entries), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="audit.csv"'
    return answer


def _asked(request: HttpRequest) -> AuditFilter:
    said = request.GET
    since, until = _day(said.get("since", "")), _day(said.get("until", ""))
    return AuditFilter(
        actor=said.get("actor", ""),
        kind=said.get("kind", ""),
        since=None if since is None else _midnight(since),
        until=None if until is None else _midnight(until + timedelta(days=1)),
    )


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    # Beyond these years, a day before or after leaves the calendar.
    return found if 1900 < found.year < 9000 else None


def _midnight(day: date) -> int:
    """When a day begins for the reader."""
    return micros_of(datetime.combine(day, time(), timezone.get_current_timezone()))


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


class _Line:
    """What csv writes a row to."""

    def write(self, text: str) -> str:
        return text


def _lines(entries: Iterator[AuditEntry]) -> Iterator[str]:
    writer: Any = csv.writer(_Line())
    yield writer.writerow(_HEAD)
    for entry in entries:
        at = datetime.fromtimestamp(entry.at / 1_000_000, UTC).isoformat(timespec="milliseconds")
        person = "" if entry.person is None else str(entry.person)
        deed = entry.deed
        row = (at, entry.actor, person, entry.token, deed.kind, deed.subject, _said(deed.before), _said(deed.after))
        yield writer.writerow([harmless(cell) for cell in row])


def _said(state: Any) -> str:
    return "; ".join(f"{name}: {value}" for name, value in state.items())
