"""A reason as a sentence: what the record is like, and how examples like it fared."""

from __future__ import annotations

from tamis.predict.feature import Feature, Kind
from tamis.predict.reasons.facts import Rate
from tamis.predict.reasons.ranking import Reason

_UNKNOWN = "not known"


def sentence(reason: Reason, base_rate: float) -> str:
    """
    >>> pages = Feature("views:30", Kind.NUMBER, "views", "page_viewed", "page views in the last 30 days", "events")
    >>> sentence(Reason((pages,), (12.0,), 0.8, Rate(240, 0.31, 8.0, None)), 0.06)
    'page views in the last 30 days: 12; 31% of those with 8 or more reach the goal, 6% of all do'
    >>> sentence(Reason((pages,), (None,), -0.2, None), 0.06)
    'page views in the last 30 days: not known'
    >>> phone = Feature("phone", Kind.NUMBER, "record", "phone", "whether a telephone number is known")
    >>> sentence(Reason((phone,), (1.0,), 0.8, Rate(240, 0.31, 0.5, None)), 0.06)
    'whether a telephone number is known: yes; 31% of those where it is so reach the goal, 6% of all do'
    """
    pairs = zip(reason.features, reason.values, strict=True)
    told = ", ".join(f"{feature.meaning}: {shown(feature, value)}" for feature, value in pairs)
    if reason.rate is None:
        return told
    whom = _those(reason.features[0], reason.values[0], reason.rate)
    return f"{told}; {percent(reason.rate.share)} of {whom} reach the goal, {percent(base_rate)} of all do"


def shown(feature: Feature, value: float | str | None) -> str:
    """A value as a person would write it: 12, 3.5 days, Paris."""
    if value is None:
        return _UNKNOWN
    if isinstance(value, str):
        return value
    if is_a_truth(feature):
        return "yes" if value > 0 else "no"
    if is_a_comparison(feature):
        return f"{_number(abs(value))} {'more' if value > 0 else 'fewer'}" if value else "as many"
    number = _number(value)
    return f"{number} {feature.unit}" if feature.unit in ("days", "points") else number


def is_a_truth(feature: Feature) -> bool:
    """Whether the numbers of a feature stand for yes and no: what it tells begins with "whether"."""
    return feature.kind is Kind.NUMBER and not feature.unit and feature.meaning.startswith("whether ")


def is_a_comparison(feature: Feature) -> bool:
    """Whether a number says how many more, or fewer, there were than before."""
    return feature.name.endswith(" trend") and feature.kind is Kind.NUMBER


def percent(share: float) -> str:
    """
    >>> percent(0.3149), percent(0.006), percent(0.0001)
    ('31%', '0.6%', 'under 0.1%')
    """
    if 0 < share < 0.001:
        return "under 0.1%"
    return f"{share * 100:.0f}%" if share >= 0.1 or share == 0 else f"{share * 100:.1f}%".replace(".0%", "%")


def _those(feature: Feature, value: float | str | None, rate: Rate) -> str:
    if value is None:
        return "those where that is not known"
    if feature.kind is Kind.CATEGORY:
        return f"those with {value}"
    if is_a_truth(feature):
        return "those where it is so" if isinstance(value, float | int) and value > 0 else "those where it is not so"
    if is_a_comparison(feature):
        return _compared(rate.low, rate.high)
    if rate.low is None:
        return f"those with less than {_number(rate.high)}" if rate.high is not None else "those where that is known"
    if rate.high is None:
        return f"those with {_number(rate.low)} or more"
    if rate.high - rate.low == 1 and rate.low == int(rate.low):
        return f"those with {_number(rate.low)}" if _counts(feature) else _between(rate.low, rate.high)
    return _between(rate.low, rate.high)


def _between(low: float, high: float) -> str:
    return f"those from {_number(low)} to under {_number(high)}"


def _compared(low: float | None, high: float | None) -> str:
    """Differences from before, with their sign."""
    if low is None:
        return f"those with less than {_signed(high)}" if high is not None else "those where that is known"
    return (
        f"those with {_signed(low)} or more" if high is None else f"those from {_signed(low)} to under {_signed(high)}"
    )


def _signed(value: float) -> str:
    return ("+" if value > 0 else "−" if value < 0 else "") + _number(abs(value))


def _counts(feature: Feature) -> bool:
    """Whether the values are whole numbers by their nature."""
    return feature.unit in ("events", "visits", "pages", "forms", "campaigns", "people")


def _number(value: float | None) -> str:
    """At most three digits that say something: 12, 3.5, 0.25, 12,400."""
    if value is None:
        return _UNKNOWN
    if value == int(value) or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"
