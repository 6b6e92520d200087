"""What templates of models ask for: names of verdicts and reasons, and the signs of the card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.safestring import SafeString, mark_safe

from tamis.definitions.wording import in_words
from tamis.predict.card.html.signs import sign
from tamis.predict.card.words import standing
from tamis.predict.card.words.say import Words, things_of
from tamis.server.web.models.shown import spoken_language
from tamis.server.web.models.words import living_why, verdict_name

if TYPE_CHECKING:
    from tamis.predict.evaluation.readiness import Need, Readiness

register = template.Library()

register.filter("verdict_name", verdict_name)
register.filter("living_why", living_why)
register.filter("in_words", in_words)


@register.filter
def verdict_sign(level: str) -> SafeString:
    """A tick, an exclamation mark or a cross; the words beside it say the same."""
    return mark_safe(sign(level))


@register.filter
def kind_name(kind: str) -> str:
    """What a kind of model is called, or the average of several."""
    words = Words(spoken_language())
    parts = [kind] if words.knows(f"estimator.{kind}") else kind.split("+")
    return " + ".join(words(f"estimator.{part}") if words.knows(f"estimator.{part}") else part for part in parts)


@register.filter
def reached_in_words(ready: Readiness) -> str:
    """What the counts allow, and how many conversions that takes."""
    return standing.reached_in_words(Words(spoken_language()), ready)


@register.simple_tag
def next_in_words(ready: Readiness, object_type: str) -> str:
    """What is missing for the next stage; empty at the last."""
    words = Words(spoken_language())
    return standing.next_in_words(words, ready, things_of(words, object_type))


@register.simple_tag
def need_in_words(need: Need, object_type: str) -> str:
    """How far one count is: `31 of 40 conversions`."""
    words = Words(spoken_language())
    return standing.need_in_words(words, need, things_of(words, object_type))


@register.filter
def pairs(auc: float) -> int:
    """Of a hundred pairs of one that converted and one that did not, in how many the right one is put first."""
    return round(auc * 100)
