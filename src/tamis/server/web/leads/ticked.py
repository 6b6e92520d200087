"""What is done to the leads that are ticked, all of them at once."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tamis.errors import UsageError
from tamis.operations.access import Permission
from tamis.operations.leads.asked import MOST_ROWS
from tamis.operations.record.deciding import decide_all
from tamis.operations.segments import ListChange
from tamis.operations.verbs import ChangeMembers, CreateList
from tamis.server.accounts.needs import needs
from tamis.server.context import context_of
from tamis.server.french import spoken
from tamis.server.web.layout.templatetags.tamis import number
from tamis.server.web.leads.asking import address_of, place_in
from tamis.server.web.leads.files import csv_file
from tamis.server.web.leads.undoing import WITHIN, offer_undo
from tamis.store.application import Verdict


@require_POST
@needs(Permission.WORK_LEADS)
def decide(request: HttpRequest) -> HttpResponse:
    """Accepts or rejects them, for one reason."""
    context = context_of(request)
    back = place_in(request, context)
    is_accepted = request.POST.get("verdict") == "accepted"
    verdict: Verdict = "accepted" if is_accepted else "rejected"
    reason = request.POST.get("reason", "")
    object = address_of(request, context).asked.object
    try:
        made = decide_all(context.workspace, context.actor, object, _ids(request), verdict, reason, now=context.now)
    except UsageError as error:
        messages.error(request, spoken(str(error)))
        return redirect(back)
    if is_accepted:
        told = ngettext("%(count)s lead is accepted.", "%(count)s leads are accepted.", len(made))
    else:
        told = ngettext("%(count)s lead is rejected.", "%(count)s leads are rejected.", len(made))
    told %= {"count": number(len(made))}
    offer_undo(request, told, "decisions", decisions=[each.id for each in made], back=back)
    return redirect(back)


@require_POST
@needs(Permission.CHANGE_DATA)
def add(request: HttpRequest) -> HttpResponse:
    """Adds them to a list, which may be a new one."""
    context = context_of(request)
    back = place_in(request, context)
    key, name, ids = request.POST.get("list", ""), request.POST.get("name", "").strip(), _ids(request)
    object = address_of(request, context).asked.object
    verb = ChangeMembers(key, ids, "add") if key else CreateList(name, ids, object)
    try:
        done: ListChange | None = context.do(verb, within=WITHIN)
    except UsageError as error:
        messages.error(request, spoken(str(error)))
        return redirect(back)
    if done is None:
        messages.info(request, _("The list is being changed; the page of jobs tells how far it is."))
    else:
        _tell(request, done, back)
    return redirect(back)


@require_POST
@never_cache
@needs(Permission.EXPORT_LEADS)
def export(request: HttpRequest) -> StreamingHttpResponse:
    """They alone, as CSV, with the columns and in the order of the list."""
    context = context_of(request)
    return csv_file(context, replace(address_of(request, context).asked, ids=_ids(request)))


def _ids(request: HttpRequest) -> tuple[str, ...]:
    """Raises UsageError where nobody is ticked, or more than a list shows."""
    ids = tuple(dict.fromkeys(request.POST.getlist("id")))
    if not ids:
        raise UsageError(_("Tick some leads first."))
    if len(ids) > MOST_ROWS:
        raise UsageError(_("Tick %(most)s leads at most.") % {"most": MOST_ROWS})
    return ids


def _tell(request: HttpRequest, done: ListChange, back: str) -> None:
    """What became of the list; who was added can be taken out again."""
    said = {"count": number(done.changed), "list": done.segment}
    if not done.changed:
        messages.info(request, _("All of them were in “%(list)s” already.") % said)
        return
    added = ngettext("%(count)s lead is added to “%(list)s”.", "%(count)s leads are added to “%(list)s”.", done.changed)
    moved = sum(count for _score, count in done.moved)
    also = ngettext("%(count)s value changed with it.", "%(count)s values changed with it.", moved)
    told = [added % said, *([also % {"count": number(moved)}] if moved else [])]
    offer_undo(request, " ".join(told), "members", list=done.segment, ids=list(done.ids), back=back)
    if done.unscored:
        messages.error(request, _("Scores could not be computed: %s") % spoken(done.unscored[0].message))
