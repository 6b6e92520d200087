"""A condition on a property as a phrase in the reader's language."""

from __future__ import annotations

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from tamis.definitions import Period, PropertyCondition
from tamis.server.web.records.words import in_words

_PHRASES = {
    "is": gettext_noop("%(name)s is %(value)s"),
    "is_not": gettext_noop("%(name)s is not %(value)s"),
    "is_any_of": gettext_noop("%(name)s is %(value)s"),
    "is_none_of": gettext_noop("%(name)s is none of %(value)s"),
    "contains": gettext_noop("%(name)s contains %(value)s"),
    "does_not_contain": gettext_noop("%(name)s does not contain %(value)s"),
    "contains_any_of": gettext_noop("%(name)s contains %(value)s"),
    "contains_all_of": gettext_noop("%(name)s contains all of %(value)s"),
    "contains_none_of": gettext_noop("%(name)s contains none of %(value)s"),
    "is_exactly": gettext_noop("%(name)s is exactly %(value)s"),
    "starts_with": gettext_noop("%(name)s starts with %(value)s"),
    "ends_with": gettext_noop("%(name)s ends with %(value)s"),
    "greater_than": gettext_noop("%(name)s is greater than %(value)s"),
    "at_least": gettext_noop("%(name)s is at least %(value)s"),
    "less_than": gettext_noop("%(name)s is less than %(value)s"),
    "at_most": gettext_noop("%(name)s is at most %(value)s"),
    "between": gettext_noop("%(name)s is between %(value)s"),
    "not_between": gettext_noop("%(name)s is not between %(value)s"),
    "before": gettext_noop("%(name)s is before %(value)s"),
    "after": gettext_noop("%(name)s is on or after %(value)s"),
    "in_the_last": gettext_noop("%(name)s is in the last %(value)s"),
    "in_the_next": gettext_noop("%(name)s is in the next %(value)s"),
    "more_than_ago": gettext_noop("%(name)s is more than %(value)s ago"),
}
_JOINED_BY_OR = ("is_any_of", "is_none_of", "contains_any_of", "contains_none_of")
_DAY = 86_400_000_000


def property_phrase(condition: PropertyCondition) -> str:
    """What is asked of a property: `Seniority is director or vp`."""
    name = in_words(condition.property)
    if condition.operator == "is_known":
        return (_("%(name)s is known") if condition.value else _("%(name)s is unknown")) % {"name": name}
    joint = _("or") if condition.operator in _JOINED_BY_OR else _("and")
    return _(_PHRASES[condition.operator]) % {"name": name, "value": _value(condition.value, joint)}


def _value(value: object, joint: str) -> str:
    match value:
        case tuple():
            told = [_value(each, joint) for each in value]
            return told[0] if len(told) == 1 else f"{', '.join(told[:-1])} {joint} {told[-1]}"
        case bool():
            return _("yes") if value else _("no")
        case int():
            return formats.number_format(value, force_grouping=True)
        case float():
            return formats.number_format(f"{value:.15g}")
        case Period():
            return _period(value)
    return str(value)


def _period(period: Period) -> str:
    days = period.micros // _DAY
    if days * _DAY != period.micros:
        return period.text
    return ngettext("%(count)s day", "%(count)s days", days) % {"count": formats.number_format(days)}
