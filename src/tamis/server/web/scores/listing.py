"""The list of scores, and the first page of one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tamis.errors import Unknown, closest
from tamis.operations.access import Permission
from tamis.operations.compare_versions import list_versions
from tamis.operations.list_scores import ListedScore, list_scores
from tamis.operations.rescore import micros_of
from tamis.server.accounts.needs import needs
from tamis.server.context import Context, context_of


@needs(Permission.SEE_SCORES)
def all_scores(request: HttpRequest) -> HttpResponse:
    """Every score: where it stands and how its records lie."""
    context = context_of(request)
    scores = list_scores(context.workspace)
    shown = {"scores": scores, "now": micros_of(context.now()), **allowed(context)}
    return render(request, "scores/list.html", shown)


@needs(Permission.SEE_SCORES)
def score(request: HttpRequest, key: str) -> HttpResponse:
    """One score: what is in use, what is drafted, and what asks for it."""
    context = context_of(request)
    found = listed(context, key)
    versions = list_versions(context.place, key)
    newest = list(reversed(versions.versions))[:5]
    return render(
        request, "scores/score.html", {**about(context, found, "score"), "newest": newest, "draft": versions.draft}
    )


def listed(context: Context, key: str) -> ListedScore:
    """The score of a key. Raises Unknown for one that is not there."""
    found = {each.key: each for each in list_scores(context.workspace)}
    if key not in found:
        hint = closest(key, found)
        raise Unknown(f'There is no score "{key}".' + (f"\n  hint: {hint}" if hint else ""))
    return found[key]


def about(context: Context, found: ListedScore, tab: str) -> dict[str, Any]:
    """What every page of one score shows."""
    return {"score": found, "tab": tab, "now": micros_of(context.now()), **allowed(context)}


def allowed(context: Context) -> dict[str, bool]:
    """What whoever looks may do with scores."""
    return {"may_edit": context.may(Permission.EDIT_SCORES), "may_publish": context.may(Permission.PUBLISH)}
