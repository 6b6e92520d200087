"""What the pages of scores draw."""

from __future__ import annotations

from django import template

from tamis.definitions.wording import in_words
from tamis.operations.list_scores import ListedScore
from tamis.operations.preview import Estimate
from tamis.operations.review import ReviewedScore
from tamis.server.web.layout.templatetags.tamis import number, tier_badge
from tamis.server.web.records.words import object_name, why_in_words
from tamis.server.web.scores.mixing import MixPart, mix_of
from tamis.server.web.segments.templatetags.segments import each_once, used_at

register = template.Library()


@register.filter
def mix(score: ListedScore) -> tuple[MixPart, ...]:
    """The parts of a score's bar of tiers."""
    return mix_of(score.tiers)


@register.filter
def about(estimate: Estimate | None) -> str:
    """A count from a sample with its margin, such as `31,000 ± 900`; a dash for none."""
    if estimate is None:
        return "–"
    return number(estimate.count) if estimate.is_exact else f"{number(estimate.count)} ± {number(estimate.margin)}"


register.filter("in_words", in_words)
register.filter("object_name", object_name)
register.filter("why", why_in_words)
register.filter("each_once", each_once)
register.filter("used_at", used_at)


@register.filter
def wide(share: float) -> str:
    """A share (0 to 1) of a bar that is 100 wide, as SVG reads numbers."""
    return f"{max(0.0, min(1.0, share)) * 100:.2f}"


@register.filter
def svg(value: float) -> str:
    """A figure as SVG reads numbers, in whatever language the page is."""
    return f"{value:.2f}"


@register.simple_tag
def tier_in(tier: str | None, reviewed: ReviewedScore) -> str:
    """A tier as a badge in the colour that the reviewed score gives it."""
    return tier_badge(tier, reviewed.colors.get(tier) if tier else None)
