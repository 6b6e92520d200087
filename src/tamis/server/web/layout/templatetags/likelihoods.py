"""How likelihoods and priorities are written on a page, by the language of whoever reads it."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from tamis.operations.models.likelihoods import RecordLikelihood, ToldReason
from tamis.server.web.layout.templatetags.tamis import points, signed

register = template.Library()

_WORDS = {
    "very high": gettext_noop("Very high"),
    "high": gettext_noop("High"),
    "medium": gettext_noop("Medium"),
    "low": gettext_noop("Low"),
    "closed won": gettext_noop("Closed won"),
}
_COLORS = {
    "very high": "tamis-tier-green tamis-tier-strong",
    "high": "tamis-tier-green",
    "medium": "tamis-tier-yellow",
    "low": "tamis-tier-gray",
    "closed won": "tamis-tier-blue",
}
_OPEN = {
    "contact": gettext_noop("open contacts"),
    "company": gettext_noop("open companies"),
    "deal": gettext_noop("open deals"),
}
_OTHERS = gettext_noop("open records")
_NONE = "–"
# Below, a decimal says more than it takes room; least of all, none says anything.
_WHOLE, _LEAST = 10.0, 0.1


@register.filter
def chance(value: float | None) -> str:
    """A likelihood (percent, 0 to 100): whole from ten percent on, with one decimal below; a dash for none."""
    if value is None:
        return _NONE
    if 0 < value < _LEAST:
        return _("< %(share)s%%") % {"share": points(_LEAST)}
    return _("%(share)s%%") % {"share": points(value, 0 if value >= _WHOLE else 1)}


@register.filter
def moved(value: float | None) -> str:
    """By how many percentage points a likelihood moved, with its sign; nothing where that shows no digit."""
    return signed(value) if value is not None and abs(value) >= _LEAST / 2 else ""


@register.filter
def priority_word(priority: str | None) -> str:
    """What a priority is called; a dash for none."""
    return _(_WORDS[priority]) if priority in _WORDS else _NONE


def priority_meaning(priority: str | None, object_type: str, start: float | None) -> str:
    """What a priority says, in a sentence: it is a quarter, and begins, among those who are open now, at a likelihood
    `start` (percent) that may be far from what its name suggests. Empty for none."""
    if priority == "closed won":
        return _("The goal is reached.")
    if priority not in _WORDS:
        return ""
    things = _(_OPEN.get(object_type, _OTHERS))
    said = {"things": things, "start": chance(start)}
    if priority == "low":
        return _("Low: the quarter of %(things)s with the lowest likelihood.") % said
    if start is None:
        return ""
    if priority == "very high":
        return _("Very high: the quarter of %(things)s with the highest likelihood; here from %(start)s.") % said
    if priority == "high":
        return _("High: the second quarter of %(things)s by likelihood; here from %(start)s.") % said
    return _("Medium: the third quarter of %(things)s by likelihood; here from %(start)s.") % said


@register.simple_tag
def priority_told(told: RecordLikelihood) -> str:
    """What the priority of a record says."""
    return priority_meaning(told.priority, told.object, told.priority_from)


@register.filter
def sides(reasons: Iterable[ToldReason]) -> list[tuple[bool, list[ToldReason]]]:
    """The reasons for, and those against: whether they are for, and which; a side without any is left out."""
    told = list(reasons)
    found = [(is_for, [each for each in told if (each.contribution > 0) is is_for]) for is_for in (True, False)]
    return [(is_for, some) for is_for, some in found if some]


@register.filter
def fared(reason: ToldReason) -> str:
    """How others like the record fared, without what the record is like, which stands beside it; empty where that is
    not known."""
    rest = reason.fact.removeprefix(reason.meaning)
    # A value may hold the sign that ends it.
    _, found, after = rest.partition(reason.value)
    return (after if found and "; " in after else rest).partition("; ")[2]


@register.simple_tag
def contribution_bar(contribution: float, most: float) -> str:
    """A bar to the right of its middle for what adds, to the left for what takes away; `most` fills its half."""
    width = min(abs(contribution) / most, 1.0) * 50
    x, side = (50.0, "for") if contribution > 0 else (50.0 - width, "against")
    return format_html(
        '<svg class="tamis-adds tamis-adds-{}" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">'
        '<rect x="{}" width="{}" height="6"/><line x1="50" x2="50" y2="6"/></svg>',
        side,
        f"{x:.2f}",
        f"{width:.2f}",
    )


@register.simple_tag
def priority_badge(priority: str | None) -> str:
    """A priority as a coloured word."""
    if priority not in _WORDS:
        return ""
    return format_html(
        '<span class="badge tamis-tier tamis-priority {}">{}</span>', _COLORS[priority], _(_WORDS[priority])
    )
