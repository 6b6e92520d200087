"""A definition as a file: downloaded, and put in place of the draft."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tamis.errors import UsageError
from tamis.operations.access import Permission
from tamis.operations.compare_versions import Versions, list_versions
from tamis.operations.start_draft import start_from_text
from tamis.server.accounts.needs import needs
from tamis.server.context import context_of
from tamis.server.web.scores.files import text_of_file
from tamis.server.web.scores.places import to_editor


@needs(Permission.SEE_SCORES)
def download(request: HttpRequest, key: str) -> HttpResponse:
    """The YAML of a version (`?version=3`), or of the draft, or else of the newest version."""
    found = list_versions(context_of(request).place, key)
    name, text = _chosen(found, request.GET.get("version", ""))
    answer = HttpResponse(text, content_type="application/yaml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.yaml"'
    return answer


@needs(Permission.EDIT_SCORES)
@require_POST
def upload(request: HttpRequest, key: str) -> HttpResponse:
    """A file in place of the draft."""
    context = context_of(request)
    is_replacing = request.POST.get("replace") == "yes"
    text = text_of_file(request)
    start_from_text(context.place, text, now=context.now, key=key, is_replacing=is_replacing, by=context.actor)
    messages.success(request, _("The file is the draft now. Nothing changes before you publish it."))
    return redirect(to_editor(key))


def _chosen(found: Versions, version: str) -> tuple[str, str]:
    if not version and found.draft is not None:
        return found.key, found.draft.text
    for each in reversed(found.versions):
        if version in ("", str(each.number)):
            return f"{found.key}-v{each.number}" if version else found.key, each.text
    raise UsageError(_("There is no such version."))
