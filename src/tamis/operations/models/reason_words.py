"""A reason for a likelihood in the language of whoever reads it."""

from __future__ import annotations

from collections.abc import Sequence

from tamis.predict.card.words.numbers import number, percent
from tamis.predict.feature import OTHER, Feature, Kind
from tamis.predict.features.french import french_meaning
from tamis.predict.reasons import Facts, Rate, Reason
from tamis.predict.reasons.wording import is_a_comparison, is_a_truth, sentence, shown

Value = float | str | None
_UNITS = {"days": "jours", "points": "points"}
_FIXED = "\u00a0"
_OTHER = "autre"


def meaning_in(feature: Feature, language: str) -> str:
    """What a feature tells, in English (`en`) or French (`fr`)."""
    return french_meaning(feature) if language == "fr" else feature.meaning


def value_in(feature: Feature, value: Value, language: str) -> str:
    """A record's own value as a person would write it.

    >>> days = Feature("age", Kind.NUMBER, "record", "", "days since the record was created", "days")
    >>> value_in(days, 3.5, "en"), value_in(days, 3.5, "fr"), value_in(days, None, "fr")
    ('3.5 days', '3,5 jours', 'non renseigné')
    """
    if language != "fr":
        return shown(feature, value)
    if value is None:
        return "non renseigné"
    if isinstance(value, str):
        return _OTHER if value == OTHER else value
    if is_a_truth(feature):
        return "oui" if value > 0 else "non"
    if is_a_comparison(feature):
        return f"{_french(abs(value))} de {'plus' if value > 0 else 'moins'}" if value else "autant"
    unit = _UNITS.get(feature.unit)
    return f"{_french(value)} {unit}" if unit else _french(value)


def fact_in(
    features: Sequence[Feature],
    values: Sequence[Value],
    rate: Rate | None,
    base: float,
    language: str,
    contribution: float = 0.0,
) -> str:
    """What the record is like, and how examples like it fared; `base`: the share (0–1) of all that reached the goal.
    Where they fared better and the reason speaks against the goal (`contribution` below 0), or the other way about,
    that is said: all reasons are weighed together, and an example with the one mostly has others, too."""
    despite = _despite(rate, base, contribution, language)
    if language != "fr":
        return sentence(Reason(tuple(features), tuple(values), 0.0, rate), base) + despite
    pairs = zip(features, values, strict=True)
    told = ", ".join(f"{french_meaning(each)}{_FIXED}: {value_in(each, value, 'fr')}" for each, value in pairs)
    if rate is None:
        return told
    whom = _those(features[0], values[0], rate)
    share, all_of_them = percent(rate.share, "fr"), percent(base, "fr")
    return f"{told}{_FIXED}; {share} des fiches {whom} atteignent l’objectif, contre {all_of_them} de toutes{despite}"


_DESPITE = {
    "en": ("; beside the other reasons, it counts against", "; beside the other reasons, it counts for"),
    "fr": (
        f"{_FIXED}; à côté des autres raisons, cela joue contre",
        f"{_FIXED}; à côté des autres raisons, cela joue pour",
    ),
}


def _despite(rate: Rate | None, base: float, contribution: float, language: str) -> str:
    if rate is None or not contribution or (rate.share > base) == (contribution > 0):
        return ""
    against, for_ = _DESPITE.get(language, _DESPITE["en"])
    return against if contribution < 0 else for_


def rate_of(facts: Facts, value: Value) -> Rate | None:
    """How the examples with a value like this fared; None where too few had it."""
    import pandas as pd

    return facts.rate(int(facts.bins(pd.Series([value], dtype=object if facts.edges is None else "float64"))[0]))


def _those(feature: Feature, value: Value, rate: Rate) -> str:
    if value is None:
        return "où ce n’est pas renseigné"
    if feature.kind is Kind.CATEGORY:
        return f"avec {value_in(feature, value, 'fr')}"
    if is_a_truth(feature):
        return f"où c’est {value_in(feature, value, 'fr')}"
    told = _signed if is_a_comparison(feature) else _french
    if rate.low is None:
        return f"à moins de {told(rate.high)}" if rate.high is not None else "où c’est renseigné"
    if rate.high is None:
        return f"à {told(rate.low)} ou plus"
    if value == rate.low == rate.high - 1 and feature.unit not in ("days", "points"):
        return f"à {told(rate.low)}"
    return f"de {told(rate.low)} à moins de {told(rate.high)}"


def _signed(value: float) -> str:
    """A difference from before."""
    return f"+{_french(value)}" if value > 0 else _french(value)


def _french(value: float) -> str:
    """At most three digits that say something: 12, 3,5, 0,25, 12 400."""
    if value == int(value) or abs(value) >= 100:
        return number(value, "fr")
    short = f"{value:.3g}"
    if "e" in short:
        return short
    return number(value, "fr", len(short.partition(".")[2]))
