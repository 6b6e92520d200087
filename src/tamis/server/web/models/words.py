"""What the pages of models say in words: goals, verdicts, why a version went live."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tamis.definitions.goal import Goal
from tamis.definitions.wording import describe_condition
from tamis.server.web.layout.templatetags.tamis import number

if TYPE_CHECKING:
    from tamis.operations.models.expecting import Expected

_DAY = 24 * 3600 * 1_000_000
# Seconds: up to so many, no minutes are told.
_MOMENT, _HALF = 15, 45
_VERDICTS = {
    "ready": gettext_lazy("Ready to use"),
    "with_care": gettext_lazy("Usable with care"),
    "not_ready": gettext_lazy("Not ready"),
}
_LIVINGS = {
    "first": gettext_lazy("it was the first"),
    "challenger": gettext_lazy("no worse than the one before, on the newest data"),
    "by_hand": gettext_lazy("published by hand"),
    "reverted": gettext_lazy("went back to it"),
    "withdrawn": gettext_lazy("withdrawn by hand"),
}


def verdict_name(level: str) -> str:
    """A verdict (ready, with_care, not_ready) in two words."""
    return str(_VERDICTS.get(level, level))


def living_why(why: str) -> str:
    """Why a version went live, or why none is."""
    return str(_LIVINGS.get(why, why))


def about(seconds: int) -> str:
    """A length of time as people say it."""
    if seconds <= _MOMENT:
        return _("a few seconds")
    if seconds < _HALF:
        return _("half a minute")
    minutes = max(1, round(seconds / 60))
    return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": number(minutes)}


def expected_in_words(expected: Expected) -> str:
    """How long a training takes, and how that is known."""
    time = {"time": about(expected.seconds)}
    if expected.is_measured:
        return _("The last training took about %(time)s.") % time
    return _("A training usually takes about %(time)s.") % time


def objects_of(object_type: str) -> str:
    """Records of an object, as a sentence begins with them."""
    return {"contact": _("Contacts"), "company": _("Companies"), "deal": _("Deals")}.get(object_type, object_type)


def outcome_in_words(goal: Goal) -> str:
    """When the goal is reached."""
    return describe_condition(goal.outcome)


def horizon_in_words(goal: Goal) -> str:
    """Within how long, in days; empty for a table without history."""
    if goal.is_snapshot:
        return ""
    days = goal.horizon.micros / _DAY
    if days < 1:
        hours = round(days * 24)
        return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": number(hours)}
    return ngettext("%(count)s day", "%(count)s days", round(days)) % {"count": number(round(days))}


def goal_in_words(goal: Goal) -> str:
    """All of it in a line: of whom, what, within how long."""
    said = {"objects": objects_of(goal.object), "outcome": outcome_in_words(goal), "time": horizon_in_words(goal)}
    if not said["time"]:
        return _("%(objects)s: %(outcome)s") % said
    return _("%(objects)s: %(outcome)s, within %(time)s") % said
