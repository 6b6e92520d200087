"""Files that are given, looked at, and imported."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Router, UploadedFile
from pydantic import Field

from tamis.definitions import PropertyType
from tamis.errors import UsageError
from tamis.operations.access import Permission
from tamis.operations.chosen_types import known_types
from tamis.operations.rescore import micros_of
from tamis.operations.uploads import (
    columns_of,
    find_rejects,
    find_upload,
    import_of,
    keep_upload,
    known_columns,
    list_uploads,
)
from tamis.server.api.csv_files import CSV_ANSWER, csv_answer
from tamis.server.api.doing import JOB_ANSWERS, do
from tamis.server.api.paging import Cursor, Limit, cursor_of, page_of, place_of
from tamis.server.api.problems import Mistake, Refused
from tamis.server.api.routing import context_in, found, route
from tamis.server.api.shapes import Instant, PageOf, Sent, Told
from tamis.server.french.rejects import spoken_rejects

router = Router(tags=["Imports"])
Table = Literal["contacts", "companies", "deals", "events", "associations", "segment_members", "property_changes"]
Type = Literal["text", "number", "boolean", "date", "datetime", "choice", "choices"]


class UploadTold(Told):
    """A file that was given; it is kept for a week."""

    id: str = Field(examples=["0f1e2d3c4b5a6978"])
    name: str = Field(examples=["contacts.csv"])
    table: str = Field(examples=["contacts"])
    size: int = Field(description="In bytes.")
    at: Instant


class ColumnTold(Told):
    """A column, some of its values, and the name that it probably stands for; `is_known`: the workspace has that;
    `is_misplaced`: it is called as a property of another record (`company.employees`), and gives that no value;
    `seen_type`: what its first 200 values are, null where there are none."""

    name: str
    values: list[str]
    proposed: str
    is_known: bool
    is_misplaced: bool
    seen_type: Type | None


class ColumnsTold(Told):
    """The columns of an upload, in its order, what a column of its table may stand for, and the types of the properties
    among that which have one already."""

    items: list[ColumnTold]
    known: list[str] = Field(examples=[["email", "company.name"]])
    types: dict[str, Type] = Field(examples=[{"email": "text"}])


class ImportSent(Sent):
    """Which upload is imported, and how. `columns`: which name each header stands for. `leave_out`: headers of columns
    of which nothing is taken in. `types`: by name the types of new properties; of what it does not name, the values
    tell. `by_email`: contacts without an id are known by their addresses."""

    upload: str = Field(max_length=100, examples=["0f1e2d3c4b5a6978"])
    dry_run: bool = False
    columns: dict[str, str] = Field(default={}, examples=[{"E-mail": "email"}])
    leave_out: list[str] = Field(default=[], examples=[["Internal note"]])
    types: dict[str, Type] = Field(default={}, examples=[{"quiz": "number"}])
    by_email: bool = False


@route(router, "GET", "/uploads", Permission.CHANGE_DATA, PageOf[UploadTold])
def list_uploads_(request: HttpRequest, limit: Limit = 50, cursor: Cursor = None) -> Any:
    """List the files that were given, newest first."""
    before = place_of("uploads", cursor, tuple[int, str])
    rest = [
        each
        for each in list_uploads(context_in(request).place)
        if before is None or (-each.at, each.id) > (-before[0], before[1])
    ]
    rest.sort(key=lambda each: (-each.at, each.id))
    return page_of(rest[: limit + 1], limit, lambda each: cursor_of("uploads", each.at, each.id))


@route(router, "POST", "/uploads", Permission.CHANGE_DATA, {201: UploadTold})
def upload_file(request: HttpRequest, table: Form[Table], file: File[UploadedFile]) -> Any:
    """Give a file: a CSV, a JSON Lines or a Parquet file of one table, plain or compressed."""
    context = context_in(request)
    at = micros_of(context.now())
    return keep_upload(context.place, name=file.name or "", table=table, chunks=file.chunks(), at=at)


@route(router, "GET", "/uploads/{id}/columns", Permission.CHANGE_DATA, ColumnsTold)
def list_columns(request: HttpRequest, id: str) -> Any:
    """List the columns of a file, with some values and the names that they probably stand for.

    `company.name` stands for the name or domain of a record's company, which is found or made, and associated.
    """
    context = context_in(request)
    upload = found(lambda: find_upload(context.place, id))
    known = sorted(known_columns(context.workspace, upload.table))
    types = known_types(context.workspace, upload.table)
    return {"items": list(columns_of(context.workspace, upload)), "known": known, "types": types}


@route(router, "POST", "/imports", Permission.CHANGE_DATA, JOB_ANSWERS)
def import_upload(request: HttpRequest, response: HttpResponse, body: ImportSent) -> Any:
    """Import a file that was given, or tell what would come of it (`dry_run`). A job."""
    context = context_in(request)
    try:
        verb = import_of(
            context.place,
            body.upload,
            columns=body.columns,
            left_out=body.leave_out,
            types={name: PropertyType(type) for name, type in body.types.items()},
            by_email=body.by_email,
            dry_run=body.dry_run,
        )
    except UsageError as error:
        sentence = "There is no such upload."
        raise Refused(422, "wrong-request", sentence, [Mistake("unknown-upload", "body.upload", sentence)]) from error
    return do(request, response, verb)


@route(router, "GET", "/rejects/{name}", Permission.CHANGE_DATA, {200: None}, extra=CSV_ANSWER)
def read_rejects(request: HttpRequest, name: str) -> Any:
    """Give what an import could not take, as a CSV file: file, line, column, reason, and the row as it came.

    The reasons are in the language that the request asks for.
    """
    file = found(lambda: find_rejects(context_in(request).place, name))
    return csv_answer(spoken_rejects(file), name)
