"""The page of one record."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tamis.operations.access import Permission
from tamis.operations.leads.likely import read_likely
from tamis.operations.models.likelihoods import live_models
from tamis.operations.record.associated import read_associated
from tamis.operations.record.deciding import decision_in_force, decisions_of
from tamis.operations.record.memberships import read_memberships
from tamis.operations.record.opened import OpenRecord, open_record
from tamis.operations.record.portrait import KeptValue, Portrait, read_portrait
from tamis.operations.rescore import micros_of
from tamis.operations.tiers import tier_colors
from tamis.server.accounts.needs import needs
from tamis.server.context import Context, context_of

# Of these records, models foretell something.
_LEARNT = ("contact", "company", "deal")
TABS = ("scores", "likelihood", "next", "timeline", "history")


@needs(Permission.SEE_LEADS)
def record(request: HttpRequest, object: str, id: str) -> HttpResponse:
    """Who it is; the rest comes in parts. The address of a merged contact leads to the one that it is part of."""
    context = context_of(request)
    now = micros_of(context.now())
    with open_record(context.workspace, object, id) as opened:
        if opened.id != id:
            return redirect("record", object=object, id=opened.id)
        portrait = read_portrait(opened)
        shown = {
            "badges": [badge(opened, value) for value in portrait.values],
            "associated": read_associated(opened, most=12),
            "memberships": read_memberships(opened, now),
            "likely": _likely(opened),
            "could_learn": _could_learn(opened, context),
        }
    decisions = decisions_of(context.workspace, object, known_ids(portrait))
    asked = request.GET.get("tab", "")
    return render(
        request,
        "records/record.html",
        {
            **shown,
            **permitted(context),
            "record": portrait,
            "now": now,
            "decisions": decisions,
            "in_force": decision_in_force(decisions),
            "tab": _tab(asked, is_scored=bool(shown["badges"]), is_likely=bool(shown["likely"])),
            "company": portrait.object == "contact" and _company(shown["associated"]),
        },
    )


def known_ids(portrait: Portrait) -> tuple[str, ...]:
    """All ids that the record was ever known by."""
    return (portrait.id, *(each.id for each in portrait.earlier_ids))


def badge(opened: OpenRecord, value: KeptValue) -> dict[str, Any]:
    """A score's value as it is shown at the top."""
    score = next(each for each in opened.scores if each.key == value.score)
    return {"value": value, "colors": tier_colors(score), "is_primary": score is opened.scores[0]}


def _could_learn(opened: OpenRecord, context: Context) -> bool:
    """Whether whoever looks could have a first model of such records learnt."""
    is_asked = opened.object in _LEARNT and not live_models(opened.workspace, opened.object)
    return is_asked and context.may(Permission.PUBLISH)


def _tab(asked: str, *, is_scored: bool, is_likely: bool) -> str:
    if asked in TABS and (asked != "likelihood" or is_likely):
        return asked
    # Records that no score is of have nothing to explain.
    return "scores" if is_scored else "likelihood" if is_likely else "timeline"


def _likely(opened: OpenRecord) -> list[dict[str, Any]]:
    """What each live model says, as it is shown at the top."""
    told = [
        (model, read_likely(opened.warehouse, model, opened.object, [opened.n]).get(opened.n))
        for model in live_models(opened.workspace, opened.object)
    ]
    return [{"label": model.label, "found": found} for model, found in told if found is not None]


def permitted(context: Context) -> dict[str, bool]:
    """What may be done on the page."""
    return {
        "may_work": context.may(Permission.WORK_LEADS),
        "may_merge": context.may(Permission.MERGE_RECORDS),
        "may_privacy": context.may(Permission.PRIVACY),
    }


def _company(groups: Any) -> Any:
    """The company that a contact is with before others."""
    found = [each for group in groups if group.object == "company" for each in group.records]
    return next(iter(found), None)
