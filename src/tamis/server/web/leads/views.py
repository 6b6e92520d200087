"""The list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from tamis.errors import DefinitionError, UsageError
from tamis.operations.access import Permission
from tamis.operations.leads.asked import Asked
from tamis.operations.leads.columns import is_whole
from tamis.operations.leads.found import MOST_FOUND
from tamis.operations.leads.lead import Lead, LeadPage
from tamis.operations.leads.offered import Offered, offered
from tamis.operations.leads.read_leads import MOST_SKIPPED, read_leads
from tamis.operations.leads.views import list_views
from tamis.operations.record.deciding import decisions_in_force
from tamis.server.accounts.needs import needs
from tamis.server.context import Context, context_of
from tamis.server.web.layout.templatetags.likelihoods import moved
from tamis.server.web.leads.asking import LEADS, Address, address_of, whole
from tamis.server.web.leads.chosen import chosen
from tamis.server.web.leads.drawn import drawn
from tamis.server.web.leads.parts import being_learnt
from tamis.server.web.leads.shown import Row, headings, rows
from tamis.server.web.leads.undoing import undo_offered
from tamis.server.web.leads.words import moved_text

PER_PAGE = 50
# Rows that a large screen shows without scrolling; and from which row on it is soon those after them.
_ON_A_SCREEN, _NEARING = 20, 15


@require_GET
@never_cache
@needs(Permission.SEE_LEADS)
def listed(request: HttpRequest) -> HttpResponse:
    """A page of the list; a part of it where only that is asked for."""
    context, is_part = context_of(request), bool(getattr(request, "htmx", False))
    address = address_of(request, context)
    told = _offered(context, address.asked)
    if "choose_columns" in request.GET:
        address = address.asking(columns=told.columns.plain(address.asked.columns))
    shown = {
        "address": address,
        "told": told,
        "chosen": chosen(context, address, told),
        "asked": address.asked.as_json(),
        "query": urlencode({"asked": address.asked.as_json()}),
        "here": address.here,
        "moved": moved_text(address.asked.moved) if address.asked.moved else "",
        "all_url": Address(LEADS).to(object=told.object),
        "cleared": address.cleared,
        "views": [
            (view, Address(view.asked, view).to()) for view in list_views(context.place, context.actor, told.object)
        ],
        "undo": undo_offered(request),
        "cursor": request.GET.get("cursor", ""),
        "learning": "" if told.model or is_part else being_learnt(context, told.object),
        **_permissions(context),
        **_page(request, context, address, told),
    }
    # A part is put into its page only where it is well, and here it tells what is not.
    is_mistaken = not is_part and ("issues" in shown or "mistake" in shown)
    answer = render(request, "leads/list.html", shown, status=422 if is_mistaken else 200)
    if is_part and not {"cursor", "skip"} & set(request.GET):
        # What a form asks gets the address that a link would have.
        answer["HX-Push-Url"] = address.to()
    return answer


def _offered(context: Context, asked: Asked) -> Offered:
    """What there is to ask for; where a view names a score or a model that is gone, beside those that are there: the
    page says what is gone, and there the view can be changed or deleted."""
    try:
        return offered(context.workspace, asked.object, asked.score, asked.model)
    except UsageError:
        return offered(context.workspace, asked.object)


def _page(request: HttpRequest, context: Context, address: Address, told: Offered) -> dict[str, Any]:
    """The rows; where a filter has a mistake, the mistake instead."""
    cursor = request.GET.get("cursor") or None
    skip = min(whole(request.GET.get("skip", "")) or 0, MOST_SKIPPED)
    try:
        page = read_leads(context.workspace, address.asked, now=context.now, cursor=cursor, skip=skip, most=PER_PAGE)
    except DefinitionError as error:
        return {"issues": error.issues}
    except UsageError as error:
        return {"mistake": str(error)}
    decisions = decisions_in_force(context.workspace, told.object, [lead.id for lead in page.leads])
    found = rows(address, told, page, decisions)
    return {
        "page": page,
        "found": _found(page),
        "most_found": MOST_FOUND,
        "last": page.first + len(page.leads) - 1,
        "is_still": not is_whole(address.asked.columns)
        and page.order != "likelihood_change"
        and not any(_has_moved(lead) for lead in page.leads),
        "ask_why": _ask_why(found) if "reasons" in page.columns else (),
        "headings": headings(address, told, page),
        "rows": found,
        "drawn": drawn(found, told, page, may_tick=_permissions(context)["may_tick"]),
    }


def _ask_why(shown: Sequence[Row]) -> list[tuple[Sequence[Row], str]]:
    """Of whom reasons are asked for at once, and of whom when: to explain fifty takes longer than to list them, and
    most people see a screen of them. The others are asked for a little before they come into sight."""
    first, later = shown[:_ON_A_SCREEN], shown[_ON_A_SCREEN:]
    asks = [(first, "load")] if first else []
    # Whichever of them comes first: who jumps to the end passes over most.
    return [*asks, (later, f"intersect once from:.leads-table>tbody>tr:nth-child(n+{_NEARING})")] if later else asks


def _has_moved(lead: Lead) -> bool:
    """Whether another likelihood than in the run before is told; after a first run, of nobody."""
    return lead.likelihood is not None and bool(moved(lead.likelihood.change))


def _found(page: LeadPage) -> str:
    """Whether all that are found can be taken at once: "some" where there are no more than these, "all", "too many"."""
    if page.total == len(page.leads):
        return "some"
    return "all" if page.total <= MOST_FOUND else "too many"


def _permissions(context: Context) -> dict[str, bool]:
    ticking = (Permission.WORK_LEADS, Permission.CHANGE_DATA, Permission.EXPORT_LEADS)
    return {
        "may_tick": any(context.may(permission) for permission in ticking),
        "may_work": context.may(Permission.WORK_LEADS),
        "may_change_lists": context.may(Permission.CHANGE_DATA),
        "may_export": context.may(Permission.EXPORT_LEADS),
        "may_share": context.may(Permission.SHARE_VIEWS),
        "may_see_data": context.may(Permission.SEE_DATA),
        "may_edit_scores": context.may(Permission.EDIT_SCORES),
        "may_see_models": context.may(Permission.SEE_SCORES),
    }
