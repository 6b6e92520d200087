"""Members that are added to a list, or taken out of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from tamis.errors import UsageError
from tamis.operations.access import Permission
from tamis.operations.segments import ListChange, read_names
from tamis.operations.verbs import ChangeMembers
from tamis.server.accounts.needs import needs
from tamis.server.context import Context, context_of
from tamis.server.french import spoken
from tamis.server.web.layout.templatetags.tamis import number
from tamis.server.web.segments.shown import key_of, place_of

# In seconds: how long one waits for the list before the page says that it is under way.
_WITHIN = 20.0
_MOST_UNKNOWN = 20


@needs(Permission.CHANGE_DATA)
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Adds those of a file, or those that were typed."""
    key = key_of(request)
    changed(request, context_of(request), ChangeMembers(key, names_in(request), "add"))
    return redirect(place_of(key))


@needs(Permission.CHANGE_DATA)
@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    """Takes out those that were ticked."""
    key, names = key_of(request), tuple(request.POST.getlist("member"))
    if not names:
        messages.warning(request, _("Tick the members to take out first."))
    else:
        changed(request, context_of(request), ChangeMembers(key, names, "remove"))
    return redirect(place_of(key))


def names_in(request: HttpRequest) -> tuple[str, ...]:
    """The ids or addresses of a form: of its file, and of what was typed. Raises UsageError where there are none."""
    file = request.FILES.get("file")
    typed = request.POST.get("names", "")
    found = read_names(file.read()) if file is not None else ()
    if typed.strip():
        found = (*found, *_typed(typed))
    if not found:
        raise UsageError(_("Choose a file, or type ids or e-mail addresses."))
    return tuple(dict.fromkeys(found))


def changed(request: HttpRequest, context: Context, verb: Any) -> None:
    """Has the list changed, and tells what that came to."""
    done: ListChange | None = context.do(verb, within=_WITHIN)
    if done is None:
        messages.info(request, _("The list is being changed; the page of jobs tells how far it is."))
        return
    messages.success(request, _told(done, verb))
    if done.unknown_count:
        messages.warning(request, _told_unknown(done))
    if done.unscored:
        messages.error(request, _("Scores could not be computed: %s") % spoken(done.unscored[0].message))


def _typed(text: str) -> Sequence[str]:
    parts = text.replace(",", "\n").replace(";", "\n").splitlines()
    return [part.strip() for part in parts if part.strip()]


def _told(done: ListChange, verb: Any) -> str:
    is_less = isinstance(verb, ChangeMembers) and verb.how == "remove"
    if is_less:
        told = ngettext("%(count)s member taken out.", "%(count)s members taken out.", done.changed)
    else:
        told = ngettext("%(count)s member added.", "%(count)s members added.", done.changed)
    moved = sum(count for _score, count in done.moved)
    sentence = told % {"count": number(done.changed)}
    if moved:
        also = ngettext("%(count)s value changed with it.", "%(count)s values changed with it.", moved)
        sentence = f"{sentence} {also % {'count': number(moved)}}"
    return sentence


def _told_unknown(done: ListChange) -> str:
    told = ngettext(
        "%(count)s id or address is unknown and was left out: %(names)s",
        "%(count)s ids or addresses are unknown and were left out: %(names)s",
        done.unknown_count,
    )
    names = ", ".join(done.unknown[:_MOST_UNKNOWN])
    more = " …" if done.unknown_count > _MOST_UNKNOWN else ""
    return told % {"count": number(done.unknown_count), "names": f"{names}{more}"}
