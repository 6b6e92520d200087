"""Why a likelihood is what it is: the terms that weigh most, each with a fact that anybody can check."""

from tamis.predict.reasons.facts import Facts, Rate, facts_of
from tamis.predict.reasons.ranking import Reason, reasons_of
from tamis.predict.reasons.strongest import Strongest, strongest_of

__all__ = ["Facts", "Rate", "Reason", "Strongest", "facts_of", "reasons_of", "strongest_of"]
