"""What needs attention, in words, with the page on which it is mended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tamis.operations.access import Permission
from tamis.operations.overview import Concern
from tamis.server.context import Context
from tamis.server.french import spoken
from tamis.server.web.layout.templatetags.tamis import number
from tamis.server.web.overview.links import to

_ICONS = {
    "warning": ("alert-triangle", "red"),
    "failed_job": ("alert-circle", "red"),
    "behind": ("clock-exclamation", "orange"),
    "never_published": ("pencil", "blue"),
    "old_draft": ("pencil", "blue"),
    "silent": ("volume-off", "orange"),
    "unheard": ("volume-off", "blue"),
    "duplicates": ("users", "blue"),
}


@dataclass(frozen=True)
class ToldConcern:
    """One line: an icon with its colour, a sentence, what was said of it, and where it leads."""

    icon: str
    color: str
    sentence: str
    detail: str
    since: int | None
    link: str


def told_concerns(concerns: Sequence[Concern], context: Context) -> list[ToldConcern]:
    """All of them that are for whoever looks."""
    return [_told(concern, context) for concern in concerns if context.may(concern.permission)]


def _told(concern: Concern, context: Context) -> ToldConcern:
    icon, color = _ICONS[concern.kind]
    return ToldConcern(icon, color, _sentence(concern), _detail(concern), concern.since, _link(concern, context))


def _detail(concern: Concern) -> str:
    if concern.kind != "silent":
        return concern.told
    days = concern.number
    told = ngettext("It usually sends every day.", "It usually sends at least every %(count)s days.", days)
    return told % {"count": number(days)}


def _sentence(concern: Concern) -> str:
    named = {"name": concern.subject, "count": number(concern.number)}
    match concern.kind:
        case "warning":
            return _("The server warns of its %(name)s.") % {"name": spoken(concern.subject)}
        case "failed_job":
            return _("Job %(count)s (%(name)s) has failed.") % named
        case "behind":
            return _("The values of “%(name)s” are older than the data.") % named
        case "never_published":
            return _("“%(name)s” is drafted and was never published.") % named
        case "old_draft":
            return _("“%(name)s” has changes that are not published.") % named
        case "silent":
            return _("%(name)s has fallen silent.") % named
        case "unheard":
            return _("Nothing has come from %(name)s yet.") % named
    return (
        ngettext(
            "%(count)s contact is probably there twice.",
            "%(count)s contacts are probably there twice.",
            concern.number,
        )
        % named
    )


def _link(concern: Concern, context: Context) -> str:
    match concern.kind:
        case "failed_job":
            return to("data-jobs")
        case "silent" | "unheard":
            return to("data-sources") if context.may(Permission.MANAGE_SOURCES) else ""
        case "duplicates":
            return to("data-duplicates")
        case "never_published" | "old_draft" | "behind":
            if concern.definition == "segment":
                return to("segments:segment", segment=concern.subject)
            return to("scores:score", concern.subject)
    return ""
