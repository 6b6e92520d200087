"""Words of records' pages in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from tamis.definitions.wording import humanise

#: Seconds that a page waits for the keeper before it says that the work is under way.
PATIENCE = 10.0
_CAUSES = {
    "event": gettext_noop("An event"),
    "property": gettext_noop("A property changed"),
    "association": gettext_noop("An association changed"),
    "created": gettext_noop("First heard of"),
    "identified": gettext_noop("A visitor became known"),
    "membership": gettext_noop("A list gained or lost it"),
    "associated": gettext_noop("An associated record changed"),
    "time": gettext_noop("Time passed"),
    "reset": gettext_noop("Engagement was reset"),
    "unreset": gettext_noop("A reset was taken back"),
    "publish": gettext_noop("The score was published"),
    "import": gettext_noop("Data was imported"),
    "rescore": gettext_noop("Computed anew"),
    "merge": gettext_noop("Contacts were merged"),
    "unmerge": gettext_noop("Contacts were unmerged"),
    "delete": gettext_noop("The score was deleted"),
}
_LIKELIHOOD_CAUSES = {
    "predict": gettext_noop("Computed anew"),
    "publish": gettext_noop("A version went live"),
    "reached": gettext_noop("The goal was reached"),
    "merge": gettext_noop("Contacts were merged"),
    "withdraw": gettext_noop("The model was withdrawn"),
}
_OBJECTS = {
    "contact": (gettext_noop("Contact"), gettext_noop("Contacts")),
    "company": (gettext_noop("Company"), gettext_noop("Companies")),
    "deal": (gettext_noop("Deal"), gettext_noop("Deals")),
}
# Those of an explanation, and the word that joins the segments it names.
_WHYS = {
    gettext_noop("created after the instant the score is computed for"): "",
    gettext_noop("outside the population: in the excluded segment %(segments)s"): gettext_noop("and"),
    gettext_noop("outside the population: not in %(segments)s"): gettext_noop("or"),
}
_CATEGORIES = {"fit": gettext_noop("Fit"), "engagement": gettext_noop("Engagement")}


def cause_of(cause: str) -> str:
    """Why a value changed."""
    return _(_CAUSES[cause]) if cause in _CAUSES else in_words(cause)


def likelihood_cause(cause: str) -> str:
    """Why a likelihood changed."""
    return _(_LIKELIHOOD_CAUSES[cause]) if cause in _LIKELIHOOD_CAUSES else in_words(cause)


def object_name(object: str, *, is_many: bool = False) -> str:
    """What records of an object are called."""
    return _(_OBJECTS[object][is_many]) if object in _OBJECTS else in_words(object)


def category_name(category: str) -> str:
    """What a category is called."""
    return _(_CATEGORIES[category]) if category in _CATEGORIES else in_words(category)


def why_in_words(why: str) -> str:
    """Why a score gives a record no value, as an explanation says it."""
    for known, joint in _WHYS.items():
        begin = known.partition("%")[0]
        if "%" in known and why.startswith(begin):
            segments = why.removeprefix(begin).replace(f" {joint} ", f" {_(joint)} ")
            return _(known) % {"segments": segments}
    return _(why) if why in _WHYS else why


def in_words(name: str) -> str:
    """A name of the data with spaces for underscores, and a capital: `form_submitted` becomes `Form submitted`."""
    words = humanise(name) if name else ""
    return words[:1].upper() + words[1:]
