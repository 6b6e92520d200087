"""Parts of a record's page that come by themselves: scores, what is next, the timeline, the history."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tamis.operations.access import Permission
from tamis.operations.leads.likely import read_likely
from tamis.operations.models.likelihoods import live_models
from tamis.operations.record.deciding import decisions_of
from tamis.operations.record.likelihood_series import read_likelihood_series
from tamis.operations.record.nearing.next_tier import read_outlook
from tamis.operations.record.opened import OpenRecord, open_record
from tamis.operations.record.portrait import read_kept_values, read_portrait
from tamis.operations.record.series import read_series
from tamis.operations.record.timeline import count_events, read_timeline
from tamis.operations.record.trees import read_trees
from tamis.operations.rescore import micros_of
from tamis.operations.tiers import category_colors
from tamis.server.accounts.needs import needs
from tamis.server.context import context_of
from tamis.server.web.records.charts import chart_of, likelihood_chart
from tamis.server.web.records.entries import entries
from tamis.server.web.records.trees import shown_tree
from tamis.server.web.records.views import known_ids

_A_PAGE = 30


@require_GET
@needs(Permission.SEE_LEADS)
def scores(request: HttpRequest, object: str, id: str) -> HttpResponse:
    """Every score with its tree."""
    context = context_of(request)
    now = micros_of(context.now())
    with open_record(context.workspace, object, id) as opened:
        trees = [shown_tree(tree) for tree in read_trees(opened, now)]
    return render(request, "records/scores.html", {"trees": trees, "now": now, "object": object, "id": id})


@require_GET
@needs(Permission.SEE_LEADS)
def next_tier(request: HttpRequest, object: str, id: str) -> HttpResponse:
    """What would move it to the next tier, by every score that has tiers."""
    context = context_of(request)
    now = micros_of(context.now())
    with open_record(context.workspace, object, id) as opened:
        keys = [score.key for score in opened.scores if score.thresholds]
        asked = request.GET.get("score", "")
        chosen = asked if asked in keys else next(iter(keys), None)
        outlook = read_outlook(opened, chosen, now) if chosen else None
        labels = [(score.key, score.label or score.key) for score in opened.scores if score.thresholds]
        told = outlook.categories if outlook else ()
        colored = next((score for score in opened.scores if score.key == chosen), None)
        categories = [(each, category_colors(colored, each.category)) for each in told if colored]
    shown = {
        "outlook": outlook,
        "categories": categories,
        "labels": labels,
        "chosen": chosen,
        "now": now,
        "object": object,
        "id": id,
    }
    return render(request, "records/next.html", shown)


@require_GET
@needs(Permission.SEE_LEADS)
def timeline(request: HttpRequest, object: str, id: str) -> HttpResponse:
    """What happened, newest first; with a cursor, only what was before."""
    context = context_of(request)
    now = micros_of(context.now())
    cursor, chosen = request.GET.get("cursor") or None, request.GET.get("type") or None
    with open_record(context.workspace, object, id) as opened:
        trees = read_trees(opened, now)
        page = read_timeline(opened, now, trees=trees, cursor=cursor, event_type=chosen, most=_A_PAGE)
        counts = count_events(opened, now) if cursor is None else ()
        ids = known_ids(read_portrait(opened)) if chosen is None else ()
    decisions = decisions_of(context.workspace, object, ids) if ids else ()
    shown = {
        "page": page,
        "entries": entries(page, decisions, cursor),
        "counts": counts,
        "chosen": chosen,
        "now": now,
        "object": object,
        "id": id,
    }
    return render(request, "records/timeline_page.html" if cursor else "records/timeline.html", shown)


@require_GET
@needs(Permission.SEE_LEADS)
def history(request: HttpRequest, object: str, id: str) -> HttpResponse:
    """What became of each score and each likelihood, as charts with their causes."""
    context = context_of(request)
    now = micros_of(context.now())
    with open_record(context.workspace, object, id) as opened:
        values = {value.score: value for value in read_kept_values(opened)}
        charts = [chart_of(series, values.get(series.score)) for series in read_series(opened)]
        charts += _likelihood_charts(opened)
    return render(request, "records/history.html", {"charts": charts, "now": now})


def _likelihood_charts(opened: OpenRecord) -> list[dict[str, Any]]:
    """One for each live model that said something of the record."""
    history = read_likelihood_series(opened)
    charts = []
    for model in live_models(opened.workspace, opened.object):
        told = read_likely(opened.warehouse, model, opened.object, [opened.n]).get(opened.n)
        chart = likelihood_chart(model.label, told, history.get(model.key, ()), least=1)
        charts += [{**chart, "title": model.label, "is_published": True}] if chart else []
    return charts
