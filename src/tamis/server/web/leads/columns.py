"""What the columns of a list are called, of which kind their values are, and how their cells are drawn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tamis.definitions.wording import humanise
from tamis.operations.leads.columns import LIKELIHOOD, NAMED, PROPERTY, SCORE
from tamis.operations.leads.offered import Offered
from tamis.server.web.layout.templatetags.likelihoods import chance
from tamis.server.web.layout.templatetags.tamis import micropoints, points
from tamis.server.web.leads.words import cell, property_name

_NAMES: Mapping[str, str | Promise] = {
    "name": _("Name"),
    "company": _("Company"),
    "tier": _("Tier"),
    "fit": _("Fit"),
    "engagement": _("Engagement"),
    "trend": _("Week"),
    "likelihood": _("Likelihood"),
    "likelihood_change": _("Change"),
    "priority": _("Priority"),
    "reasons": _("Why"),
    "last_activity": _("Last activity"),
    "owner": _("Owner"),
    "contacts": _("Contacts"),
}
# Where no column beside them tells of what they are.
_ALONE: Mapping[str, str | Promise] = {"trend": _("Change in a week"), "likelihood_change": _("Change of likelihood")}
_NUMBERS = ("score", "fit", "engagement", "trend", "likelihood", "likelihood_change", "contacts")


def heading_of(column: str, told: Offered) -> str:
    """What stands above a column."""
    if column == "score" and told.score is not None:
        return told.score.label
    if column in _NAMES:
        return str(_NAMES[column])
    if column.startswith(SCORE):
        key = column.removeprefix(SCORE)
        return next((score.label for score in told.scores if score.key == key), humanise(key))
    if column.startswith(LIKELIHOOD):
        key = column.removeprefix(LIKELIHOOD)
        return next((model.label for model in told.models if model.key == key), humanise(key))
    return _property(column.removeprefix(PROPERTY), told)


def choice_of(column: str, told: Offered) -> str:
    """What a column is called where it is chosen."""
    return str(_ALONE[column]) if column in _ALONE else heading_of(column, told)


def kind_of(column: str, told: Offered) -> str | None:
    """Of which kind its values are: `points`, `likelihood`, or a type of properties."""
    if column.startswith(SCORE):
        return "points"
    if column.startswith(LIKELIHOOD):
        return "likelihood"
    if column in NAMED:
        return "number" if column in _NUMBERS else None
    name = column.removeprefix(PROPERTY)
    found = told.property(name)
    # At which hour a deal closes, nobody asks.
    return "date" if name == told.known_as.closes else found.type if found else None


def is_number(column: str, told: Offered) -> bool:
    """Whether its values stand at the right."""
    return kind_of(column, told) in ("points", "likelihood", "number")


def text_of(value: Any, kind: str | None) -> str:
    """A value of a column that a lead has no field for."""
    if kind == "likelihood":
        return chance(value)
    return points(micropoints(value)) if kind == "points" else cell(value, kind)


def _property(name: str, told: Offered) -> str:
    known = told.known_as
    meant = {
        known.industry: _("Industry"),
        known.employees: _("Employees"),
        known.stage: _("Stage"),
        known.amount: _("Amount"),
        known.closes: _("Close date"),
    }
    return str(meant.get(name) or property_name(name))
