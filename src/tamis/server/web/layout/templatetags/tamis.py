"""How figures, instants and names are written on a page: by the language and time zone of whoever reads it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django import template
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from tamis.operations.access.actor import COMMAND_LINE
from tamis.server import french

register = template.Library()

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MINUS = "−"
_NONE = "–"
_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
# In a block of JSON: what could end the script element, or begin a comment in it.
_ESCAPED = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@register.filter
def who(actor: str) -> str:
    """Whoever did something: a person by name, or the command line."""
    return _("command line") if actor == COMMAND_LINE.name else actor


@register.filter
def points(value: float | None, decimals: int = 1) -> str:
    """Points with one decimal, or without where they are whole; a dash for none."""
    if value is None:
        return _NONE
    rounded = round(float(value), decimals)
    whole = rounded == int(rounded)
    return _signless(rounded, 0 if whole else decimals, sign=_MINUS if rounded < 0 else "")


@register.filter
def signed(value: float | None, decimals: int = 1) -> str:
    """Points with their sign, as they are added or taken; a dash for none."""
    if value is None:
        return _NONE
    rounded = round(float(value), decimals)
    whole = rounded == int(rounded)
    return _signless(rounded, 0 if whole else decimals, sign=_MINUS if rounded < 0 else "+" if rounded else "±")


@register.filter
def micropoints(value: int | None) -> float | None:
    """Points of the whole millionths in which values are kept."""
    return None if value is None else value / 1e6


@register.filter
def number(value: float | None) -> str:
    """A count, with its thousands apart; a dash for none."""
    return _NONE if value is None else _signless(value, 0, sign=_MINUS if value < 0 else "")


@register.filter
def percent(value: float | None, decimals: int = 1) -> str:
    """A share (0 to 1) in percent."""
    return _NONE if value is None else _("%(share)s%%") % {"share": points(value * 100, decimals)}


@register.filter
def when(value: int | None) -> str:
    """An instant (microseconds since the epoch) in the reader's time zone; a dash for none."""
    if value is None:
        return _NONE
    # Not Django's own: it says "8 a.m." beside "8:01 a.m.", and "noon".
    return formats.date_format(timezone.localtime(_instant(value)), pgettext("form of an instant", "m/d/Y g:i a"))


@register.filter
def day(value: int | date | None) -> str:
    """A day, or that of an instant in the reader's time zone."""
    if value is None:
        return _NONE
    told = value if isinstance(value, date) else timezone.localtime(_instant(value))
    return formats.date_format(told, "SHORT_DATE_FORMAT")


@register.filter
def ago(value: int | None, now: int) -> str:
    """How long before `now` an instant was, in the largest unit that fits; both in microseconds since the epoch."""
    if value is None:
        return _NONE
    seconds = (now - value) // 1_000_000
    if seconds < 0:
        return when(value)
    if seconds < _MINUTE:
        return _("just now")
    if seconds < _HOUR:
        return ngettext("%(count)s minute ago", "%(count)s minutes ago", count := seconds // _MINUTE) % {"count": count}
    if seconds < _DAY:
        return ngettext("%(count)s hour ago", "%(count)s hours ago", count := seconds // _HOUR) % {"count": count}
    if seconds < 60 * _DAY:
        return ngettext("%(count)s day ago", "%(count)s days ago", count := seconds // _DAY) % {"count": count}
    return day(value)


@register.filter
def spoken(sentence: str) -> str:
    """What an operation says, in the language of the reader."""
    return french.spoken(str(sentence or ""))


@register.filter
def spoken_list(parts: Iterable[str]) -> str:
    """Several such parts, one after the other."""
    return ", ".join(french.spoken(str(part)) for part in parts)


@register.filter
def initials(name: str) -> str:
    """Of a person's name, at most two letters."""
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words[:1])).upper()


@register.filter
def json_block(value: Any) -> SafeString:
    """A block of data for a script of ours; no browser runs it, and nothing in it ends it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPED)
    return format_html('<script type="application/json">{}</script>', mark_safe(text))


@register.simple_tag
def tier_badge(tier: str | None, color: str | Mapping[str, str] | None = None) -> str:
    """A tier as a badge in its colour, or in that of those of its score, which may have a shade: `green-strong`."""
    if tier is None:
        return ""
    if isinstance(color, Mapping):
        color = color.get(tier)
    classes = " ".join(f"tamis-tier-{part}" for part in (color or "none").split("-"))
    return format_html('<span class="badge tamis-tier {}">{}</span>', classes, tier)


def _signless(value: float, decimals: int, *, sign: str) -> str:
    return sign + formats.number_format(abs(value), decimal_pos=decimals, use_l10n=True, force_grouping=True)


def _instant(micros: int) -> datetime:
    return _EPOCH + timedelta(microseconds=micros)
