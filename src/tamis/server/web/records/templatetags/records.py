"""How what is known of a record is written on its page."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django import template
from django.utils import formats
from django.utils.translation import gettext as _

from tamis.compile.explanation import ExplainedRule, ExplainedValue
from tamis.definitions import PropertyType
from tamis.operations.record.nearing.wishes import Wish
from tamis.server.web.layout.templatetags.tamis import day, when
from tamis.server.web.records.words import category_name, cause_of, in_words, object_name, why_in_words

register = template.Library()
_MOST_CHARACTERS = 300
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@register.filter
def shown(value: Any, type: PropertyType | None = None) -> str:
    """A value by its type; a dash for what is unknown."""
    match value:
        case None:
            return "–"
        case bool():
            return _("Yes") if value else _("No")
        case tuple():
            return ", ".join(value)
        case date():
            return day(value)
        case int() if type is PropertyType.DATETIME:
            return when(value)
        case int() | float():
            return _figure(float(value))
    text = str(value)
    return text if len(text) <= _MOST_CHARACTERS else text[:_MOST_CHARACTERS] + "…"


@register.filter
def values(rule: ExplainedRule) -> tuple[ExplainedValue, ...]:
    """What a rule saw: of the record itself, or of the only one associated with it."""
    return rule.values or (rule.records[0].values if len(rule.records) == 1 else ())


@register.filter
def seen(value: ExplainedValue) -> str:
    """The value of a property that a rule saw."""
    match value.value, value.type:
        case None, _:
            return _("unknown")
        case str() as text, PropertyType.DATE:
            return day(date.fromisoformat(text))
        case str() as text, PropertyType.DATETIME:
            return when((datetime.fromisoformat(text) - _EPOCH) // timedelta(microseconds=1))
    return shown(value.value)


@register.filter
def phrase(wish: Wish) -> str:
    """What would have to be so."""
    return wish.words[:1].upper() + wish.words[1:]


@register.filter
def words(name: str) -> str:
    """A name of the data in words."""
    return in_words(name)


@register.filter
def cause(name: str) -> str:
    """A cause of the history in words."""
    return cause_of(name)


@register.filter
def why(reason: str) -> str:
    """Why a score gives a record no value, in words."""
    return why_in_words(reason)


@register.filter
def category(name: str) -> str:
    """A category in words."""
    return category_name(name)


@register.filter
def object_word(object: str) -> str:
    """An object in words, of one record."""
    return object_name(object)


@register.filter
def objects_word(object: str) -> str:
    """An object in words, of several."""
    return object_name(object, is_many=True)


@register.filter
def first(items: Any, most: int) -> Any:
    """The first so many."""
    return items[:most]


def _figure(value: float) -> str:
    decimals = len(f"{value:.6f}".rstrip("0").partition(".")[2])
    return formats.number_format(value, decimal_pos=decimals, use_l10n=True, force_grouping=True)
