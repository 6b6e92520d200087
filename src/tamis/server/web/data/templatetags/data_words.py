"""Words of the data pages: what types, jobs and objects are called."""

from __future__ import annotations

import json
from math import floor

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tamis.server.web.layout.templatetags.tamis import percent

register = template.Library()

_OBJECTS = {"contact": _("Contacts"), "company": _("Companies"), "deal": _("Deals")}
_TYPES = {
    "text": _("text"),
    "number": _("number"),
    "boolean": _("yes or no"),
    "date": _("date"),
    "datetime": _("date and time"),
    "choice": _("one of a list"),
    "choices": _("several of a list"),
}
_JOBS = {
    "import": _("Import"),
    "publish": _("Publication"),
    "review": _("Review before publishing"),
    "review draft": _("Review before publishing"),
    "rescore": _("Rescoring"),
    "merge": _("Merge"),
    "unmerge": _("Merge taken back"),
    "merge duplicates": _("Merge of all that are as good as certain"),
    "unmerge duplicates": _("Merge of all taken back"),
    "retype": _("Change of a type"),
    "backup": _("Backup"),
    "reset": _("Reset of engagement"),
    "unreset": _("Reset taken back"),
    "delete": _("Deletion of a definition"),
    "delete property": _("Deletion of a property"),
    "dismiss": _("Contacts kept apart"),
    "explain": _("Explanation"),
    "history": _("History"),
    "values": _("Values"),
    "assess goal": _("Count of what there is to learn from"),
    "train model": _("Training of a model"),
    "predict": _("Computation of likelihoods"),
    "publish model": _("Another live version of a model"),
    "revert model": _("Return to a version of a model"),
    "withdraw model": _("Withdrawal of a model"),
    "schedule model": _("Schedule of a model"),
    "delete model": _("Deletion of a model"),
}
_STATES = {
    "waiting": _("waiting"),
    "running": _("running"),
    "done": _("done"),
    "failed": _("failed"),
    "refused": _("refused"),
    "stopped": _("stopped"),
}


@register.filter
def object_label(object: str) -> str | Promise:
    """What records of an object are called; a custom object by its own name."""
    return _OBJECTS.get(object, object)


@register.filter
def type_label(type: str) -> str | Promise:
    """What a type of values is called."""
    return _TYPES.get(type, type)


@register.filter
def job_label(kind: str) -> str | Promise:
    """What a kind of job is called."""
    return _JOBS.get(kind, kind)


@register.filter
def state_label(state: str) -> str | Promise:
    """What a state of a job is called."""
    return _STATES.get(state, state)


@register.filter
def sureness(probability: float) -> str:
    """A probability (0–1) rounded down: 100 % would say that there is no doubt."""
    return percent(floor(probability * 1000) / 1000)


@register.filter
def pair(one: str, other: str) -> str:
    """Two ids as the values of a request: which to keep or compare, and the other."""
    return json.dumps({"keep": one, "one": one, "other": other})


@register.filter
def with_undo(values: str) -> str:
    """The same request, taken back."""
    return json.dumps({**json.loads(values), "undo": "yes"})
