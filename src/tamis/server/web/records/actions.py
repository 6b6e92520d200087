"""What is decided about a record on its page."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tamis.errors import UsageError
from tamis.operations.access import Permission
from tamis.operations.record.deciding import decide, undo_decision
from tamis.operations.rescore import micros_of
from tamis.operations.verbs import Reset, Unreset
from tamis.server.accounts.needs import needs
from tamis.server.context import context_of
from tamis.server.french import spoken
from tamis.server.web.layout.templatetags.tamis import points
from tamis.server.web.records.words import PATIENCE


@require_POST
@needs(Permission.WORK_LEADS)
def decide_on(request: HttpRequest, object: str, id: str) -> HttpResponse:
    """Accepts or rejects it, with a reason."""
    context = context_of(request)
    verdict = "accepted" if request.POST.get("verdict") == "accepted" else "rejected"
    try:
        decide(
            context.workspace,
            context.actor,
            object,
            id,
            "accepted" if verdict == "accepted" else "rejected",
            request.POST.get("reason", ""),
            now=context.now,
        )
    except UsageError as error:
        messages.error(request, spoken(str(error)))
    else:
        messages.success(request, _("Accepted.") if verdict == "accepted" else _("Rejected."))
    return redirect("record", object=object, id=id)


@require_POST
@needs(Permission.WORK_LEADS)
def undo(request: HttpRequest, object: str, id: str) -> HttpResponse:
    """Takes a decision back."""
    context = context_of(request)
    decision = request.POST.get("decision", "")
    if not decision.isdecimal():
        raise UsageError("There is no such decision.")
    undo_decision(context.workspace, context.actor, int(decision), now=context.now)
    messages.success(request, _("The decision was taken back."))
    return redirect("record", object=object, id=id)


@require_POST
@needs(Permission.WORK_LEADS)
def reset(request: HttpRequest, object: str, id: str) -> HttpResponse:
    """Has its engagement groups ignore what was until now."""
    context = context_of(request)
    done = context.do(Reset(id, object, micros_of(context.now())), within=PATIENCE)
    if done is None:
        messages.info(request, _("The reset is under way; it waits for other work."))
    else:
        moved = [
            _("%(name)s: %(told)s")
            % {"name": each.score, "told": f"{points(_points(each.before))} → {points(_points(each.after))}"}
            for each in done.values
        ]
        told = _("Engagement was reset: events until now no longer count.")
        messages.success(request, " ".join([told, *moved]))
    return redirect("record", object=object, id=id)


@require_POST
@needs(Permission.WORK_LEADS)
def unreset(request: HttpRequest, object: str, id: str) -> HttpResponse:
    """Takes the last reset back."""
    context = context_of(request)
    done = context.do(Unreset(id, object, micros_of(context.now())), within=PATIENCE)
    told = (
        _("The reset was taken back; events count again.") if done else _("This is under way; it waits for other work.")
    )
    messages.success(request, told)
    return redirect("record", object=object, id=id)


def _points(micros: int | None) -> float | None:
    return None if micros is None else micros / 1e6
