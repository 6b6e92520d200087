"""The list as a file that a browser takes home."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

from django.http import HttpRequest, StreamingHttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from tamis.operations.access import Permission
from tamis.operations.leads.asked import Asked
from tamis.operations.leads.export import exporting_leads
from tamis.server.accounts.needs import needs
from tamis.server.context import Context, context_of
from tamis.server.file_names import take_home
from tamis.server.web.leads.asking import address_of
from tamis.server.web.leads.words import file_name


@require_GET
@never_cache
@needs(Permission.EXPORT_LEADS)
def export(request: HttpRequest) -> StreamingHttpResponse:
    """All rows that are asked for, as CSV."""
    context = context_of(request)
    address = address_of(request, context)
    return csv_file(context, address.asked, file_name(address, context.now(), context.time_zone))


def csv_file(context: Context, asked: Asked, name: str) -> StreamingHttpResponse:
    """Those who are asked for, as a CSV file of that name."""
    with ExitStack() as opened:
        lines = opened.enter_context(exporting_leads(context.workspace, context.actor, asked, now=context.now))
        # Open until the last line is sent, or the reader goes away.
        answer = StreamingHttpResponse(_closing(lines, opened.pop_all()), content_type="text/csv; charset=utf-8")
    take_home(answer, name)
    return answer


def _closing(lines: Iterator[str], opened: ExitStack) -> Iterator[str]:
    with opened:
        # By this sign, Excel knows that the file is UTF-8.
        yield "\ufeff"
        yield from lines
