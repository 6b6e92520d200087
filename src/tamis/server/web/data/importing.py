"""Importing a file: choose it, say what its columns are, see what would come of it, take it in."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tamis.errors import UsageError
from tamis.operations.access import Permission
from tamis.operations.rescore import micros_of
from tamis.operations.uploads import (
    DAY,
    NO_DAY,
    TABLES,
    TIMES,
    columns_of,
    find_rejects,
    find_upload,
    import_of,
    keep_upload,
    known_columns,
    other_words,
)
from tamis.operations.verbs import Import
from tamis.server.accounts.needs import needs
from tamis.server.context import Context, context_of
from tamis.server.french.rejects import spoken_rejects
from tamis.server.web.data.following import Followed, follow
from tamis.server.web.data.frame import page


@needs(Permission.CHANGE_DATA)
def choose(request: HttpRequest) -> HttpResponse:
    """The form; a file that was sent is kept and its columns are shown next."""
    error = ""
    if request.method == "POST":
        try:
            return redirect("data-map", _keep(context_of(request), request))
        except UsageError as refused:
            error = str(refused)
    tables = [(table, _TABLE_LABELS[table]()) for table in TABLES]
    chosen = request.POST.get("table", "contacts")
    status = 422 if error else 200
    shown = {"tables": tables, "chosen": chosen, "error": error, "dates": _DATES}
    return page(request, "data/choose.html", "data-choose", shown, status=status)


@needs(Permission.CHANGE_DATA)
@require_GET
def map_columns(request: HttpRequest, upload: str) -> HttpResponse:
    """The columns of a file with some values, and the names that they stand for, to be changed."""
    context = context_of(request)
    found = find_upload(context.place, upload)
    columns = columns_of(context.workspace, found)
    has_id = any(column.proposed == "id" for column in columns)
    known = sorted(known_columns(context.workspace, found.table))
    by_email = found.table == "contacts" and not has_id
    shown = {
        "upload": found,
        "columns": columns,
        "known": known,
        "others": " ".join(other_words(found.table)),
        "by_email": by_email,
        "dates": _DATES,
    }
    return page(request, "data/map.html", "data-choose", shown)


@needs(Permission.CHANGE_DATA)
@require_POST
def run(request: HttpRequest, upload: str) -> HttpResponse:
    """Has the file imported, or only tried, by the names that the form gives its columns."""
    context = context_of(request)
    said = request.POST
    verb = import_of(
        context.place, upload, columns=_names(request), by_email="by_email" in said, dry_run="dry_run" in said
    )
    return redirect("data-import", upload, context.submit(verb))


@needs(Permission.CHANGE_DATA)
@require_GET
def show(request: HttpRequest, upload: str, job: int) -> HttpResponse:
    """How far an import has come, and what it came to. A part asks again by itself until it has ended."""
    context = context_of(request)
    followed = follow(context, job)
    if followed.job.kind != Import.kind:
        raise Http404
    shown = {"upload": find_upload(context.place, upload), "followed": followed, **_outcome(followed)}
    is_part = bool(request.headers.get("HX-Request"))
    return page(request, "data/import_part.html" if is_part else "data/import.html", "data-choose", shown)


@needs(Permission.CHANGE_DATA)
@require_GET
def rejects(request: HttpRequest, name: str) -> StreamingHttpResponse:
    """What an import could not take, as a file, with the reasons in the reader's language."""
    try:
        file = find_rejects(context_of(request).place, name)
    except UsageError:
        raise Http404 from None
    answer = StreamingHttpResponse(spoken_rejects(file), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _keep(context: Context, request: HttpRequest) -> str:
    file = request.FILES.get("file")
    if file is None:
        raise UsageError(_("Choose a file."))
    at, table = micros_of(context.now()), request.POST.get("table", "")
    return keep_upload(context.place, name=file.name or "", table=table, chunks=file.chunks(), at=at).id


def _names(request: HttpRequest) -> dict[str, str]:
    """Of each header that stands for another name, that name. Raises UsageError for a name given twice."""
    pairs = list(zip(request.POST.getlist("header"), request.POST.getlist("name"), strict=False))
    named = [name.strip() or header for header, name in pairs]
    twice = next((name for name in named if named.count(name) > 1), None)
    if twice is not None:
        raise UsageError(_('Two columns are called "%(name)s"; give one of them another name.') % {"name": twice})
    return {header: name for (header, _old), name in zip(pairs, named, strict=True) if name != header}


def _outcome(followed: Followed) -> dict[str, Any]:
    """What the page says of an import that has ended."""
    imported = followed.result
    if imported is None:
        return {"issues": getattr(followed.error, "issues", ())}
    taken = imported.taken
    counts = [
        *((_RECORDS_NEW[o]() if o in _RECORDS_NEW else o, n) for o, n in taken.new_records.items()),
        *((_RECORDS_CHANGED[o]() if o in _RECORDS_CHANGED else o, n) for o, n in taken.changed_records.items()),
        (_("new events"), taken.events),
        (_("events known already"), taken.events_known),
        (_("changes of properties"), taken.changes),
        (_("new associations"), taken.links),
        (_("new members of segments"), taken.members),
    ]
    new = [(of, name, hint) for of, names in taken.new_properties.items() for name, hint in names.items()]
    return {
        "counts": [(label, number) for label, number in counts if number],
        "imported": imported,
        "new_properties": new,
        "rejects_name": imported.rejects_file.name if imported.rejects_file else "",
        "issues": imported.unscored,
        "scores": imported.rescored.scores if imported.rescored else (),
    }


# How they are written, and how they are not.
_DATES = {"day": DAY, "time": TIMES[0], "elsewhere": TIMES[1], "not": NO_DAY}
_TABLE_LABELS = {
    "contacts": lambda: _("Contacts"),
    "companies": lambda: _("Companies"),
    "deals": lambda: _("Deals"),
    "events": lambda: _("Events: what contacts did"),
    "associations": lambda: _("Associations between records"),
    "segment_members": lambda: _("Members of static segments"),
    "property_changes": lambda: _("Changes of properties"),
}
_RECORDS_NEW = {
    "contact": lambda: _("new contacts"),
    "company": lambda: _("new companies"),
    "deal": lambda: _("new deals"),
}
_RECORDS_CHANGED = {
    "contact": lambda: _("changed contacts"),
    "company": lambda: _("changed companies"),
    "deal": lambda: _("changed deals"),
}
