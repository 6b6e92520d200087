"""What forms call the words of the grammar, in the language of the reader."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = Mapping[str, Any]

OPERATORS: Words = {
    "is_known": _("is known:"),
    "is": _("is"),
    "is_not": _("is not"),
    "is_any_of": _("is any of"),
    "is_none_of": _("is none of"),
    "contains": _("contains"),
    "does_not_contain": _("does not contain"),
    "contains_any_of": _("contains any of"),
    "contains_all_of": _("contains all of"),
    "contains_none_of": _("contains none of"),
    "is_exactly": _("is exactly"),
    "starts_with": _("starts with"),
    "ends_with": _("ends with"),
    "greater_than": _("is greater than"),
    "at_least": _("is at least"),
    "less_than": _("is less than"),
    "at_most": _("is at most"),
    "between": _("is between"),
    "not_between": _("is not between"),
    "before": _("is before"),
    "after": _("is on or after"),
    "in_the_last": _("is in the last"),
    "in_the_next": _("is in the next"),
    "more_than_ago": _("is longer ago than"),
}
CONDITIONS: Words = {
    "property": _("Property"),
    "event": _("Event"),
    "in_segment": _("Segment"),
    "of": _("Associated record"),
    "score": _("Score"),
    "tier": _("Tier"),
    "all": _("All of these"),
    "any": _("Any of these"),
    "none": _("None of these"),
}
WINDOWS: Words = {
    "": _("at any time"),
    "last": _("in the last"),
    "before": _("before"),
    "after": _("on or after"),
    "between": _("from … to before"),
}
OFTEN: Words = {"": _("at least once"), "never": _("never"), "times": _("so many times")}
UNITS: Words = {
    "hours": _("hours"),
    "days": _("days"),
    "weeks": _("weeks"),
    "months": _("months (30 days)"),
    "years": _("years (365 days)"),
}
RULES: Words = {
    "event": _("What somebody did"),
    "record": _("Who or what it is"),
    "of": _("Its associated records"),
}
WORTHS: Mapping[str, Words] = {
    "event": {
        "points": _("Each time"),
        "cases": _("By case"),
        "times": _("By how often"),
    },
    "record": {"points": _("If it holds"), "cases": _("By case")},
}
COMBINES: Words = {
    "max": _("the most of them"),
    "sum": _("the sum of them"),
    "min": _("the least of them"),
    "average": _("their average"),
}
CATEGORIES: Words = {"fit": _("Fit"), "engagement": _("Engagement")}
MODES: Words = {"linear": _("evenly"), "step": _("at the end of each period")}
COLORS: Words = {
    "": pgettext_lazy("colour", "no colour"),
    "green": _("green"),
    "yellow": _("yellow"),
    "orange": _("orange"),
    "red": _("red"),
    "blue": _("blue"),
    "purple": _("purple"),
    "gray": _("grey"),
}
TRUTHS: Words = {"true": _("yes"), "false": _("no")}
UNKNOWNS: Words = {"": _("as usual"), "true": _("counts"), "false": _("does not count")}
MACHINES: Words = {"": _("do not count"), "include": _("count too")}
OBJECTS: Words = {"contact": _("contact"), "company": _("company"), "deal": _("deal")}
