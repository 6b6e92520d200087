"""The history of a score or a likelihood as a chart with a table behind it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from tamis.operations.leads.likely import LeadLikelihood
from tamis.operations.models.likelihoods import RecordLikelihood
from tamis.operations.record.likelihood_series import LikelihoodChange
from tamis.operations.record.portrait import KeptValue
from tamis.operations.record.series import Series, Step
from tamis.server.french import spoken
from tamis.server.web.layout.templatetags.likelihoods import chance, priority_word
from tamis.server.web.layout.templatetags.tamis import points, when
from tamis.server.web.records.words import cause_of, in_words, likelihood_cause

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def chart_of(series: Series, value: KeptValue | None) -> dict[str, Any]:
    """What `layout/chart.html` draws: a step for each change; the last goes on until the value was computed."""
    drawn = [[_iso(step.at), _points(step.points), _told(step)] for step in series.steps]
    if value is not None and series.steps and value.at > series.steps[-1].at:
        drawn.append([_iso(value.at), _points(value.points), ""])
    rows = [
        [when(step.at), points(_points(step.points)), step.tier or "–", cause_of(step.cause), _happened(step.detail)]
        for step in reversed(series.steps)
    ]
    return {
        "kind": "step",
        "title": series.label,
        "summary": _("The points of this score over time, with the cause of each change."),
        "columns": [_("When"), _("Points"), _("Tier"), _("Cause"), _("What happened")],
        "rows": rows,
        "data": {"series": [{"name": series.label, "points": drawn, "color": "green"}]},
        "is_cut": series.is_cut,
        "is_published": value is not None,
    }


def likelihood_chart(
    label: str, told: LeadLikelihood | RecordLikelihood | None, history: Sequence[LikelihoodChange], *, least: int = 2
) -> dict[str, Any] | None:
    """What `layout/chart.html` draws of a likelihood, in the same way; None where there are fewer points than `least`,
    which is how it has been the same ever since."""
    drawn = [[_iso(each.at), each.after, _changed(each)] for each in history]
    if told is not None and history and told.at > history[-1].at:
        drawn.append([_iso(told.at), told.likelihood, ""])
    if len(drawn) < least:
        return None
    rows = [
        [when(each.at), chance(each.after), priority_word(each.priority_after), likelihood_cause(each.cause)]
        for each in reversed(history)
    ]
    return {
        "kind": "step",
        "title": _("%(label)s over time") % {"label": label},
        "summary": _("The likelihood in percent over time, with the cause of each change."),
        "columns": [_("When"), _("Likelihood"), _("Priority"), _("Cause")],
        "rows": rows,
        "data": {"series": [{"name": _("Likelihood"), "points": drawn, "color": "green"}], "unit": "%"},
    }


def _changed(change: LikelihoodChange) -> str:
    priority = priority_word(change.priority_after) if change.priority_after != change.priority_before else ""
    version = _("version %(version)s") % {"version": change.version}
    return " · ".join(part for part in (likelihood_cause(change.cause), version, priority) if part)


def _told(step: Step) -> str:
    cause, detail = cause_of(step.cause), _happened(step.detail)
    tier = _("tier %(tier)s") % {"tier": step.tier} if step.tier and step.tier != step.tier_before else ""
    return " · ".join(part for part in (cause, detail, tier) if part)


def _happened(detail: str) -> str:
    # Names of the data, but for how many more there are.
    return spoken(in_words(detail)) if detail.endswith(" more") else in_words(detail)


def _points(micros: int | None) -> float | None:
    return None if micros is None else micros / 1e6


def _iso(micros: int) -> str:
    return (_EPOCH + timedelta(microseconds=micros)).isoformat()
