"""What was done to the list on the page before is offered back, once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tamis.errors import UsageError
from tamis.operations.access import Permission, require
from tamis.operations.leads.asked import read_asked
from tamis.operations.leads.views import save_view
from tamis.operations.record.deciding import undo_decisions
from tamis.operations.segments import ListChange
from tamis.operations.verbs import ChangeMembers
from tamis.server.accounts.needs import needs
from tamis.server.context import Context, context_of
from tamis.server.french import spoken
from tamis.server.web.leads.asking import Address

# Where the session keeps what was done last, and how it is undone.
_DONE = "leads_done"
#: In seconds: how long one waits for a list to be changed before the page says that it is under way.
WITHIN = 20.0


def offer_undo(request: HttpRequest, told: str, kind: str, **how: Any) -> None:
    """Has the next page tell what was done, with a button that undoes it."""
    request.session[_DONE] = {"told": told, "kind": kind, **how}


def runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Numbers as their runs, first and last, so that a session holds ten thousand of them.

    >>> runs([4, 5, 6, 9])
    [(4, 6), (9, 9)]
    """
    found: list[tuple[int, int]] = []
    for number in sorted(numbers):
        follows = bool(found) and found[-1][1] == number - 1
        found[-1 if follows else len(found) :] = [(found[-1][0] if follows else number, number)]
    return found


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
    decisions = [number for first, last in done["decisions"] for number in range(first, last + 1)]
    undo_decisions(context.place, context.actor, decisions, now=context.now)
    messages.success(request, _("The decisions were taken back."))
    return str(done["back"])


def _members(request: HttpRequest, context: Context, done: Mapping[str, Any]) -> str:
    """Who was added to a list is taken out again, not who was in it before; a list that was made for them goes."""
    require(context.actor, Permission.CHANGE_DATA)
    try:
        added: Any = context.desk.result(ChangeMembers(done["list"], (), "add"), done["job"], within=0)
        verb = ChangeMembers(done["list"], added.ids, "remove", drops_empty=done["is_new"])
        change: ListChange | None = context.do(verb, within=WITHIN)
    except UsageError as error:
        messages.error(request, spoken(str(error)))
        return str(done["back"])
    if change is None:
        told = _("The list is being changed; the page of jobs tells how far it is.")
    elif change.is_gone:
        told = _("The list “%(list)s” is taken away again.") % done
    else:
        told = _("They are taken out of “%(list)s” again.") % done
    messages.success(request, told)
    return str(done["back"])


_UNDOING: Mapping[str, Callable[[HttpRequest, Context, Mapping[str, Any]], str]] = {
    "view": _view,
    "decisions": _decisions,
    "members": _members,
}
