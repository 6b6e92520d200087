"""A rule in one line: what it asks for in words, and what it is worth."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from pydantic import ValidationError

from tamis.definitions import EventRule, RecordRule
from tamis.definitions.wording import describe_rule
from tamis.server.web.layout.templatetags.tamis import points, signed


def told(rule: Any) -> tuple[str, str]:
    """The name of a rule and its description; the second is empty where it has no name of its own."""
    read = _read(rule)
    label = rule.get("label") if isinstance(rule, dict) else None
    described = describe_rule(read) if read is not None else _("Not complete yet")
    return (str(label), described) if label else (described, "")


def worth(rule: Any) -> tuple[str, str, bool]:
    """The points of a rule as they are shown, how they are earned, and whether they are taken away."""
    if not isinstance(rule, dict):
        return "–", "", False
    is_event, how = "event" in rule, ""
    told = _numbers([rule.get("points")]) if "points" in rule else _numbers(_parts(rule))
    if is_event and "points" in rule:
        how = _("each time")
    elif "times" in rule:
        how = _("if none") if _is_for_none(rule) else _("by how often")
    elif "cases" in rule:
        how = _("by case")
    limits = [_("at most %s") % points(limit) for limit in _numbers([rule.get("limit")])]
    how = ", ".join([how, *limits] if how else limits)
    return _span(told), how, bool(told) and max(told) < 0


def _is_for_none(rule: dict[str, Any]) -> bool:
    """Whether it gives points only to who never did what it asks for."""
    ranges = rule["times"] if isinstance(rule["times"], list) else []
    return bool(ranges) and all(isinstance(each, dict) and each.get("to") == 0 for each in ranges)


def _parts(rule: dict[str, Any]) -> list[Any]:
    parts = rule.get("cases") or rule.get("times")
    return [part.get("points") for part in parts if isinstance(part, dict)] if isinstance(parts, list) else []


def _numbers(values: Sequence[Any]) -> list[float]:
    return [value for value in values if isinstance(value, int | float) and not isinstance(value, bool)]


def _span(told: Sequence[float]) -> str:
    if not told:
        return "–"
    least, most = min(told), max(told)
    return signed(most) if least == most else f"{signed(least)} … {signed(most)}"


def _read(rule: Any) -> RecordRule | EventRule | None:
    if not isinstance(rule, dict):
        return None
    kind = EventRule if "event" in rule else RecordRule
    try:
        return kind.model_validate(rule)
    except ValidationError:
        return None
