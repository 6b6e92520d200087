"""What the list calls things, in the reader's language."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tamis.definitions import read_definitions
from tamis.definitions.wording import describe_condition, humanise
from tamis.operations.leads.moving import Moved
from tamis.operations.record.cells import Shown
from tamis.server.file_names import dated
from tamis.server.web.editor.words import TRUTHS
from tamis.server.web.layout.templatetags.likelihoods import chance
from tamis.server.web.layout.templatetags.tamis import day, when
from tamis.server.web.leads.asking import Address

OBJECTS = {"contact": gettext_lazy("Contacts"), "company": gettext_lazy("Companies"), "deal": gettext_lazy("Deals")}
_NONE = "–"


def object_name(object: str) -> str:
    """Several records of an object."""
    return str(OBJECTS.get(object, humanise(object).capitalize()))


def file_name(address: Address, now: datetime, time_zone: str) -> str:
    """That of the file of a list: as its saved view is called, where it asks for just that, or else its records."""
    view, object = address.view, address.asked.object
    records = _("Leads") if object == "contact" else object_name(object)
    called = view.name if view is not None and not address.is_changed else records
    return dated(called, now, time_zone, otherwise="leads")


def property_name(name: str) -> str:
    """A property, as a heading."""
    spaced = humanise(name)
    return spaced[:1].upper() + spaced[1:]


def cell(value: Shown, type: str | None) -> str:
    """A value of a property."""
    if value is None:
        return _NONE
    if isinstance(value, bool):
        return str(TRUTHS[str(value).lower()])
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, date):
        return day(value)
    if type == "date":
        return day(int(value))
    if type == "datetime":
        return when(int(value))
    return _number(value) if isinstance(value, int | float) else value


def condition_text(condition: Mapping[str, Any]) -> str:
    """A filter in words."""
    text = json.dumps({"key": "filter", "when": condition}, ensure_ascii=False, default=str)
    read = read_definitions([("segments/filter.yaml", text)], check_unreached=False)
    when_ = read.segments[0].when if read.segments else None
    told = describe_condition(when_) if when_ is not None else _("A condition that cannot be read")
    return told[:1].upper() + told[1:]


def moved_text(moved: Moved) -> str:
    """A movement between tiers, and in which time."""
    ends = {"before": moved.before or _NONE, "after": moved.after or _NONE}
    match moved.way:
        case "up":
            told = _("Moved up")
        case "down":
            told = _("Moved down")
        case "entered":
            told = _("New in %(after)s") % ends if moved.after else _("New in a tier")
        case "any":
            told = _("Moved from %(before)s to %(after)s") % ends
    return f"{told}, {_time(moved)}"


def likelihood_text(least: float | None, most: float | None) -> str:
    """From which likelihood (percent) to which; None for an end that is open."""
    if least is None:
        return _("Likelihood up to %(most)s") % {"most": chance(most)}
    if most is None:
        return _("Likelihood from %(least)s") % {"least": chance(least)}
    return _("Likelihood from %(least)s to %(most)s") % {"least": chance(least), "most": chance(most)}


def parts_of(condition: Mapping[str, Any] | None) -> list[Mapping[str, Any]]:
    """The filters that all have to hold."""
    if not condition:
        return []
    parts = condition.get("all")
    is_list = isinstance(parts, list | tuple) and set(condition) == {"all"}
    return [part for part in parts if isinstance(part, Mapping)] if is_list and parts else [condition]


def joined(parts: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """One condition of several filters."""
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else {"all": [dict(part) for part in parts]}


def _time(moved: Moved) -> str:
    if moved.since is not None and moved.until is not None:
        return _("%(first)s – %(last)s") % {"first": day(moved.since), "last": day(moved.until)}
    return ngettext("last %(count)s day", "last %(count)s days", moved.days) % {"count": moved.days}


def _number(value: float) -> str:
    text = format(value, ".15g")
    decimals = len(text.partition(".")[2]) if "." in text and "e" not in text else 0
    return formats.number_format(value, decimal_pos=decimals, use_l10n=True, force_grouping=True)
