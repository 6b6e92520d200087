"""What was done to the list on the page before is offered back, once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tamis.operations.access import Permission, require
from tamis.operations.leads.asked import read_asked
from tamis.operations.leads.views import save_view
from tamis.operations.record.deciding import undo_decisions
from tamis.operations.verbs import ChangeMembers
from tamis.server.accounts.needs import needs
from tamis.server.context import Context, context_of
from tamis.server.web.leads.asking import Address

# Where the session keeps what was done last, and how it is undone.
_DONE = "leads_done"
#: In seconds: how long one waits for a list to be changed before the page says that it is under way.
WITHIN = 20.0


def offer_undo(request: HttpRequest, told: str, kind: str, **how: Any) -> None:
    """Has the next page tell what was done, with a button that undoes it."""
    request.session[_DONE] = {"told": told, "kind": kind, **how}


def undo_offered(request: HttpRequest) -> str | None:
    """What was done on the page before, if it can be undone."""
    done: dict[str, Any] | None = request.session.get(_DONE)
    if done is None or done.get("is_told"):
        return None
    request.session[_DONE] = {**done, "is_told": True}
    return str(done["told"])


@require_POST
@needs(Permission.SEE_LEADS)
def undo(request: HttpRequest) -> HttpResponse:
    """Undoes what was done last."""
    done = request.session.pop(_DONE, None)
    if done is None:
        return redirect("leads:list")
    return redirect(_UNDOING[done["kind"]](request, context_of(request), done))


def _view(request: HttpRequest, context: Context, done: Mapping[str, Any]) -> str:
    """A view that was deleted comes back."""
    asked = read_asked(done["asked"])
    view = save_view(context.place, context.actor, done["name"], asked, is_shared=done["is_shared"], now=context.now)
    return Address(view.asked, view).to()


def _decisions(request: HttpRequest, context: Context, done: Mapping[str, Any]) -> str:
    undo_decisions(context.place, context.actor, done["decisions"], now=context.now)
    messages.success(request, _("The decisions were taken back."))
    return str(done["back"])


def _members(request: HttpRequest, context: Context, done: Mapping[str, Any]) -> str:
    """Who was added to a list is taken out again; not who was in it before."""
    require(context.actor, Permission.CHANGE_DATA)
    verb = ChangeMembers(done["list"], tuple(done["ids"]), "remove")
    is_done = context.do(verb, within=WITHIN) is not None
    under_way = _("The list is being changed; the page of jobs tells how far it is.")
    messages.success(request, _("They are taken out of “%(list)s” again.") % done if is_done else under_way)
    return str(done["back"])


_UNDOING: Mapping[str, Callable[[HttpRequest, Context, Mapping[str, Any]], str]] = {
    "view": _view,
    "decisions": _decisions,
    "members": _members,
}
