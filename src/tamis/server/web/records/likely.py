"""The part of a record's page that tells how likely it is to reach the goal of each live model, and why."""

from __future__ import annotations

import math

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from tamis.errors import UsageError
from tamis.operations.access import Permission
from tamis.operations.models.likelihoods import likelihoods_of
from tamis.operations.record.likelihood_series import read_likelihood_series
from tamis.operations.record.opened import open_record
from tamis.operations.rescore import micros_of
from tamis.server.accounts.needs import needs
from tamis.server.context import context_of
from tamis.server.web.records.charts import likelihood_chart
from tamis.server.web.records.curves import shown_curve

_MOST_SHOWN = 24


@require_GET
@needs(Permission.SEE_LEADS)
def likelihood(request: HttpRequest, object: str, id: str) -> HttpResponse:
    """What each live model says: the likelihood with its interval, reasons for and against, and its history."""
    context = context_of(request)
    with open_record(context.workspace, object, id) as opened:
        history, whole_id = read_likelihood_series(opened), opened.id
    told = likelihoods_of(context.workspace, object, whole_id, language=get_language() or "en")
    shown = [(each, likelihood_chart(each.label, each, history.get(each.model, ()))) for each in told]
    return render(
        request,
        "records/likelihood.html",
        {"shown": shown, "now": micros_of(context.now()), "object": object, "id": whole_id},
    )


@require_GET
@needs(Permission.SEE_LEADS)
def every_reason(request: HttpRequest, object: str, id: str) -> HttpResponse:
    """The whole sum of a likelihood: the intercept and every term, with its curve and the record's own point on it."""
    # It brings all that gathers features along.
    from tamis.operations.models.whole_explanation import whole_explanation

    context, model = context_of(request), request.GET.get("model", "")
    try:
        whole = whole_explanation(context.workspace, object, id, model, language=get_language() or "en")
    except UsageError as error:
        return render(request, "records/every_reason.html", {"mistake": str(error)})
    terms = [(term, shown_curve(term)) for term in whole.terms]
    shown, rest = terms[:_MOST_SHOWN], terms[_MOST_SHOWN:]
    told = {
        "whole": whole,
        "shown": shown,
        "rest": [term for term, _ in rest],
        "rest_adds": math.fsum(term.contribution for term, _ in rest),
        "most": max((abs(term.contribution) for term in whole.terms), default=0.0) or 1.0,
    }
    return render(request, "records/every_reason.html", told)
