"""What is done to the leads that are ticked, or to all that the list finds, all of them at once."""

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
from tamis.operations.leads.found import found_ids
from tamis.operations.record.deciding import decide_all
from tamis.operations.segments import ListChange
from tamis.operations.verbs import ChangeMembers, CreateList
from tamis.server.accounts.needs import needs
from tamis.server.context import Context, context_of
from tamis.server.french import spoken
from tamis.server.web.layout.templatetags.tamis import number
from tamis.server.web.leads.asking import address_of, place_in
from tamis.server.web.leads.files import csv_file
from tamis.server.web.leads.undoing import WITHIN, offer_undo, runs
from tamis.server.web.leads.words import file_name
from tamis.store.application import Verdict

# Said by a form that goes for all that the list finds, ticked or not.
_FOUND = "found"


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
        ids = _ids(request, context)
        made = decide_all(context.workspace, context.actor, object, ids, verdict, reason, now=context.now)
    except UsageError as error:
        messages.error(request, spoken(str(error)))
        return redirect(back)
    if is_accepted:
        told = ngettext("%(count)s lead is accepted.", "%(count)s leads are accepted.", len(made))
    else:
        told = ngettext("%(count)s lead is rejected.", "%(count)s leads are rejected.", len(made))
    told %= {"count": number(len(made))}
    offer_undo(request, told, "decisions", decisions=runs([each.id for each in made]), back=back)
    return redirect(back)


@require_POST
@needs(Permission.CHANGE_DATA)
def add(request: HttpRequest) -> HttpResponse:
    """Adds them to a list, which may be a new one."""
    context = context_of(request)
    back = place_in(request, context)
    key, name = request.POST.get("list", ""), request.POST.get("name", "").strip()
    object = address_of(request, context).asked.object
    try:
        ids = _ids(request, context)
        verb = ChangeMembers(key, ids, "add") if key else CreateList(name, ids, object)
        job = context.submit(verb)
        done: ListChange | None = context.desk.result(verb, job, within=WITHIN)
    except UsageError as error:
        messages.error(request, spoken(str(error)))
        return redirect(back)
    if done is None:
        messages.info(request, _("The list is being changed; the page of jobs tells how far it is."))
    else:
        _tell(request, done, job=job, is_new=not key, back=back)
    return redirect(back)


@require_POST
@never_cache
@needs(Permission.EXPORT_LEADS)
def export(request: HttpRequest) -> StreamingHttpResponse:
    """They alone, as CSV, with the columns and in the order of the list."""
    context = context_of(request)
    address = address_of(request, context)
    asked = address.asked if _FOUND in request.POST else replace(address.asked, ids=_ticked(request))
    return csv_file(context, asked, file_name(address, context.now(), context.time_zone))


def _ids(request: HttpRequest, context: Context) -> tuple[str, ...]:
    """Of those who are ticked, or of all that the list finds. Raises UsageError where these are nobody, or too many."""
    if _FOUND in request.POST:
        ids = found_ids(context.workspace, address_of(request, context).asked, now=context.now)
        if not ids:
            raise UsageError(_("Nobody is in this list any more."))
        return ids
    return _ticked(request)


def _ticked(request: HttpRequest) -> tuple[str, ...]:
    ids = tuple(dict.fromkeys(request.POST.getlist("id")))
    if not ids:
        raise UsageError(_("Tick some leads first."))
    if len(ids) > MOST_ROWS:
        raise UsageError(_("Tick %(most)s leads at most.") % {"most": MOST_ROWS})
    return ids


def _tell(request: HttpRequest, done: ListChange, *, job: int, is_new: bool, back: str) -> None:
    """What became of the list; who was added can be taken out again."""
    said = {"count": number(done.changed), "list": done.segment}
    if not done.changed:
        messages.info(request, _("All of them were in “%(list)s” already.") % said)
        return
    added = ngettext("%(count)s lead is added to “%(list)s”.", "%(count)s leads are added to “%(list)s”.", done.changed)
    moved = sum(count for _score, count in done.moved)
    also = ngettext("%(count)s value changed with it.", "%(count)s values changed with it.", moved)
    told = [added % said, *([also % {"count": number(moved)}] if moved else [])]
    offer_undo(request, " ".join(told), "members", list=done.segment, job=job, is_new=is_new, back=back)
    if done.unscored:
        messages.error(request, _("Scores could not be computed: %s") % spoken(done.unscored[0].message))
