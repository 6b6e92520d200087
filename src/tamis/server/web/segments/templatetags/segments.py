"""What templates of segments ask for: the size of one, and what people call records of an object."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from tamis.definitions.wording import in_words
from tamis.operations.uses import Use
from tamis.server.web.segments.shown import place_of

register = template.Library()


@register.filter
def size_of(sizes: Mapping[str, int], key: str) -> int | None:
    """How many are in the segment; None where nobody knows."""
    return sizes.get(key)


@register.filter
def object_name(object_type: str) -> str:
    """One record of an object."""
    return {"contact": _("contact"), "company": _("company"), "deal": _("deal")}.get(object_type, in_words(object_type))


@register.filter
def objects_name(object_type: str) -> str:
    """Its records."""
    return {"contact": _("contacts"), "company": _("companies"), "deal": _("deals")}.get(
        object_type, in_words(object_type)
    )


@register.filter
def each_once(uses: Iterable[Use]) -> list[Use]:
    """The definitions that ask for something, each once, also where both a version and a draft of it do."""
    first: dict[tuple[str, str], Use] = {}
    for use in uses:
        first.setdefault((use.kind, use.key), use)
    return list(first.values())


@register.filter
def inside(use: Use) -> list[str]:
    """The parts of a definition that ask for something, without the whole of it."""
    return [place for place in use.places if place.casefold() != f"{use.kind} {use.key}".casefold()]


@register.filter
def used_at(use: Use) -> str:
    """The address of what asks for something: a score, a segment or a model."""
    if use.kind == "segment":
        return place_of(use.key)
    return reverse("models:model" if use.kind == "model" else "scores:score", args=[use.key])
