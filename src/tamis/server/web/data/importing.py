"""Importing a file: choose it, say what its columns are, see what would come of it, take it in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tamis.connectors.files.load import required_columns
from tamis.errors import UsageError
from tamis.operations.access import Permission
from tamis.operations.rescore import micros_of
from tamis.operations.uploads import (
    DAY,
    NO_DAY,
    TABLES,
    TIMES,
    Upload,
    columns_of,
    find_rejects,
    find_upload,
    import_of,
    keep_upload,
)
from tamis.operations.verbs import Import
from tamis.server.accounts.needs import needs
from tamis.server.context import Context, context_of
from tamis.server.french.rejects import spoken_rejects
from tamis.server.web.data.following import Followed, follow
from tamis.server.web.data.frame import page
from tamis.server.web.data.mapping import Row, mapped, mapping_of, posted, rows_of


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
    """The columns of a file with some values, and what they stand for, to be changed; as an import was told it that
    somebody comes back from."""
    context = context_of(request)
    found = find_upload(context.place, upload)
    before = _before(context, found, request.GET.get("job", ""))
    if before is None:
        return _form(request, found, None)
    return _form(request, found, {row.header: row for row in rows_of(before)}, by_email=before.by_email)


@needs(Permission.CHANGE_DATA)
def run(request: HttpRequest, upload: str) -> HttpResponse:
    """Has the file imported, or only tried, by what the form says of its columns; with a mistake in it, the form comes
    back as it was sent."""
    if request.method != "POST":
        # Its address is that of a form that came back: after a new sign-in, somebody comes here.
        return redirect("data-map", upload)
    context, said = context_of(request), request.POST
    found, rows, by_email = find_upload(context.place, upload), posted(request.POST), "by_email" in said
    try:
        needed = required_columns(found.table, by_address=by_email)
        told = mapped(columns_of(context.workspace, found), rows, needed)
    except UsageError as mistake:
        return _form(request, found, rows, by_email=by_email, error=str(mistake))
    verb = import_of(
        context.place,
        upload,
        columns=told.columns,
        left_out=told.left_out,
        types=told.types,
        by_email=by_email,
        dry_run="dry_run" in said,
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
    shown["rows"] = rows_of(followed.verb)
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


def _form(
    request: HttpRequest,
    upload: Upload,
    told: Mapping[str, Row] | None,
    *,
    by_email: bool | None = None,
    error: str = "",
) -> HttpResponse:
    """The columns, with what was told of them before, if anything was."""
    form = mapping_of(context_of(request).workspace, upload, told)
    if by_email is None:
        by_email = upload.table == "contacts" and all(row.said.name != "id" for row in form.rows)
    shown = {"upload": upload, "form": form, "by_email": by_email, "dates": _DATES}
    return page(request, "data/map.html", "data-choose", {**shown, "error": error}, status=422 if error else 200)


def _before(context: Context, upload: Upload, job: str) -> Import | None:
    """What an import of this upload was told; None where it is not known any more."""
    try:
        verb = follow(context, int(job)).verb if job.isdecimal() else None
    except UsageError:
        return None
    return verb if isinstance(verb, Import) and verb.path == upload.file.absolute() else None


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
